package dev.jetway.mcp.identity;

import dev.jetway.mcp.http.HttpPool;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What tokens are got with.
 *
 * @param mint empty when nothing is signed here
 * @param executor runs what does not block
 * @param blocking reads files
 */
public record TokenMeans(Optional<TokenMint> mint, HttpPool http, Clock clock, Executor executor, Executor blocking) {

    /**
     * Where one server's tokens come from.
     *
     * @param audience whom tokens that are signed here are made out to; empty when the server gets none
     * @param limit how long getting one may take
     * @throws IllegalArgumentException if a file with a secret cannot be read
     */
    public TokenSource tokens(AuthSettings auth, Optional<String> audience, Duration limit) {
        if (auth.bearerFile().isPresent()) {
            Path file = auth.bearerFile().get();
            return new FileToken(file, blocking);
        }
        if (audience.isEmpty()) {
            return new NoTokens();
        }
        MintedTokens minted = new MintedTokens(
                mint.orElseThrow(() -> new IllegalArgumentException("There is no secret to sign tokens with")),
                audience.get());
        return auth.exchange()
                .<TokenSource>map(
                        exchange -> new ExchangedTokens(minted, new TokenEndpoint(exchange, this, limit), this))
                .orElse(minted);
    }
}
