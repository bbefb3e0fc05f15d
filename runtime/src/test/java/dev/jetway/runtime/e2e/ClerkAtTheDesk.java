package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Somebody at the desk, over real HTTP. */
final class ClerkAtTheDesk {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What was answered. */
    record Answer(int status, JsonNode body) {}

    private final URI page;
    private final String token;

    ClerkAtTheDesk(URI page, String token) {
        this.page = page;
        this.token = token;
    }

    Answer get(String path) {
        return send(request(path).build());
    }

    Answer post(String path, Object... fields) {
        var body = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            body.set((String) fields[i], JSON.valueToTree(fields[i + 1]));
        }
        return send(request(path).POST(BodyPublishers.ofString(body.toString())).build());
    }

    /** What the desk lists of a traveler's conversation, once it does. */
    JsonNode awaitListed(String traveler, Predicate<JsonNode> as) {
        return Eventually.get(
                "the conversation of " + traveler + " is listed",
                () -> listed(traveler).filter(as));
    }

    Optional<JsonNode> listed(String traveler) {
        var answer = get("/v1/desk");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        for (var it : answer.body().path("conversations")) {
            if (it.path("traveler").asText().equals(traveler)) {
                return Optional.of(it);
            }
        }
        return Optional.empty();
    }

    /** Follows a conversation that was joined. */
    Seeing see(String conversation, String visit) {
        return new Seeing(HTTP.sendAsync(
                        request("/v1/desk/events?conversation=%s&visit=%s"
                                        .formatted(URLEncoder.encode(conversation, StandardCharsets.UTF_8), visit))
                                .build(),
                        BodyHandlers.ofLines())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    /** The events of a conversation as they come. */
    static final class Seeing implements AutoCloseable {
        private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
        private final HttpResponse<Stream<String>> response;

        private Seeing(HttpResponse<Stream<String>> response) {
            this.response = response;
            assertThat(response.statusCode()).isEqualTo(200);
            var reader = new Thread(() -> response.body()
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> events.add(read(line.substring("data: ".length())))));
            reader.setDaemon(true);
            reader.start();
        }

        /** All events up to and including the first that fits. */
        List<JsonNode> until(Predicate<JsonNode> fits) {
            var seen = new ArrayList<JsonNode>();
            try {
                do {
                    var event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    assertThat(event).as("an event after %s", seen).isNotNull();
                    seen.add(event);
                } while (!fits.test(seen.get(seen.size() - 1)));
                return seen;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for an event", e);
            }
        }

        @Override
        public void close() {
            response.body().close();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest request) {
        var response = HTTP.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return new Answer(response.statusCode(), read(response.body()));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
