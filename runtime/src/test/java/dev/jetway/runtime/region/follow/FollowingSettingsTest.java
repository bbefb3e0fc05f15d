package dev.jetway.runtime.region.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FollowingSettingsTest {

    private static final long TICK = 30_000;
    private static final FollowingSettings SETTINGS =
            new FollowingSettings(Duration.ofMillis(50), 10, Duration.ofMillis(TICK), Duration.ofSeconds(3), List.of());

    @Property
    void fewReadTogetherInATenthOfTheTick(
            @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long now,
            @ForAll @IntRange(min = 1, max = 900) int followers,
            @ForAll @DoubleRange(min = 0, max = 1) double random) {
        long at = now + SETTINGS.untilTick(now, followers, random).toMillis();

        assertThat(at).isGreaterThan(now);
        assertThat(at - now).isLessThanOrEqualTo(TICK + TICK / 10);
        assertThat(at % TICK).isLessThanOrEqualTo(TICK / 10);
    }

    @Test
    void manyTakeTheirTimeAndNeverMoreThanATick() {
        assertThat(SETTINGS.untilTick(TICK, 3_000, 1)).isEqualTo(Duration.ofSeconds(40));
        assertThat(SETTINGS.untilTick(TICK, 1_000_000, 1)).isEqualTo(Duration.ofSeconds(60));
    }
}
