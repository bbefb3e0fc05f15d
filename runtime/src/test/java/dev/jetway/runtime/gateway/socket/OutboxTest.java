package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.gateway.socket.ServerFrame.Event;
import dev.jetway.runtime.gateway.socket.ServerFrame.Ok;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(16, 10_000);

    private static Event delta(long seq, String message, String text) {
        return new Event(
                "t",
                seq,
                seq,
                "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"%s\",\"delta\":\"%s\"}".formatted(message, text),
                false);
    }

    @Test
    void framesComeOutInTheOrderTheyWentIn() {
        outbox.offer(new Ok("a", false));
        outbox.offer(new Ok("b", true));
        assertThat(outbox.take(10))
                .containsExactly("{\"type\":\"ok\",\"id\":\"a\"}", "{\"type\":\"ok\",\"id\":\"b\",\"duplicate\":true}");
    }

    @Test
    void whenFullTheDeltasOfOneMessageAreMergedAndNothingIsLost() {
        for (int i = 1; i <= 16; i++) {
            assertThat(outbox.offer(delta(i, i <= 8 ? "m1" : "m2", "x"))).isTrue();
        }
        assertThat(outbox.offer(new Ok("a", false))).isTrue();

        assertThat(outbox.take(10))
                .containsExactly(
                        "{\"type\":\"event\",\"thread\":\"t\",\"firstSeq\":1,\"seq\":8,\"event\":{\"type\":"
                                + "\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m1\",\"delta\":\"xxxxxxxx\"}}",
                        "{\"type\":\"event\",\"thread\":\"t\",\"firstSeq\":9,\"seq\":16,\"event\":{\"type\":"
                                + "\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m2\",\"delta\":\"xxxxxxxx\"}}",
                        "{\"type\":\"ok\",\"id\":\"a\"}");
    }

    @Test
    void deltasWithAnotherEventBetweenThemAreNotMerged() {
        for (int i = 1; i <= 16; i += 2) {
            outbox.offer(delta(i, "m1", "x"));
            outbox.offer(new Event("t", i + 1, i + 1, "{\"type\":\"CUSTOM\",\"name\":\"n\",\"value\":1}", false));
        }
        assertThat(outbox.offer(new Ok("a", false))).isFalse();
        assertThat(outbox.take(100)).hasSize(16);
    }

    @Test
    void bytesAreBoundedToo() {
        assertThat(outbox.offer(delta(1, "m1", "x".repeat(9_000)))).isTrue();
        assertThat(outbox.offer(delta(5, "m1", "x".repeat(2_000)))).isFalse();
    }

    @Test
    void aReplayGetsMoreRoomButNotAllTheRoomThereIs() {
        int taken = 0;
        while (outbox.offer(new Event("t", taken + 1, taken + 1, "{\"type\":\"X\"}", true))) {
            taken++;
        }
        assertThat(taken).isEqualTo(16 * Outbox.REPLAY_FACTOR);
        assertThat(outbox.crowded()).isTrue();
        assertThat(outbox.offer(new Ok("a", false)))
                .as("live frames have room of their own")
                .isTrue();
    }
}
