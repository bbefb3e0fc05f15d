package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.serialization.JetwaySerializable;

/**
 * What has happened to an approved action. Type names and fields are the stored format: new fields go at
 * the end and may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = CommitmentEvent.Opened.class, name = "opened"),
    @Type(value = CommitmentEvent.Sent.class, name = "sent"),
    @Type(value = CommitmentEvent.Concluded.class, name = "concluded"),
})
public sealed interface CommitmentEvent extends JetwaySerializable {

    Commitment applyTo(Commitment state);

    /** The action was accepted and is about to be carried out. @param arguments JSON text, as approved */
    record Opened(long at, String tool, String arguments, Traveler traveler) implements CommitmentEvent {
        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(this, state.attempts(), state.outcome());
        }
    }

    /** The call is about to leave: from here on it may have happened. Stored before the call. */
    record Sent(long at, int attempt) implements CommitmentEvent {
        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(state.opened(), attempt, state.outcome());
        }
    }

    record Concluded(long at, CommitOutcome outcome) implements CommitmentEvent {
        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(
                    state.opened(), state.attempts(), state.outcome() == null ? outcome : state.outcome());
        }
    }
}
