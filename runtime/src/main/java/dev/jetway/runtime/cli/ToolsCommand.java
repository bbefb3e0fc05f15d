package dev.jetway.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.runtime.cli.Screen.Tone;
import dev.jetway.runtime.cli.tools.ToolsDiffCommand;
import dev.jetway.runtime.cli.tools.ToolsLockCommand;
import dev.jetway.runtime.cli.tools.ToolsReloadCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the tool servers a running node knows. */
@Command(
        name = "tools",
        mixinStandardHelpOptions = true,
        header = "Lists the tool servers of a running node, breakers, calls, cache, tools.",
        description = {
            "",
            "A tool that is not as pinned is not called; the list says why. 'diff' shows what changed, 'lock' "
                    + "agrees to it. 'reload' takes over servers that were added, changed or removed in the node's "
                    + "configuration.",
            ""
        },
        subcommands = {ToolsLockCommand.class, ToolsDiffCommand.class, ToolsReloadCommand.class})
final class ToolsCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The node to ask (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        for (JsonNode server : ask().path("servers")) {
            String breaker = server.path("breaker").asText("unknown").toLowerCase(Locale.ROOT);
            Tone tone = breaker.equals("closed") ? Tone.GOOD : Tone.DOUBTFUL;
            screen.line("%s  %s"
                    .formatted(
                            screen.in(Tone.STRONG, server.path("name").asText()),
                            screen.in(tone, "breaker " + breaker + until(server))));
            if (server.hasNonNull("reason")) {
                screen.line(screen.in(Tone.BAD, "  not connected: " + away(server)));
            }
            screen.line("  " + counts(server));
            if (server.has("canary")) {
                canary(screen, server.get("canary"));
            }
            list(screen, server);
        }
        return 0;
    }

    private static String away(JsonNode server) {
        int setbacks = server.path("setbacks").asInt();
        return ReadableJson.shown(server.get("reason").asText())
                + (setbacks > 1 ? " (%d times in a row)".formatted(setbacks) : "");
    }

    private static String until(JsonNode server) {
        return server.hasNonNull("breakerOpenUntil")
                ? " until " + server.get("breakerOpenUntil").asText()
                : "";
    }

    /** Since the node started. */
    private static String counts(JsonNode server) {
        JsonNode calls = server.path("calls");
        JsonNode cache = server.path("cache");
        long kept = cache.path("hits").asLong() + cache.path("shared").asLong();
        long reads = kept + cache.path("misses").asLong();
        return "%d answered, %d failed, %d timed out, %d rejected (%d by the breaker), %d retried%s"
                .formatted(
                        calls.path("answered").asLong()
                                + calls.path("refusedByTool").asLong(),
                        calls.path("failed").asLong(),
                        calls.path("timedOut").asLong(),
                        calls.path("rejected").asLong(),
                        server.path("breakerRejected").asLong(),
                        calls.path("retried").asLong(),
                        reads == 0
                                ? ""
                                : "; cache hit rate %d %% of %d, %d stale"
                                        .formatted(
                                                100 * kept / reads,
                                                reads,
                                                cache.path("stale").asLong()));
    }

    private static void canary(Screen screen, JsonNode canary) {
        String of = "canary of %s for %.1f %% of its travelers"
                .formatted(
                        canary.path("of").asText(), 100 * canary.path("share").asDouble());
        screen.line(
                canary.has("withdrawn")
                        ? screen.in(
                                Tone.BAD,
                                "  %s, withdrawn at %s: %s"
                                        .formatted(
                                                of,
                                                canary.path("withdrawnAt").asText(),
                                                canary.path("withdrawn").asText()))
                        : "  %s: of its last %d calls %.1f %% failed"
                                .formatted(
                                        of,
                                        canary.path("calls").asInt(),
                                        100 * canary.path("failed").asDouble()));
    }

    /** Of the last minutes; nothing where nobody called. */
    private static String availability(JsonNode tool) {
        return tool.path("samples").asLong() == 0
                ? ""
                : "%.0f %%".formatted(100 * tool.path("availability").asDouble());
    }

    /** What servers wrote may hold anything, commands for terminals included. */
    private static void list(Screen screen, JsonNode server) {
        for (JsonNode tool : server.path("tools")) {
            String description =
                    tool.path("description").asText().lines().findFirst().orElse("");
            screen.line("  %-24s %-7s %5s  %s"
                    .formatted(
                            ReadableJson.shown(tool.path("name").asText()),
                            tool.path("risk").asText(),
                            availability(tool),
                            ReadableJson.shown(description)));
            if (tool.has("unusable")) {
                screen.line(screen.in(
                        Tone.BAD,
                        "  %-24s not callable: %s"
                                .formatted("", tool.path("unusable").asText())));
            } else if (tool.has("notReady")) {
                screen.line(screen.in(
                        Tone.DOUBTFUL,
                        "  %-24s not ready: %s"
                                .formatted(
                                        "",
                                        ReadableJson.shown(tool.path("notReady").asText()))));
            }
        }
        for (JsonNode missing : server.path("missing")) {
            screen.line(screen.in(
                    Tone.BAD,
                    "  %-24s pinned, and not offered any more".formatted(ReadableJson.shown(missing.asText()))));
        }
        String instructions = server.path("instructions").asText();
        if (instructions.equals("changed") || instructions.equals("new")) {
            screen.line(screen.in(Tone.BAD, "  its instructions are not as pinned"));
        }
    }

    private JsonNode ask() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/v1/tools")).timeout(LIMIT).build();
        try {
            HttpResponse<String> response =
                    HttpClient.newBuilder().connectTimeout(LIMIT).build().send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Failure("%s answered %d. It may be an older node, or none of Jetway's."
                        .formatted(request.uri(), response.statusCode()));
            }
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new Failure(
                    "No node answers at %s. Start one with 'jetway up', or name another with --url.".formatted(url), e);
        }
    }
}
