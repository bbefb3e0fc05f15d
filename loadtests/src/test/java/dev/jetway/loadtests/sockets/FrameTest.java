package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void isReadOnceAllOfItIsThere(int length) {
        var frame = asServer("x".repeat(length));
        for (int there : new int[] {0, 1, frame.limit() - 1}) {
            var part = frame.duplicate().limit(there);
            assertThat(Frame.read(part)).isEmpty();
            assertThat(part.position()).isZero();
        }

        var read = Frame.read(frame);

        assertThat(read).get().extracting(Frame::text).isEqualTo("x".repeat(length));
        assertThat(frame.hasRemaining()).isFalse();
    }

    @Test
    void leavesTheNextFrameWhereItIs() {
        var both = ByteBuffer.allocate(100)
                .put(asServer("one"))
                .put(asServer("two"))
                .flip();

        assertThat(Frame.read(both)).get().extracting(Frame::text).isEqualTo("one");
        assertThat(Frame.read(both)).get().extracting(Frame::text).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_536})
    void isMaskedAsAClientHasToDo(int length) {
        var payload = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        var frame = Frame.masked(Frame.TEXT, payload);

        assertThat(frame.get(0)).isEqualTo((byte) 0x81);
        assertThat(frame.get(1) & 0x80).as("the bit that says so").isEqualTo(0x80);
        var sent = new byte[length];
        frame.position(frame.limit() - length).get(sent);
        assertThat(sent).isEqualTo(payload);
    }

    private static ByteBuffer asServer(String text) {
        var masked = Frame.masked(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
        int head = masked.limit() - text.length() - 4;
        var plain = ByteBuffer.allocate(masked.limit() - 4);
        plain.put(masked.duplicate().limit(head)).put(masked.duplicate().position(head + 4));
        return plain.put(1, (byte) (plain.get(1) & 0x7F)).flip();
    }
}
