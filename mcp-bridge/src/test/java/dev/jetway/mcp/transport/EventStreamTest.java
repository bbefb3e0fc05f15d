package dev.jetway.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String EVENTS = ": hello\n"
            + "id: 7\nevent: message\ndata: {\"a\":\ndata: \"é€𝄞\"}\n\n"
            + "data\n\n"
            + "retry: 250\nretry: soon\ndata:no blank\n\n"
            + "id: 8\ndata: cut";

    private final List<String> seen = new ArrayList<>();
    private final EventStream stream = new EventStream(1_000, seen::add);

    private void feed(String text, int chunk) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += chunk) {
            stream.feed(Unpooled.wrappedBuffer(bytes, at, Math.min(chunk, bytes.length - at)));
        }
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void anEventIsTheSameHoweverItsBytesArrive(int chunk) {
        feed(EVENTS, chunk);
        assertThat(seen).containsExactly("{\"a\":\n\"é€𝄞\"}", "no blank");
        assertThat(stream.retryMillis()).isEqualTo(250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void anyLineBreakWillDo(String lineBreak) {
        feed("data: one\n\ndata: two\n\n".replace("\n", lineBreak), 1);
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void anEventThatIsCutOffIsNoEventAndWillBeAskedForAgain() {
        feed("id: 41\ndata: one\n\nid: 42\ndata: tw", 4);
        assertThat(seen).containsExactly("one");
        assertThat(stream.lastEventId()).isEqualTo("41");
    }

    @Test
    void anEventThatGrowsTooLargeIsRefusedAndManySmallOnesAreNot() {
        feed("data: 0123456789\n\n".repeat(200), 64);
        assertThat(seen).hasSize(200);
        assertThatThrownBy(() -> feed("data: " + "x".repeat(1_000), 64))
                .isInstanceOf(EventStream.TooLargeException.class)
                .hasMessageContaining("1000 bytes");
    }
}
