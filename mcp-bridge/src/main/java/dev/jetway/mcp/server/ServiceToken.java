package dev.jetway.mcp.server;

import dev.jetway.mcp.identity.Principal;
import dev.jetway.mcp.identity.TokenSource;
import dev.jetway.mcp.transport.AnswerLostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The service's own token at one server: for connecting, listing and probing, never for a traveler's call. Safe
 * for use by many threads; never blocks.
 */
final class ServiceToken {

    private final TokenSource tokens;
    private volatile String latest = TokenSource.NONE;

    ServiceToken(TokenSource tokens) {
        this.tokens = tokens;
    }

    /** A token that is good now. Fails where there has to be one and none can be had. */
    CompletionStage<String> obtain() {
        return tokens.token(Principal.SERVICE).thenApply(this::keep);
    }

    /** Another token than one that was refused, or the same one where there is no other. */
    CompletionStage<String> another(String refused) {
        return tokens.another(Principal.SERVICE, refused).thenApply(this::keep);
    }

    private String keep(String token) {
        latest = token;
        return token;
    }

    /** For what cannot wait: a good one where it is at hand, else the one before. */
    String latest() {
        CompletableFuture<String> now = obtain().toCompletableFuture();
        return now.isDone() && !now.isCompletedExceptionally() ? now.join() : latest;
    }

    /**
     * What became of a request with the latest token. If the server refused the token, it is not used again, and
     * the error says so.
     */
    <T> CompletionStage<T> judged(T result, Throwable error) {
        if (error == null) {
            return CompletableFuture.completedFuture(result);
        }
        if (!refused(error)) {
            return CompletableFuture.failedFuture(error);
        }
        another(latest);
        return CompletableFuture.failedFuture(
                new IllegalStateException("it did not accept our token: " + tokens.describe(Principal.SERVICE), error));
    }

    private static boolean refused(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnswerLostException answer) {
                return Failure.unauthorized(answer.lost());
            }
        }
        return false;
    }
}
