package dev.jetway.runtime.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import dev.jetway.runtime.model.exchange.EventStream.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String STREAM = """
            : a comment
            event: first
            data: {"a":
            data:  "é“😀"}
            id: 7

            retry: 10

            data
            data:x

            : only a comment

            data: never ended
            """;

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void eventsAreTheSameHoweverTheirBytesCome(int size) {
        for (var lineEnd : List.of("\n", "\r\n", "\r")) {
            var bytes = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
            var stream = new EventStream(1_000);
            var events = new ArrayList<Event>();
            for (int from = 0; from < bytes.length; from += size) {
                events.addAll(stream.feed(ByteString.fromArray(bytes, from, Math.min(size, bytes.length - from))));
            }
            assertThat(events).containsExactly(new Event("first", "{\"a\":\n \"é“😀\"}"), new Event("", "\nx"));
        }
    }

    @Test
    void anEventMayBeOnlySoLarge() {
        var stream = new EventStream(20);
        assertThat(stream.feed(ByteString.fromString("data: 0123456789\n\n"))).hasSize(1);
        assertThat(stream.feed(ByteString.fromString("data: 01234\n"))).isEmpty();
        var more = ByteString.fromString("data: 012345");
        assertThatThrownBy(() -> stream.feed(more))
                .isInstanceOf(AttemptFailedException.class)
                .hasMessageContaining("20 bytes");
    }

    @Test
    void commentsDoNotAddUp() {
        var stream = new EventStream(20);
        for (int i = 0; i < 100; i++) {
            assertThat(stream.feed(ByteString.fromString(": still here\n"))).isEmpty();
        }
        assertThat(stream.feed(ByteString.fromString("data: x\n\n"))).containsExactly(new Event("", "x"));
    }
}
