package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.runtime.gateway.Window.Frame;
import dev.jetway.runtime.gateway.Window.Judgement;
import dev.jetway.runtime.gateway.Window.Place;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final String CUSTOM = "{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}";

    private static String delta(String message, String text) {
        return "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"%s\",\"delta\":\"%s\"}".formatted(message, text);
    }

    private static Window window(int size) {
        return new Window(size, 4, 1_000, 0);
    }

    @Test
    void asManyAreSentAsTheWindowHasFrames() {
        var window = window(2);
        assertThat(window.offer(1, CUSTOM)).isEqualTo(Place.SENT);
        assertThat(window.offer(2, CUSTOM)).isEqualTo(Place.SENT);
        assertThat(window.offer(3, CUSTOM)).isEqualTo(Place.WAITS);
        assertThat(window.release()).isEmpty();
        assertThat(window.sent()).isEqualTo(2);
    }

    @Test
    void anAcknowledgementMakesRoomForWhatWaits() {
        var window = window(2);
        for (int seq = 1; seq <= 4; seq++) {
            window.offer(seq, CUSTOM);
        }
        assertThat(window.acknowledge(1)).isEqualTo(Judgement.TAKEN);
        assertThat(window.release()).containsExactly(new Frame(3, 3, CUSTOM));
        assertThat(window.offer(5, CUSTOM)).as("behind what waits").isEqualTo(Place.WAITS);
        assertThat(window.acknowledge(3)).isEqualTo(Judgement.TAKEN);
        assertThat(window.release()).containsExactly(new Frame(4, 4, CUSTOM), new Frame(5, 5, CUSTOM));
        assertThat(window.isIdle()).isTrue();
    }

    @Test
    void deltasThatWaitTogetherAreOneFrame() {
        var window = window(1);
        window.offer(1, delta("m", "sent"));
        window.offer(2, delta("m", "a"));
        window.offer(3, delta("m", "b"));
        window.offer(4, delta("n", "c"));
        window.acknowledge(1);
        assertThat(window.release()).containsExactly(new Frame(2, 3, delta("m", "ab")));
        assertThat(window.open()).isEqualTo(1);

        assertThat(window.acknowledge(2)).as("a part of the frame").isEqualTo(Judgement.LATE);
        assertThat(window.release()).isEmpty();
        assertThat(window.acknowledge(3)).isEqualTo(Judgement.TAKEN);
        assertThat(window.release()).containsExactly(new Frame(4, 4, delta("n", "c")));
    }

    @Test
    void moreThanMayWaitIsNotTaken() {
        var window = window(1);
        for (int seq = 1; seq <= 5; seq++) {
            window.offer(seq, CUSTOM);
        }
        assertThat(window.offer(6, CUSTOM)).isEqualTo(Place.NO_ROOM);
        assertThat(window.last()).isEqualTo(5);
        window.acknowledge(1);
        window.release();
        assertThat(window.offer(6, CUSTOM)).as("once there is room").isEqualTo(Place.WAITS);
    }

    @Test
    void lengthCountsTooButOneMayAlwaysWait() {
        var large = "{\"type\":\"CUSTOM\",\"name\":\"%s\"}".formatted("x".repeat(2_000));
        var window = window(1);
        window.offer(1, CUSTOM);
        assertThat(window.offer(2, large)).isEqualTo(Place.WAITS);
        assertThat(window.offer(3, CUSTOM)).isEqualTo(Place.NO_ROOM);
        window.acknowledge(1);
        window.release();
        assertThat(window.offer(3, CUSTOM)).isEqualTo(Place.WAITS);
    }

    @Test
    void deltasDoNotGrowIntoAFrameLongerThanMayWait() {
        var window = window(1);
        window.offer(1, CUSTOM);
        long seq = 2;
        while (window.offer(seq, delta("m", "x".repeat(100))) == Place.WAITS) {
            seq++;
        }
        window.acknowledge(1);
        assertThat(window.release())
                .singleElement()
                .satisfies(frame -> assertThat(frame.event()).hasSizeLessThanOrEqualTo(1_000));
    }

    @Test
    void whatWasNeverSentCannotBeAcknowledgedNorWhatOnlyWaits() {
        var window = window(1);
        window.offer(1, CUSTOM);
        window.offer(2, CUSTOM);
        assertThat(window.acknowledge(2)).isEqualTo(Judgement.BEYOND);
        assertThat(window.acknowledge(Long.MAX_VALUE)).isEqualTo(Judgement.BEYOND);
        assertThat(window.release()).isEmpty();
    }

    @Test
    void anAcknowledgementThatGoesBackChangesNothing() {
        var window = window(2);
        window.offer(1, CUSTOM);
        window.offer(2, CUSTOM);
        window.acknowledge(2);
        assertThat(window.acknowledge(2)).isEqualTo(Judgement.LATE);
        assertThat(window.acknowledge(1)).isEqualTo(Judgement.LATE);
        assertThat(window.acknowledge(0)).isEqualTo(Judgement.LATE);
        assertThat(window.open()).isZero();
    }

    @Test
    void aNewNumberingOpensTheWindowAndForgivesAcknowledgementsOfTheOldOne() {
        var window = window(1);
        for (int seq = 1; seq <= 3; seq++) {
            window.offer(seq, CUSTOM);
        }
        window.acknowledge(1);
        window.release();
        window.startAfter(0);
        assertThat(window.isIdle()).isTrue();
        assertThat(window.acknowledge(2)).isEqualTo(Judgement.LATE);
        assertThat(window.acknowledge(3)).isEqualTo(Judgement.BEYOND);
        assertThat(window.offer(1, CUSTOM)).isEqualTo(Place.SENT);
        assertThat(new Window(1, 1, 1, 7).acknowledge(7)).isEqualTo(Judgement.LATE);
    }

    @Test
    void aGapIsAMistakeOfTheCaller() {
        assertThatThrownBy(() -> window(1).offer(2, CUSTOM)).hasMessage("Event 2 cannot come after event 0");
        assertThatThrownBy(() -> window(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
