package dev.jetway.runtime.gateway.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {

    private static final ECKey OLD = Tokens.ec("old");
    private static final ECKey NEW = Tokens.ec("new");
    private static final ECKey FORGED = Tokens.ec("forged");
    private static final Instant LONG_AGO = Tokens.NOW.minusSeconds(3_600);

    private final Time time = new Time();
    private CompletionStage<KeyRing> answer = CompletableFuture.completedStage(Tokens.ring(OLD));
    private int asked;
    private final ProviderKeys keys = new ProviderKeys(
            Tokens.ISSUER,
            Tokens.settings("keys { refresh = 5m, retry = 10s, keep = 24h }").keys(),
            () -> {
                asked++;
                return answer;
            },
            time,
            time::nanos);

    @Test
    void knownKeysAreAnsweredWithoutAskingAgain() {
        keys.begin();
        for (int token = 0; token < 100; token++) {
            assertThat(key(OLD, LONG_AGO)).isPresent();
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aKeyNobodyKnowsYetIsAskedForAtOnce() {
        keys.begin();
        time.pass(Duration.ofSeconds(10));
        answer = CompletableFuture.completedStage(Tokens.ring(NEW, OLD));

        assertThat(key(NEW, time.instant())).isPresent();
        assertThat(key(OLD, LONG_AGO)).isPresent();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aFloodOfUnknownKeysAsksTheProviderOncePerRetry() {
        keys.begin();
        for (int second = 0; second < 60; second++) {
            time.pass(Duration.ofSeconds(1));
            for (int token = 0; token < 100; token++) {
                assertThat(key(FORGED, LONG_AGO)).isEmpty();
            }
            assertThat(key(OLD, LONG_AGO)).isPresent();
        }
        assertThat(asked).isEqualTo(1 + 6);
    }

    @Test
    void aTokenThatIsYoungerThanWhatIsKnownWaitsForTheNextReading() {
        keys.begin();
        time.pass(Duration.ofSeconds(4));

        assertThatThrownBy(() -> key(NEW, time.instant()))
                .hasCauseInstanceOf(NotJudgedException.class)
                .satisfies(error ->
                        assertThat(NotJudgedException.of(error).retryAfterMs()).isEqualTo(6_000));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void oneRequestServesEverybodyWhoWaits() {
        var late = new CompletableFuture<KeyRing>();
        answer = late;

        var ann = keys.fitting(Tokens.header(OLD).build(), LONG_AGO).toCompletableFuture();
        var bob = keys.fitting(Tokens.header(OLD).build(), LONG_AGO).toCompletableFuture();
        assertThat(ann).isNotDone();
        late.complete(Tokens.ring(OLD));

        assertThat(ann.join()).isPresent();
        assertThat(bob.join()).isPresent();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void knownKeysGoOnWhileTheProviderIsAwayAndOthersAreToBeTriedAgain() {
        keys.begin();
        time.pass(Duration.ofHours(23));
        answer = CompletableFuture.failedStage(new IOException("down"));

        assertThat(key(OLD, LONG_AGO)).isPresent();
        time.pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> key(NEW, time.instant()))
                .satisfies(error ->
                        assertThat(NotJudgedException.of(error).isRateLimited()).isFalse());
        assertThatThrownBy(() -> key(NEW, time.instant())).hasCauseInstanceOf(NotJudgedException.class);
        assertThat(asked).isEqualTo(3);

        time.pass(Duration.ofSeconds(10));
        answer = CompletableFuture.completedStage(Tokens.ring(NEW));
        assertThat(key(NEW, time.instant())).isPresent();
    }

    @Test
    void nothingIsTrustedForeverWithoutItsProvider() {
        keys.begin();
        answer = CompletableFuture.failedStage(new IOException("down"));
        time.pass(Duration.ofHours(24));

        assertThatThrownBy(() -> key(OLD, LONG_AGO)).hasCauseInstanceOf(NotJudgedException.class);
    }

    @Test
    void aWithdrawnKeyIsForgottenAtTheNextRefresh() {
        keys.begin();
        answer = CompletableFuture.completedStage(Tokens.ring(NEW));
        time.pass(Duration.ofMinutes(5));

        assertThat(key(OLD, LONG_AGO)).as("while it is read again").isPresent();
        assertThat(key(OLD, LONG_AGO)).isEmpty();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aProviderThatWasDownAtTheStartIsAskedWhenATokenComes() {
        answer = CompletableFuture.failedStage(new IOException("down"));
        keys.begin();
        assertThatThrownBy(() -> key(OLD, LONG_AGO)).hasCauseInstanceOf(NotJudgedException.class);

        answer = CompletableFuture.completedStage(Tokens.ring(OLD));
        time.pass(Duration.ofSeconds(10));
        assertThat(key(OLD, LONG_AGO)).isPresent();
    }

    @Test
    void aRequestThatCannotEvenBeMadeIsAFailureLikeAnyOther() {
        var broken = new ProviderKeys(
                Tokens.ISSUER,
                Tokens.settings("").keys(),
                () -> {
                    throw new IllegalArgumentException("no such address");
                },
                time,
                time::nanos);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> broken.fitting(Tokens.header(OLD).build(), LONG_AGO)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(NotJudgedException.class);
            time.pass(Duration.ofSeconds(10));
        }
    }

    private Optional<JWK> key(ECKey key, Instant issuedAt) {
        return keys.fitting(Tokens.header(key).build(), issuedAt)
                .toCompletableFuture()
                .join();
    }

    /** Passes when told to. */
    private static final class Time extends Clock {
        private Duration passed = Duration.ZERO;

        void pass(Duration more) {
            passed = passed.plus(more);
        }

        long nanos() {
            return passed.toNanos();
        }

        @Override
        public Instant instant() {
            return Tokens.NOW.plus(passed);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
