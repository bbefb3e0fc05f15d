package dev.jetway.runtime.desk;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.List;

/**
 * What has happened to a region's list of cases. Type names and fields are the stored format: new fields go at the end
 * and may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = DeskEvent.CaseNoted.class, name = "case-noted"),
    @Type(value = DeskEvent.CaseSettled.class, name = "case-settled"),
    @Type(value = DeskEvent.TravelerTold.class, name = "traveler-told"),
    @Type(value = DeskEvent.CasesDropped.class, name = "cases-dropped"),
})
public sealed interface DeskEvent extends JetwaySerializable {

    CaseList applyTo(CaseList list);

    /** Nobody could find out what came of an action. */
    record CaseNoted(long at, Case noted) implements DeskEvent {
        @Override
        public CaseList applyTo(CaseList list) {
            return list.with(new CaseList.Entry(noted, false));
        }
    }

    /** It is known after all. */
    record CaseSettled(long at, String id, Settlement settlement) implements DeskEvent {
        @Override
        public CaseList applyTo(CaseList list) {
            return list.settled(id, settlement);
        }
    }

    /** The conversation has it for good. */
    record TravelerTold(long at, String id) implements DeskEvent {
        @Override
        public CaseList applyTo(CaseList list) {
            return list.told(id);
        }
    }

    /** They are not listed any more: there was no room, or another region has them. */
    record CasesDropped(long at, List<String> ids, String why) implements DeskEvent {
        @Override
        public CaseList applyTo(CaseList list) {
            return list.without(ids);
        }
    }
}
