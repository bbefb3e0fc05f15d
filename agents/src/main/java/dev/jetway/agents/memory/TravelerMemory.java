package dev.jetway.agents.memory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What is remembered of the traveler of one task, as far as the agent's card allows: it names {@link #PREFERENCES},
 * {@link #TRIPS}, {@link #REMEMBER} and {@link #FORGET} among its tools. Each method may be called again.
 */
public interface TravelerMemory {

    /** On the card of an agent that may read what the traveler told us of their ways. */
    String PREFERENCES = "jetway.memory.preferences";

    /** On the card of an agent that may read which bookings were made. */
    String TRIPS = "jetway.memory.trips";

    /**
     * On the card of an agent that may have something remembered. It is the tool of the {@link dev.jetway.agents.Action}
     * as well by which the traveler gives their consent; its arguments are the input of {@link Notes}.
     */
    String REMEMBER = "jetway.memory.remember";

    /** On the card of an agent that may have something forgotten. */
    String FORGET = "jetway.memory.forget";

    /** Remembers nothing, of anybody. */
    TravelerMemory NONE = new TravelerMemory() {
        @Override
        public CompletionStage<Remembered> recall(Set<Kind> kinds) {
            return CompletableFuture.completedStage(Remembered.NOTHING);
        }

        @Override
        public CompletionStage<Outcome> remember(List<Note> notes) {
            return CompletableFuture.completedStage(new NotAllowed("Nothing is remembered here"));
        }

        @Override
        public CompletionStage<Outcome> forget(Forget what) {
            return CompletableFuture.completedStage(new Done(Remembered.NOTHING));
        }
    };

    /**
     * What is known, of these kinds; of a kind that the card does not name, nothing. The stage fails when the store does
     * not answer in time.
     */
    CompletionStage<Remembered> recall(Set<Kind> kinds);

    /**
     * Has all of these remembered, or none. Done only where the traveler has consented before, and where the whole input of the
     * task is in their own words.
     */
    CompletionStage<Outcome> remember(List<Note> notes);

    /** Has it deleted where it is stored. What is not there is forgotten already. */
    CompletionStage<Outcome> forget(Forget what);

    /** What came of a change. */
    sealed interface Outcome {
        <R> R fold(Function<Done, R> done, Function<NotAllowed, R> notAllowed, Function<NotSure, R> notSure);
    }

    /** It is stored. @param now what is remembered from here on */
    record Done(Remembered now) implements Outcome {
        @Override
        public <R> R fold(Function<Done, R> done, Function<NotAllowed, R> notAllowed, Function<NotSure, R> notSure) {
            return done.apply(this);
        }
    }

    /** Nothing was changed. @param reason one sentence without its full stop */
    record NotAllowed(String reason) implements Outcome {
        @Override
        public <R> R fold(Function<Done, R> done, Function<NotAllowed, R> notAllowed, Function<NotSure, R> notSure) {
            return notAllowed.apply(this);
        }
    }

    /** The store did not answer; it may be changed or not. */
    record NotSure() implements Outcome {
        @Override
        public <R> R fold(Function<Done, R> done, Function<NotAllowed, R> notAllowed, Function<NotSure, R> notSure) {
            return notSure.apply(this);
        }
    }
}
