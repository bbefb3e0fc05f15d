package dev.jetway.loadtests.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Sent;
import dev.jetway.loadtests.drill.Observation.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @Test
    void everyObservationIsALineThatSaysWhenWhereAndByWhom(@TempDir Path folder) throws IOException {
        var file = folder.resolve("history.jsonl");
        HistoryFile.write(
                file,
                List.of(new ClientHistory(
                        "dev:ada",
                        "ada-eu",
                        List.of(
                                new Noted(Instant.ofEpochSecond(1), "eu", new Sent("r0", "u0")),
                                new Noted(
                                        Instant.ofEpochSecond(2),
                                        "us",
                                        new Stored("us", false, List.of(new Message("u0", "user", "Hotels?"))))))));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"at\":\"1970-01-01T00:00:01Z\",\"traveler\":\"dev:ada\",\"client\":\"ada-eu\","
                                + "\"region\":\"eu\",\"what\":\"Sent\",\"runId\":\"r0\",\"messageId\":\"u0\"}",
                        "{\"at\":\"1970-01-01T00:00:02Z\",\"traveler\":\"dev:ada\",\"client\":\"ada-eu\","
                                + "\"region\":\"us\",\"what\":\"Stored\",\"running\":false,\"messages\":[{\"id\":\"u0\",\"role\":\"user\","
                                + "\"text\":\"Hotels?\"}]}");
    }
}
