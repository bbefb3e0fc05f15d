package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** Somebody who uses the gateway as it is meant to be used, has a secret, and would notice if anything were wrong. */
final class Vera implements Closeable {

    /** Said in her conversation, and by nobody else. */
    static final String SECRET = "Xanadu-4711";

    private static final String NAME = "vera";

    private final Town town;
    private final Client client;
    private final List<String> trip;
    private long seq;
    private int days;

    Vera(Town town) throws IOException {
        this.town = town;
        this.client = town.greeted(NAME);
        client.follow("trip");
        client.ask(Frames.run("trip", "vera-1", "My passport is " + SECRET)).events("RUN_FINISHED");
        client.ask(Frames.run("trip", "vera-book", "book")).events("RUN_FINISHED");
        client.ask(Frames.unsubscribe("trip")).follow("diary").forget();
        this.trip = town.conversations().messages(NAME, "trip");
        assertThat(trip).anyMatch(message -> message.contains(SECRET));
    }

    /** Her connection and her conversations are as they were, somebody new is served, and nobody was told her secret. */
    void noticesNothing() throws IOException {
        assertThat(town.overheard()).doesNotContain(SECRET);
        assertThat(town.conversations().messages(NAME, "trip")).isEqualTo(trip);
        days++;
        hearsOfHerOtherDevice("Day %d".formatted(days));
        somebodyNewIsServed("guest-%d".formatted(days));
    }

    private void hearsOfHerOtherDevice(String text) throws IOException {
        town.conversations().say(NAME, "diary", "diary-" + days, text);
        var events = client.events("RUN_FINISHED");
        assertThat(events)
                .extracting(event -> event.path("seq").asLong())
                .containsExactlyElementsOf(LongStream.rangeClosed(seq + 1, seq + events.size())
                        .boxed()
                        .toList());
        seq += events.size();
        assertThat(events)
                .extracting(event -> event.at("/event/delta").asText())
                .contains(text, "You said: " + text);
        assertThat(client.answer()).isEqualTo("nothing");
    }

    private void somebodyNewIsServed(String guest) throws IOException {
        try (var newcomer = town.greeted(guest)) {
            newcomer.follow("hello").ask(Frames.run("hello", "r", "Good day"));
            assertThat(newcomer.events("RUN_FINISHED")).isNotEmpty();
            assertThat(newcomer.forget().ask(Frames.history("hello")).answer())
                    .contains("user “Good day”, assistant “You said: Good day”");
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
