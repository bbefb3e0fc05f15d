package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

    private final Hands clock = new Hands();
    private final List<String> heard = new ArrayList<>();
    private final ProgressLines lines = new ProgressLines(clock, heard::add);

    @Test
    void linesThatFollowTooSoonAreLeftOut() {
        lines.say("one");
        clock.move(249);
        lines.say("two");
        clock.move(1);
        lines.say("three");
        assertThat(heard).containsExactly("one", "three");
    }

    @Test
    void aTaskThatTalksTooMuchIsHeardNoMore() {
        IntStream.range(0, 100).forEach(i -> {
            clock.move(1_000);
            lines.say("line " + i);
        });
        assertThat(heard).hasSize(40).endsWith("line 39");
    }

    @Test
    void aLineIsShortAndPlain() {
        lines.say("x".repeat(10_000));
        clock.move(1_000);
        lines.say("one\ntwo\u202e");
        clock.move(1_000);
        lines.say("  ");
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).hasSizeLessThanOrEqualTo(200);
        assertThat(heard.get(1)).isEqualTo("one two");
    }

    @Test
    void aToolThatKeepsATaskWaitingIsNamedOnce() {
        lines.called(1, "flights.search");
        lines.called(2, "hotels.search");
        clock.move(2_999);
        lines.answered(2);
        lines.lookAround();
        assertThat(heard).isEmpty();

        clock.move(1);
        lines.lookAround();
        clock.move(5_000);
        lines.lookAround();

        assertThat(heard).containsExactly("Still waiting for an answer from flights");
    }

    @Test
    void twoToolsThatKeepATaskWaitingAreBothNamed() {
        lines.called(1, "flights.search");
        lines.called(2, "hotels.search");
        clock.move(3_000);
        lines.lookAround();
        clock.move(1_000);
        lines.lookAround();
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "Still waiting for an answer from flights", "Still waiting for an answer from hotels");
    }

    @Test
    void nothingIsSaidOfATaskThatHasEnded() {
        lines.called(1, "flights.search");
        lines.end();
        clock.move(5_000);
        lines.lookAround();
        lines.say("late");
        assertThat(heard).isEmpty();
    }

    private static final class Hands extends Clock {
        private long now = 1_000;

        void move(long millis) {
            now += millis;
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("One zone is enough here");
        }
    }
}
