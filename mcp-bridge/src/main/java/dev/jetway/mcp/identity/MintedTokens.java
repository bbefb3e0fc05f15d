package dev.jetway.mcp.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tokens that are signed here.
 *
 * @param audience whom they are made out to
 */
public record MintedTokens(TokenMint mint, String audience) implements TokenSource {

    @Override
    public CompletionStage<String> token(Principal principal) {
        return CompletableFuture.completedFuture(
                principal.kind() == Principal.Kind.NOBODY ? NONE : mint.token(principal.subject(), audience));
    }

    @Override
    public CompletionStage<String> another(Principal principal, String refused) {
        mint.forget(principal.subject(), audience, refused);
        return token(principal);
    }

    @Override
    public String describe(Principal principal) {
        return principal.kind() == Principal.Kind.NOBODY
                ? "it asks for one, and the caller is not known"
                : "%s, signed here for the audience '%s'".formatted(principal.whose(), audience);
    }
}
