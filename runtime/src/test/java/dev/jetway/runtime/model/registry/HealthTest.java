package dev.jetway.runtime.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.runtime.model.registry.Health.State;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {

    private static final CooldownSettings SETTINGS =
            new CooldownSettings(3, Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(10));
    private static final int MAX = 4;
    private static final long NOW = 1_000_000;
    private static final long SECOND = 1_000;

    private static Health failed(Health health, Kind kind, long now) {
        boolean trial = health.state(now) == State.TRIAL_DUE;
        return health.begun(now, MAX).orElseThrow().failed(trial, kind, Optional.empty(), now, SETTINGS);
    }

    private static Health cooling() {
        var health = Health.UNKNOWN;
        for (int i = 0; i < SETTINGS.allowedFails(); i++) {
            health = failed(health, Kind.UNAVAILABLE, NOW);
        }
        return health;
    }

    @Test
    void aFewFailuresAreAllowed() {
        var once = failed(Health.UNKNOWN, Kind.UNAVAILABLE, NOW);
        var twice = failed(once, Kind.TIMED_OUT, NOW + SECOND);

        assertThat(twice.state(NOW + SECOND)).isEqualTo(State.READY);
        assertThat(twice.running()).isZero();
    }

    @Test
    void oneTooManyWithinTheWindowIsFollowedByACooldown() {
        assertThat(cooling().state(NOW)).isEqualTo(State.COOLING);
        assertThat(cooling().begun(NOW, MAX)).isEmpty();
    }

    @Test
    void failuresFarApartAreForgotten() {
        var health = Health.UNKNOWN;
        for (int i = 0; i < 10; i++) {
            health = failed(health, Kind.UNAVAILABLE, NOW + i * 31 * SECOND);
        }

        assertThat(health.state(NOW + 9 * 31 * SECOND)).isEqualTo(State.READY);
        assertThat(health.failures()).hasSizeLessThan(SETTINGS.allowedFails());
    }

    @Test
    void afterACooldownOneCallTriesItAndOnlyOne() {
        long after = NOW + 30 * SECOND;
        var trying = cooling().begun(after, MAX).orElseThrow();

        assertThat(trying.state(after)).isEqualTo(State.ON_TRIAL);
        assertThat(trying.begun(after, MAX)).isEmpty();
    }

    @Test
    void aTrialThatIsAnsweredEndsIt() {
        long after = NOW + 30 * SECOND;
        var well = cooling().begun(after, MAX).orElseThrow().answered(true, 100, 200, after);

        assertThat(well.state(after)).isEqualTo(State.READY);
        assertThat(well.running()).isZero();
        assertThat(failed(well, Kind.UNAVAILABLE, after).state(after)).isEqualTo(State.READY);
    }

    @Test
    void aTrialThatFailsMakesItTwiceAsLongAndNeverLongerThanTheLongest() {
        var health = cooling();
        long now = NOW;
        long[] lengths = new long[7];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (health.until() - now) / SECOND;
            now = health.until();
            health = failed(health, Kind.UNAVAILABLE, now);
        }

        assertThat(lengths).containsExactly(30, 60, 120, 240, 480, 600, 600);
    }

    @Test
    void aTrialThatSaysNothingLeavesTheNextCallToTryIt() {
        long after = NOW + 30 * SECOND;
        var canceled = cooling()
                .begun(after, MAX)
                .orElseThrow()
                .failed(true, Kind.CANCELED, Optional.empty(), after, SETTINGS);

        assertThat(canceled.state(after)).isEqualTo(State.TRIAL_DUE);
    }

    @Test
    void whatWasAskedBeforeTheCooldownEndsIsNoTrial() {
        var two = Health.UNKNOWN
                .begun(NOW, MAX)
                .flatMap(one -> one.begun(NOW, MAX))
                .orElseThrow();
        var cooling = two.failed(false, Kind.MISCONFIGURED, Optional.empty(), NOW, SETTINGS);

        assertThat(cooling.answered(false, 10, 20, NOW).state(NOW)).isEqualTo(State.COOLING);
        var failedToo = cooling.failed(false, Kind.UNAVAILABLE, Optional.empty(), NOW, SETTINGS);
        assertThat(failedToo.cooldowns()).isEqualTo(1);
    }

    @Test
    void oneThatHasTooMuchToDoIsLeftAloneForAsLongAsItWants() {
        var begun = Health.UNKNOWN.begun(NOW, MAX).orElseThrow();
        var told = begun.failed(false, Kind.RATE_LIMITED, Optional.of(Duration.ofSeconds(7)), NOW, SETTINGS);
        var forever = begun.failed(false, Kind.RATE_LIMITED, Optional.of(Duration.ofDays(9)), NOW, SETTINGS);

        assertThat(told.until()).isEqualTo(NOW + 7 * SECOND);
        assertThat(forever.until()).isEqualTo(NOW + 600 * SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MISCONFIGURED", "BUDGET_EXCEEDED"})
    void oneThatWantsNothingOfUsIsLeftAloneForTheLongestTime(Kind kind) {
        assertThat(failed(Health.UNKNOWN, kind, NOW).until()).isEqualTo(NOW + 600 * SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"REJECTED", "CANCELED"})
    void whatIsNotTheModelsFaultIsNotHeldAgainstIt(Kind kind) {
        var health = Health.UNKNOWN;
        for (int i = 0; i < 20; i++) {
            health = failed(health, kind, NOW);
        }

        assertThat(health).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void itTakesNoMoreCallsThanItMay() {
        var health = Health.UNKNOWN;
        for (int i = 0; i < MAX; i++) {
            health = health.begun(NOW, MAX).orElseThrow();
        }

        assertThat(health.begun(NOW, MAX)).isEmpty();
        assertThat(health.left(false).begun(NOW, MAX)).isPresent();
    }

    @Test
    void howLongItTakesIsAnAverageThatForgets() {
        var pace = Pace.UNKNOWN.seen(1_000, NOW).seen(2_000, NOW);

        assertThat(pace.millis()).isEqualTo(1_200);
        assertThat(pace.known(NOW + 9 * 60 * SECOND)).isTrue();
        assertThat(pace.known(NOW + 11 * 60 * SECOND)).isFalse();
        assertThat(pace.seen(50, NOW + 11 * 60 * SECOND).millis()).isEqualTo(50);
    }
}
