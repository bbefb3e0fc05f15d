package dev.jetway.mcp.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** For servers that are told nothing. */
public record NoTokens() implements TokenSource {

    @Override
    public CompletionStage<String> token(Principal principal) {
        return CompletableFuture.completedFuture(NONE);
    }

    @Override
    public CompletionStage<String> another(Principal principal, String refused) {
        return token(principal);
    }

    @Override
    public String describe(Principal principal) {
        return "it asks for one, and none is configured";
    }
}
