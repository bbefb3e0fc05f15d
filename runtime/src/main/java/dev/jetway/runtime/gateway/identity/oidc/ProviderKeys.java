package dev.jetway.runtime.gateway.identity.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's keys as far as they are known here. Known keys are answered at once; they are read again when they are
 * old, meanwhile going on, and when a token names another. Whatever tokens come, the provider is asked by one request at
 * a time and at most once in {@link OidcSettings.Keys#retry()}. Safe for many threads.
 */
final class ProviderKeys {

    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);

    /** @param askedAt when the provider was asked for them, which is not later than what it said then */
    private record Known(KeyRing ring, long nanos, Instant askedAt) {

        private Duration age(long now) {
            return Duration.ofNanos(now - nanos);
        }
    }

    private final String issuer;
    private final OidcSettings.Keys settings;
    private final Supplier<CompletionStage<KeyRing>> provider;
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile Known known;
    private CompletableFuture<KeyRing> underWay;
    private long nextNanos;
    private boolean failing;

    /**
     * @param provider asked for the keys; must not block
     * @param nanos a monotonic clock
     */
    ProviderKeys(
            String issuer,
            OidcSettings.Keys settings,
            Supplier<CompletionStage<KeyRing>> provider,
            Clock clock,
            LongSupplier nanos) {
        this.issuer = issuer;
        this.settings = settings;
        this.provider = provider;
        this.clock = clock;
        this.nanos = nanos;
        this.nextNanos = nanos.getAsLong();
    }

    /** Reads the keys before anybody needs them. Completes when that has ended, well or not. */
    CompletionStage<Void> begin() {
        return asked(nanos.getAsLong()).handle((ring, error) -> null);
    }

    /**
     * The key a token was signed with. The stage fails with a {@link NotJudgedException} where the provider might know
     * it and can't be asked now.
     *
     * @param issuedBy the token is not younger than that
     * @return empty when it is none of the provider's
     */
    CompletionStage<Optional<JWK>> fitting(JWSHeader header, Instant issuedBy) {
        long now = nanos.getAsLong();
        var held = known;
        if (held != null && held.age(now).compareTo(settings.keep()) < 0) {
            var key = held.ring().fitting(header);
            if (key.isPresent()) {
                if (held.age(now).compareTo(settings.refresh()) >= 0) {
                    asked(now);
                }
                return CompletableFuture.completedStage(key);
            }
            if (issuedBy.isBefore(held.askedAt()) && !mayAsk(now)) {
                return CompletableFuture.completedStage(key);
            }
        }
        return asked(now).thenApply(ring -> ring.fitting(header));
    }

    private synchronized boolean mayAsk(long now) {
        return underWay != null || now - nextNanos >= 0;
    }

    private synchronized CompletionStage<KeyRing> asked(long now) {
        if (underWay != null) {
            return underWay;
        }
        if (now - nextNanos < 0) {
            return CompletableFuture.failedStage(unavailable(TimeUnit.NANOSECONDS.toMillis(nextNanos - now)));
        }
        nextNanos = now + settings.retry().toNanos();
        var askedAt = clock.instant();
        var answer = new CompletableFuture<KeyRing>();
        underWay = answer;
        CompletableFuture.completedStage(provider).thenCompose(Supplier::get).whenComplete((ring, error) -> {
            if (error == null) {
                learned(new Known(ring, now, askedAt));
                answer.complete(ring);
            } else {
                failed(error instanceof CompletionException ? error.getCause() : error);
                answer.completeExceptionally(unavailable(settings.retry().toMillis()));
            }
        });
        return answer;
    }

    private synchronized void learned(Known read) {
        underWay = null;
        if (failing || known == null || !known.ring().equals(read.ring())) {
            log.info(
                    "{} has {} keys for signing tokens",
                    issuer,
                    read.ring().keys().size());
        }
        failing = false;
        known = read;
    }

    private synchronized void failed(Throwable error) {
        underWay = null;
        if (!failing) {
            log.warn(
                    "The keys of {} can't be read: {}. {}; it is tried again as tokens come",
                    issuer,
                    error.getMessage(),
                    known == null ? "Nobody can sign in" : "Those that are known go on for " + settings.keep());
        }
        failing = true;
    }

    private static NotJudgedException unavailable(long retryAfterMs) {
        return NotJudgedException.unavailable(
                "Who issued this token can't be asked for its keys at the moment; try again", retryAfterMs);
    }
}
