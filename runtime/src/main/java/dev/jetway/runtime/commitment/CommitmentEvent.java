package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.List;

/**
 * What has happened to an approved action. Type names and fields are the stored format: new fields go at
 * the end and may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = CommitmentEvent.Opened.class, name = "opened"),
    @Type(value = CommitmentEvent.Sent.class, name = "sent"),
    @Type(value = CommitmentEvent.Concluded.class, name = "concluded"),
    @Type(value = CommitmentEvent.SettledAfterAll.class, name = "settled-after-all"),
})
public sealed interface CommitmentEvent extends JetwaySerializable {

    Commitment applyTo(Commitment state);

    /**
     * The action was accepted and is about to be carried out.
     *
     * @param arguments JSON text, as approved
     * @param title in the words of the question; null when it came without
     */
    record Opened(
            long at,
            String tool,
            String arguments,
            Traveler traveler,
            @JsonInclude(JsonInclude.Include.NON_NULL) String title)
            implements CommitmentEvent {

        public Opened(long at, String tool, String arguments, Traveler traveler) {
            this(at, tool, arguments, traveler, null);
        }

        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(this, state.sent(), state.concluded(), state.settlement());
        }
    }

    /** The call is about to leave: from here on it may have happened. Stored before the call. */
    record Sent(long at, int attempt) implements CommitmentEvent {
        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(state.opened(), this, state.concluded(), state.settlement());
        }
    }

    /** @param errors what had gone wrong before, as far as it is remembered; of an unknown outcome only */
    record Concluded(
            long at,
            CommitOutcome outcome,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> errors) implements CommitmentEvent {

        public Concluded {
            errors = errors == null ? List.of() : List.copyOf(errors);
        }

        public Concluded(long at, CommitOutcome outcome) {
            this(at, outcome, List.of());
        }

        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(
                    state.opened(),
                    state.sent(),
                    state.concluded() == null ? this : state.concluded(),
                    state.settlement());
        }
    }

    /** An outcome that was unknown has become known: the first settlement is the outcome from then on. */
    record SettledAfterAll(Settlement settlement) implements CommitmentEvent {
        @Override
        public Commitment applyTo(Commitment state) {
            return new Commitment(
                    state.opened(),
                    state.sent(),
                    state.concluded(),
                    state.settlement() == null ? settlement : state.settlement());
        }
    }
}
