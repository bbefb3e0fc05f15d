package dev.jetway.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A node's operations address, as commands ask it. Methods block, with a limit, and end in a {@link Failure} for the
 * person who asked. Asking again is safe.
 *
 * @param limit how long an answer may take
 * @param late said when it took longer
 * @param lacking what a node cannot do whose answer is none of these, such as "has no desk"
 */
public record NodeOperations(URI address, Duration limit, String late, String lacking) {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    /**
     * The address of a node that {@code jetway up} has started.
     *
     * @param otherwise the sentence for who has none running there
     */
    public static URI written(DataFolder folder, String otherwise) {
        Path file = folder.operationsAddress();
        try {
            return URI.create(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new Failure("No 'jetway up' is running in %s. %s".formatted(file.getParent(), otherwise), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
    }

    /** @return what has this field, or {@code error}: why the node did nothing */
    public JsonNode get(String path, String field) throws InterruptedException {
        return ask(path, Optional.empty(), field);
    }

    /**
     * @param body empty for none
     * @return what has this field, or {@code error}: why the node did nothing
     */
    public JsonNode post(String path, Optional<JsonNode> body, String field) throws InterruptedException {
        return ask(
                path,
                Optional.of(
                        body.map(it -> BodyPublishers.ofString(it.toString())).orElseGet(BodyPublishers::noBody)),
                field);
    }

    private JsonNode ask(String path, Optional<BodyPublisher> body, String field) throws InterruptedException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address.resolve(path)).timeout(limit);
            body.ifPresent(
                    it -> request.header("Content-Type", "application/json").POST(it));
            var response = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .build()
                    .send(request.build(), BodyHandlers.ofString());
            JsonNode answer = read(response.body());
            if (answer.has("error") || response.statusCode() == OK && answer.has(field)) {
                return answer;
            }
            throw new Failure("%s %s. Is it the node's operations address, and not that of the chat page?"
                    .formatted(address, lacking));
        } catch (IllegalArgumentException e) {
            throw new Failure("--url is an address such as http://127.0.0.1:9095, not '%s'.".formatted(address), e);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new Failure("No node answers at %s.".formatted(address), e);
        } catch (HttpTimeoutException e) {
            throw new Failure(late, e);
        } catch (IOException e) {
            throw new Failure(
                    "The node at %s went away before it answered. Asking again is safe.".formatted(address), e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
