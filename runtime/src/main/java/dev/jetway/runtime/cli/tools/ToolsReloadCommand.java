package dev.jetway.runtime.cli.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a running node take over the tool servers its configuration names by now. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        header = "Has a running node take over changed settings of its tool servers.",
        description = {
            "",
            "The node reads again what it was started with, its --config file above all, and the lock file. When "
                    + "something in it is wrong it says so and changes nothing. Servers that are as before notice "
                    + "nothing; calls under way to others are let end.",
            ""
        },
        footer = {"", "To be run on the node's own machine, once for each node."})
public final class ToolsReloadCommand implements Callable<Integer> {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The operations address of the node; its log says it (default: that of a running "
                    + "'jetway up').")
    private URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a running 'jetway up' (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long new servers may take to be reached (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        JsonNode report = reload(url == null ? ofRunningUp() : url);
        list(screen, Tone.GOOD, "added", report);
        list(screen, Tone.DOUBTFUL, "changed", report);
        list(screen, Tone.PLAIN, "removed", report);
        screen.line("%d servers are as before.".formatted(report.path("kept").size()));
        report.path("unavailable")
                .properties()
                .forEach(server -> screen.line("%s cannot be reached: %s"
                        .formatted(
                                screen.in(Tone.BAD, server.getKey()),
                                ReadableJson.shown(server.getValue().asText()))));
        for (JsonNode setting : report.path("needsRestart")) {
            screen.line("%s was changed too, and counts from the next start on."
                    .formatted(screen.in(Tone.DOUBTFUL, setting.asText())));
        }
        return 0;
    }

    private static void list(Screen screen, Tone tone, String what, JsonNode report) {
        for (JsonNode name : report.path(what)) {
            screen.line("%s %s".formatted(screen.in(tone, "%-8s".formatted(what)), name.asText()));
        }
    }

    private URI ofRunningUp() {
        Path file = new DataFolder(data).operationsAddress();
        try {
            return URI.create(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new Failure(
                    "No 'jetway up' is running in %s. Name the node's operations address with --url; its log says it."
                            .formatted(file.getParent()),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure("%s cannot be read (%s).".formatted(file, e.getMessage()), e);
        }
    }

    private JsonNode reload(URI node) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/tools/reload"))
                    .timeout(Duration.ofSeconds(seconds))
                    .POST(BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response =
                    HttpClient.newBuilder().connectTimeout(CONNECT).build().send(request, BodyHandlers.ofString());
            return report(node, response);
        } catch (IllegalArgumentException e) {
            throw new Failure("--url is an address such as http://127.0.0.1:9095, not '%s'.".formatted(node), e);
        } catch (HttpTimeoutException e) {
            throw new Failure(
                    "The node was not done within %d s. It goes on; 'jetway tools' shows what comes of it."
                            .formatted(seconds),
                    e);
        } catch (IOException e) {
            throw new Failure("No node answers at %s.".formatted(node), e);
        }
    }

    private static JsonNode report(URI node, HttpResponse<String> response) {
        JsonNode answer;
        try {
            answer = new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            answer = MissingNode.getInstance();
        }
        if (answer.has("error")) {
            throw new Failure("Nothing was changed. " + answer.get("error").asText());
        }
        if (response.statusCode() != OK || !answer.has("kept")) {
            throw new Failure("%s reloads nothing. Is it the node's operations address, and not that of the chat page?"
                    .formatted(node));
        }
        return answer;
    }
}
