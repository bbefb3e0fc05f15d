package dev.jetway.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.cli.Screen.Tone;
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
        header = "Lists the tool servers of a running node: breakers, calls, cache, tools.",
        description = "")
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
            screen.line("  " + counts(server));
            for (JsonNode tool : server.path("tools")) {
                screen.line("  %-24s %-7s %s"
                        .formatted(
                                tool.path("name").asText(),
                                tool.path("risk").asText(),
                                tool.path("description")
                                        .asText()
                                        .lines()
                                        .findFirst()
                                        .orElse("")));
            }
        }
        return 0;
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
