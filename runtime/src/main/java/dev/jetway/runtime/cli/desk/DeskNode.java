package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which node's desk is meant, and how it is asked. Methods block, with a limit. */
final class DeskNode {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longer than a node takes to look something up. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/desk";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The operations address of a node of the region; its log says it (default: that of a running "
                    + "'jetway up').")
    private URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a running 'jetway up' (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Option(names = "--region", paramLabel = "NAME", description = "Which one of 'jetway up --regions'.")
    private String region;

    /** All open cases. */
    JsonNode open() throws InterruptedException {
        return ask(PATH, null, "open");
    }

    JsonNode show(String id) throws InterruptedException {
        return ask(PATH + "/case?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8), null, "case");
    }

    /** @param what the last part of the address */
    JsonNode post(String what, JsonNode body) throws InterruptedException {
        return ask(PATH + "/" + what, body, "case");
    }

    /** @param field without which the answer is none of a desk's */
    private JsonNode ask(String path, JsonNode body, String field) throws InterruptedException {
        URI node = url == null ? ofRunningUp() : url;
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(node.resolve(path)).timeout(LIMIT);
            if (body != null) {
                request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
            }
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .build()
                    .send(request.build(), BodyHandlers.ofString());
            return answer(node, response, field);
        } catch (IllegalArgumentException e) {
            throw new Failure("--url is an address such as http://127.0.0.1:9095, not '%s'.".formatted(node), e);
        } catch (HttpTimeoutException e) {
            throw new Failure(
                    "The node did not answer within %d s. Ask again; a repeat is safe.".formatted(LIMIT.toSeconds()),
                    e);
        } catch (IOException e) {
            throw new Failure("No node answers at %s.".formatted(node), e);
        }
    }

    private static JsonNode answer(URI node, HttpResponse<String> response, String field) {
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            answer = MissingNode.getInstance();
        }
        if (answer.has("error")) {
            throw new Failure(CaseView.clean(answer.get("error").asText()));
        }
        if (response.statusCode() != 200 || !answer.has(field)) {
            throw new Failure("%s has no desk. Is it the node's operations address, and not that of the chat page?"
                    .formatted(node));
        }
        return answer;
    }

    private URI ofRunningUp() {
        DataFolder folder = new DataFolder(data);
        Path file = (region == null ? folder : folder.region(region)).operationsAddress();
        try {
            return URI.create(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new Failure(
                    "No 'jetway up' is running in %s. Name the node's operations address with --url, or one of several regions with --region."
                            .formatted(file.getParent()),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
    }
}
