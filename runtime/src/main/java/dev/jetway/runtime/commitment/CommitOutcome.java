package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** What came of an approved action. Stored: names and fields are a contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @Type(value = CommitOutcome.Done.class, name = "done"),
    @Type(value = CommitOutcome.Declined.class, name = "declined"),
    @Type(value = CommitOutcome.NotSent.class, name = "not-sent"),
    @Type(value = CommitOutcome.Unknown.class, name = "unknown"),
})
public sealed interface CommitOutcome {

    /** It happened, once. @param content the tool's answer as JSON text */
    record Done(String content) implements CommitOutcome {
        @Override
        public <R> R fold(
                Function<Done, R> done,
                Function<Declined, R> declined,
                Function<NotSent, R> notSent,
                Function<Unknown, R> unknown) {
            return done.apply(this);
        }
    }

    /** The tool refused; nothing happened. */
    record Declined(String message) implements CommitOutcome {
        @Override
        public <R> R fold(
                Function<Done, R> done,
                Function<Declined, R> declined,
                Function<NotSent, R> notSent,
                Function<Unknown, R> unknown) {
            return declined.apply(this);
        }
    }

    /** The tool was never reached; nothing happened. */
    record NotSent(String reason) implements CommitOutcome {
        @Override
        public <R> R fold(
                Function<Done, R> done,
                Function<Declined, R> declined,
                Function<NotSent, R> notSent,
                Function<Unknown, R> unknown) {
            return notSent.apply(this);
        }
    }

    /**
     * It was sent, and nobody can say whether it happened. A person has to look.
     *
     * @param unlisted the list of those cases had no room: a person has to be told its id
     */
    record Unknown(
            String reason,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unlisted) implements CommitOutcome {

        public Unknown(String reason) {
            this(reason, false);
        }

        @Override
        public <R> R fold(
                Function<Done, R> done,
                Function<Declined, R> declined,
                Function<NotSent, R> notSent,
                Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }

    <R> R fold(
            Function<Done, R> done,
            Function<Declined, R> declined,
            Function<NotSent, R> notSent,
            Function<Unknown, R> unknown);
}
