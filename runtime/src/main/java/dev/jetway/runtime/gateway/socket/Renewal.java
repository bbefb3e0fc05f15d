package dev.jetway.runtime.gateway.socket;

import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import java.util.OptionalLong;
import java.util.function.Function;

/** What came of a token that was to take the place of another. */
sealed interface Renewal {

    <T> T fold(Function<Renewed, T> onRenewed, Function<Kept, T> onKept, Function<Over, T> onOver);

    /** The newer one holds from now on, also where it ends earlier. */
    record Renewed(SignedIn signedIn) implements Renewal {
        @Override
        public <T> T fold(Function<Renewed, T> onRenewed, Function<Kept, T> onKept, Function<Over, T> onOver) {
            return onRenewed.apply(this);
        }
    }

    /** The one before holds until it ends. @param retryAfterMs when the same token may be good; empty for never */
    record Kept(String code, String message, OptionalLong retryAfterMs) implements Renewal {
        @Override
        public <T> T fold(Function<Renewed, T> onRenewed, Function<Kept, T> onKept, Function<Over, T> onOver) {
            return onKept.apply(this);
        }
    }

    /** The connection has to end. */
    record Over(Bye bye) implements Renewal {
        @Override
        public <T> T fold(Function<Renewed, T> onRenewed, Function<Kept, T> onKept, Function<Over, T> onOver) {
            return onOver.apply(this);
        }
    }
}
