package dev.jetway.runtime.commitment;

import java.util.function.Function;

/** What a tool server says about a call whose answer was lost. */
public sealed interface LookUpResult {

    /** It happened. @param content the answer the call would have had, as JSON text */
    record Happened(String content) implements LookUpResult {
        @Override
        public <R> R fold(Function<Happened, R> happened, Function<Nothing, R> nothing, Function<Silent, R> silent) {
            return happened.apply(this);
        }
    }

    /** So far, nothing came of it; the call may still be under way. */
    record Nothing() implements LookUpResult {
        @Override
        public <R> R fold(Function<Happened, R> happened, Function<Nothing, R> nothing, Function<Silent, R> silent) {
            return nothing.apply(this);
        }
    }

    /** It could not be asked, or has no way to say. */
    record Silent(String reason) implements LookUpResult {
        @Override
        public <R> R fold(Function<Happened, R> happened, Function<Nothing, R> nothing, Function<Silent, R> silent) {
            return silent.apply(this);
        }
    }

    <R> R fold(Function<Happened, R> happened, Function<Nothing, R> nothing, Function<Silent, R> silent);
}
