package dev.jetway.runtime.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.NodeOperations;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
        JsonNode report = reload();
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

    private JsonNode reload() throws InterruptedException {
        URI address = url == null
                ? NodeOperations.written(
                        new DataFolder(data), "Name the node's operations address with --url; its log says it.")
                : url;
        NodeOperations node = new NodeOperations(
                address,
                Duration.ofSeconds(seconds),
                "The node was not done within %d s. It goes on; 'jetway tools' shows what comes of it."
                        .formatted(seconds),
                "reloads nothing");
        JsonNode answer = node.post("/v1/tools/reload", Optional.empty(), "kept");
        if (answer.has("error")) {
            throw new Failure("Nothing was changed. " + answer.get("error").asText());
        }
        return answer;
    }
}
