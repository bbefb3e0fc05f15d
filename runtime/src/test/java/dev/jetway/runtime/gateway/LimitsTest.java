package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.cluster.Placement;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Denied;
import dev.jetway.runtime.gateway.identity.Authenticator.Identified;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private long now;
    private final Limits limits = new Limits(Gateways.settings("""
                    jetway.gateway {
                      commands { limit = 2, per = 10s }
                      tenant-commands { limit = 3, per = 10s }
                      sign-ins { limit = 4, refused = 2, per = 10s }
                      max-connections-per-subject = 2
                    }
                    """), () -> now);

    @Test
    void aTravelerHasSoManyCommandsOverAllTheirConnections() {
        var ann = traveler("ann");
        assertThat(limits.command(ann)).isZero();
        assertThat(limits.command(ann)).isZero();
        assertThat(limits.command(ann)).isEqualTo(5_000);
        assertThat(limits.command(traveler("bob"))).isZero();

        pass(5);
        assertThat(limits.command(ann)).isZero();
    }

    @Test
    void theTravelersOfATenantShareItsCommands() {
        assertThat(limits.command(traveler("ann", "bank"))).isZero();
        assertThat(limits.command(traveler("bob", "bank"))).isZero();
        assertThat(limits.command(traveler("cem", "bank"))).isZero();
        assertThat(limits.command(traveler("dan", "bank"))).isPositive();
        assertThat(limits.command(traveler("eve", "museum"))).isZero();
        assertThat(limits.command(traveler("fay"))).isZero();
    }

    @Test
    void oneTravelersFloodCostsTheOthersOfTheTenantNothing() {
        for (int command = 0; command < 100; command++) {
            limits.command(traveler("ann", "bank"));
        }
        assertThat(limits.command(traveler("bob", "bank"))).isZero();
    }

    @Test
    void anAddressMaySignInSoOften() {
        for (int signIn = 0; signIn < 4; signIn++) {
            assertThat(limits.signIn("192.0.2.1")).isZero();
        }
        assertThat(limits.signIn("192.0.2.1")).isEqualTo(2_500);
        assertThat(limits.signIn("192.0.2.2")).isZero();
    }

    @Test
    void badTokensOfAnAddressAreNotEvenLookedAtAfterTooManyOfThem() {
        var judged = new AtomicInteger();
        Authenticator judge = token -> {
            judged.incrementAndGet();
            return CompletableFuture.completedStage(
                    token.equals("good") ? new Identified(traveler("ann")) : new Denied("no"));
        };
        var here = limits.guarding(judge, "192.0.2.1");

        for (int good = 0; good < 10; good++) {
            assertThat(here.authenticate("good").toCompletableFuture().join()).isInstanceOf(Identified.class);
        }
        here.authenticate("bad").toCompletableFuture().join();
        here.authenticate("bad").toCompletableFuture().join();
        judged.set(0);

        assertThatThrownBy(() -> here.authenticate("good").toCompletableFuture().join())
                .satisfies(error -> {
                    var refusal = NotJudgedException.of(error);
                    assertThat(refusal.isRateLimited()).isTrue();
                    assertThat(refusal.retryAfterMs()).isEqualTo(5_000);
                });
        assertThat(judged).hasValue(0);
        assertThat(limits.guarding(judge, "192.0.2.2")
                        .authenticate("good")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Identified.class);

        pass(5);
        assertThat(here.authenticate("good").toCompletableFuture().join()).isInstanceOf(Identified.class);
    }

    @Test
    void aTravelerHasSoManyConnectionsAtATime() {
        assertThat(limits.enter("ann")).isTrue();
        assertThat(limits.enter("ann")).isTrue();
        assertThat(limits.enter("ann")).isFalse();
        assertThat(limits.enter("bob")).isTrue();

        limits.leave("ann");
        assertThat(limits.enter("ann")).isTrue();
        assertThat(limits.enter("ann")).isFalse();
    }

    @Test
    void moreThanCanBeToldApartShareOneBucket() {
        var rates = new CommandRates(1, Duration.ofSeconds(10), 3);
        for (var name : new String[] {"a", "b", "c", "d"}) {
            assertThat(rates.take(name, 0)).isZero();
        }
        assertThat(rates.take("e", 0)).as("after d").isPositive();
        assertThat(rates.take("a", 0)).as("its own, and empty").isPositive();

        long later = Duration.ofSeconds(10).toNanos();
        rates.take("a", later); // for which the others, full by now, are forgotten
        assertThat(rates.take("e", later)).isZero();
        assertThat(rates.take("f", later)).isZero();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private static Identity traveler(String name) {
        return new Identity(name, Optional.empty(), Placement.EVERYWHERE, Set.of(), Optional.empty());
    }

    private static Identity traveler(String name, String tenant) {
        return new Identity(name, Optional.of(tenant), Placement.EVERYWHERE, Set.of(), Optional.empty());
    }
}
