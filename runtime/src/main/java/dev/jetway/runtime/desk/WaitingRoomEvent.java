package dev.jetway.runtime.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.serialization.JetwaySerializable;

/**
 * What has happened to a region's waiting room. Type names and fields are the stored format: new fields go at the end and
 * may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@Type(value = WaitingRoomEvent.AttentionChanged.class, name = "attention-changed")})
sealed interface WaitingRoomEvent extends JetwaySerializable {

    WaitingRoom applyTo(WaitingRoom room);

    /** @param attention null when there is nothing for people in it any more */
    record AttentionChanged(
            long at,
            String conversation,
            @JsonInclude(JsonInclude.Include.NON_NULL) Attention attention) implements WaitingRoomEvent {
        @Override
        public WaitingRoom applyTo(WaitingRoom room) {
            return room.with(conversation, attention);
        }
    }
}
