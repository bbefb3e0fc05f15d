package dev.jetway.mcp.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.jetway.mcp.identity.TokenEndpoint.Issued;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Tokens that an authorization server gives for those that are signed here. Kept for each principal until
 * shortly before they expire; whoever asks meanwhile waits for the one exchange under way. A failed exchange is
 * not kept.
 */
final class ExchangedTokens implements TokenSource {

    private static final int MAX_KEPT = 20_000;

    private final MintedTokens minted;
    private final TokenEndpoint endpoint;
    private final Cache<Principal, Issued> kept;
    private final ConcurrentMap<Principal, CompletableFuture<Issued>> flights = new ConcurrentHashMap<>();

    ExchangedTokens(MintedTokens minted, TokenEndpoint endpoint, TokenMeans means) {
        this.minted = minted;
        this.endpoint = endpoint;
        Clock clock = means.clock();
        this.kept = Caffeine.newBuilder()
                .maximumSize(MAX_KEPT)
                .expireAfter(Expiry.<Principal, Issued>writing((who, issued) -> left(clock, issued)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(means.executor())
                .build();
    }

    private static Duration left(Clock clock, Issued issued) {
        Duration left = Duration.between(clock.instant(), issued.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public CompletionStage<String> token(Principal principal) {
        if (principal.kind() == Principal.Kind.NOBODY) {
            return CompletableFuture.completedFuture(NONE);
        }
        Issued known = kept.getIfPresent(principal);
        return known == null
                ? flight(principal).thenApply(Issued::token)
                : CompletableFuture.completedFuture(known.token());
    }

    private CompletableFuture<Issued> flight(Principal principal) {
        CompletableFuture<Issued> created = new CompletableFuture<>();
        CompletableFuture<Issued> flying = flights.putIfAbsent(principal, created);
        if (flying != null) {
            return flying;
        }
        Issued landed = kept.getIfPresent(principal);
        if (landed != null) {
            flights.remove(principal, created);
            created.complete(landed);
            return created;
        }
        // Whatever fails, and however, ends the flight: nobody could take off again.
        CompletableFuture.completedStage(principal)
                .thenCompose(minted::token)
                .thenCompose(endpoint::exchange)
                .whenComplete((issued, error) -> {
                    if (error == null) {
                        kept.put(principal, issued);
                    }
                    flights.remove(principal, created);
                    if (error == null) {
                        created.complete(issued);
                    } else {
                        created.completeExceptionally(TokenUnavailableException.of(error));
                    }
                });
        return created;
    }

    @Override
    public CompletionStage<String> another(Principal principal, String refused) {
        kept.asMap().computeIfPresent(principal, (who, issued) -> issued.token().equals(refused) ? null : issued);
        return token(principal);
    }

    @Override
    public String describe(Principal principal) {
        return principal.kind() == Principal.Kind.NOBODY
                ? minted.describe(principal)
                : "%s, exchanged at auth.exchange.url".formatted(principal.whose());
    }
}
