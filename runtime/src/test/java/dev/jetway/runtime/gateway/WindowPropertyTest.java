package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a conversation says, and however its follower acknowledges: compared with a list of every frame. */
class WindowPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One step: an event to offer, or how far to acknowledge. */
    private sealed interface Move {}

    private record Offer(boolean delta, String message, String text) implements Move {
        private String event() {
            return delta
                    ? "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"%s\",\"delta\":\"%s\"}"
                            .formatted(message, text)
                    : "{\"type\":\"CUSTOM\",\"name\":\"%s\"}".formatted(text);
        }
    }

    private record Acknowledge(long seq) implements Move {}

    /** What the follower has: every frame, with its numbers and its text. */
    private record Received(long firstSeq, long seq, String event) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        var offer = Arbitraries.integers()
                .between(0, 5)
                .flatMap(kind -> Arbitraries.of("a", "b", "c")
                        .map(text -> (Move) new Offer(kind < 4, kind < 3 ? "m" : "n", text)));
        var acknowledge = Arbitraries.longs().between(0, 60).map(seq -> (Move) new Acknowledge(seq));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, offer), net.jqwik.api.Tuple.of(1, acknowledge))
                .list()
                .ofMaxSize(60);
    }

    @Property
    void nothingIsLostOrSentTwiceAndTheWindowIsNeverExceeded(
            @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 6) int size) {
        var window = new Window(size, 3, 400, 0);
        var said = new ArrayList<String>();
        var received = new ArrayList<Received>();
        long acknowledged = 0;
        for (var move : moves) {
            if (move instanceof Offer offer) {
                long seq = window.last() + 1;
                while (said.size() < seq) {
                    said.add(offer.event());
                }
                var event = said.get((int) seq - 1);
                if (window.offer(seq, event) == Window.Place.SENT) {
                    received.add(new Received(seq, seq, event));
                }
            } else if (move instanceof Acknowledge it) {
                if (it.seq() <= window.sent()) {
                    acknowledged = Math.max(acknowledged, it.seq());
                }
                assertThat(window.acknowledge(it.seq()) == Window.Judgement.BEYOND)
                        .isEqualTo(it.seq() > window.sent());
                window.release()
                        .forEach(frame -> received.add(new Received(frame.firstSeq(), frame.seq(), frame.event())));
            }
            long upTo = acknowledged;
            assertThat(window.open())
                    .isEqualTo(received.stream()
                            .filter(frame -> frame.seq() > upTo)
                            .count())
                    .isLessThanOrEqualTo(size);
        }
        long next = 1;
        for (var frame : received) {
            assertThat(frame.firstSeq()).isEqualTo(next);
            assertThat(texts(List.of(frame.event()))).isEqualTo(texts(said.subList((int) next - 1, (int) frame.seq())));
            next = frame.seq() + 1;
        }
    }

    @Property
    void whoeverAcknowledgesEverythingGetsEverything(
            @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 6) int size) {
        var window = new Window(size, 3, 400, 0);
        long offered = 0;
        for (var move : moves) {
            if (move instanceof Offer offer) {
                while (window.offer(offered + 1, offer.event()) == Window.Place.NO_ROOM) {
                    assertThat(window.acknowledge(window.sent())).isEqualTo(Window.Judgement.TAKEN);
                    assertThat(window.release()).isNotEmpty();
                }
                offered++;
            }
        }
        while (!window.isIdle()) {
            window.acknowledge(window.sent());
            assertThat(window.release()).isNotEmpty();
        }
        assertThat(window.sent()).isEqualTo(offered);
    }

    /** Everything that is said in events of one kind and message, one after the other. */
    private static String texts(List<String> events) {
        Function<String, String> text = event -> {
            try {
                var node = JSON.readTree(event);
                return node.path("delta").asText() + node.path("name").asText();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(event, e);
            }
        };
        return events.stream().map(text).collect(Collectors.joining());
    }
}
