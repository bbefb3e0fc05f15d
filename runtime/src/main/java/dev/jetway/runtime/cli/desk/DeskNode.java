package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.NodeOperations;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which node's desk is meant, and how it is asked. Methods block, with a limit. */
final class DeskNode {

    /** Longer than a node takes to look something up. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

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
        return answered(node().get(PATH, "open"));
    }

    JsonNode show(String id) throws InterruptedException {
        return answered(node().get(PATH + "/case?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8), "case"));
    }

    /** @param what the last part of the address */
    JsonNode post(String what, JsonNode body) throws InterruptedException {
        return answered(node().post(PATH + "/" + what, Optional.of(body), "case"));
    }

    private static JsonNode answered(JsonNode answer) {
        if (answer.has("error")) {
            throw new Failure(CaseView.clean(answer.get("error").asText()));
        }
        return answer;
    }

    private NodeOperations node() {
        return new NodeOperations(
                url == null ? ofRunningUp() : url,
                LIMIT,
                "The node did not answer within %d s. Ask again; a repeat is safe.".formatted(LIMIT.toSeconds()),
                "has no desk");
    }

    private URI ofRunningUp() {
        DataFolder folder = new DataFolder(data);
        return NodeOperations.written(
                region == null ? folder : folder.region(region),
                "Name the node's operations address with --url, or one of several regions with --region.");
    }
}
