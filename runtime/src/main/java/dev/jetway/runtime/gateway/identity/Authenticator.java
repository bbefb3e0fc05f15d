package dev.jetway.runtime.gateway.identity;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Says who a token belongs to. Safe for many threads; implementations never log a token. */
@FunctionalInterface
public interface Authenticator {

    /**
     * @param token as the client sent it, at most 8,192 characters
     * @return the verdict; the stage fails only when none can be reached at the moment
     */
    CompletionStage<Verdict> authenticate(String token);

    /** Whose token it is, or why it is nobody's. */
    sealed interface Verdict {

        <T> T fold(Function<Identified, T> onIdentified, Function<Denied, T> onDenied);
    }

    record Identified(Identity identity) implements Verdict {
        @Override
        public <T> T fold(Function<Identified, T> onIdentified, Function<Denied, T> onDenied) {
            return onIdentified.apply(this);
        }
    }

    /** @param message fit for the person at the other end; without the token */
    record Denied(String message) implements Verdict {
        @Override
        public <T> T fold(Function<Identified, T> onIdentified, Function<Denied, T> onDenied) {
            return onDenied.apply(this);
        }
    }
}
