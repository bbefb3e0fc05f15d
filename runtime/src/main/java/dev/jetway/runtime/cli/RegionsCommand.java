package dev.jetway.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of each region that {@code jetway up --regions} started here whether it serves. */
@Command(
        name = "regions",
        mixinStandardHelpOptions = true,
        header = "Says which regions of this machine serve, whom they see, and which is the primary.",
        description = {
            "",
            "Asks the node of each region that 'jetway up --regions' has started. A region that does not answer is "
                    + "down or on its way back; the others serve its conversations meanwhile. Ends with 1 when not all "
                    + "of them serve or they don't agree on the primary. 'primary' makes another region the primary.",
            ""
        },
        subcommands = RegionsPrimaryCommand.class)
final class RegionsCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of 'jetway up --regions' (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        boolean all = true;
        for (String region : regions()) {
            all &= show(screen, region, client);
        }
        return all ? 0 : 1;
    }

    private List<String> regions() {
        Path folder = new DataFolder(data).regions();
        List<String> names = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            // none there
        }
        if (names.isEmpty()) {
            throw new Failure(
                    "No regions were ever started in %s. Do it with 'jetway up --regions eu,us', or name their folder with --data."
                            .formatted(folder.getParent()));
        }
        return names;
    }

    private boolean show(Screen screen, String region, HttpClient client) throws InterruptedException {
        DataFolder folder = new DataFolder(data).region(region);
        if (!Files.exists(folder.nodeConfiguration())) {
            screen.item(Tone.FAINT, "off", region, "not started");
            return false;
        }
        String page = page(folder);
        try {
            HttpResponse<String> answer = ask(client, folder, "/ready");
            if (answer.statusCode() == 200) {
                Seen seen = seen(client, folder);
                screen.item(seen.agreed() ? Tone.GOOD : Tone.DOUBTFUL, "ok", region, page + "  serves" + seen.text());
                return seen.agreed();
            }
            screen.item(Tone.DOUBTFUL, "wait", region, page + "  " + lacking(answer.body()));
        } catch (IOException | IllegalArgumentException e) {
            screen.item(Tone.BAD, "down", region, page + "  does not answer");
        }
        return false;
    }

    private static HttpResponse<String> ask(HttpClient client, DataFolder folder, String path)
            throws IOException, InterruptedException {
        URI address = URI.create(Files.readString(folder.operationsAddress()).strip());
        return client.send(
                HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).build(), BodyHandlers.ofString());
    }

    private record Seen(String text, boolean agreed) {}

    /** What a region says of itself and the others: is it the primary, whom does it see, how late are their news. */
    private static Seen seen(HttpClient client, DataFolder folder) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(client, folder, "/v1/regions");
        if (answer.statusCode() != 200) {
            return new Seen("", true);
        }
        JsonNode report = JSON.readTree(answer.body());
        StringBuilder text = new StringBuilder(primary(report));
        boolean agreed = true;
        for (Map.Entry<String, JsonNode> other : report.path("others").properties()) {
            boolean reachable = other.getValue().path("reachable").asBoolean();
            text.append(reachable ? "; sees " : "; does not see ").append(other.getKey());
            JsonNode lag = other.getValue().path("lag");
            if (reachable && lag.path("events").asLong() > 0) {
                text.append(", news after %d ms (p50), %d ms (p99)"
                        .formatted(
                                lag.path("p50Millis").asLong(),
                                lag.path("p99Millis").asLong()));
            }
            String named = other.getValue().path("primary").asText();
            if (reachable
                    && !named.isEmpty()
                    && !named.equals(report.path("primary").asText())) {
                text.append(", which takes ").append(named).append(" for the primary");
                agreed = false;
            }
        }
        return new Seen(text.toString(), agreed);
    }

    /** Which it is; since when and why, if that was ever changed. */
    private static String primary(JsonNode report) {
        String primary = report.path("primary").asText();
        if (primary.isEmpty()) {
            return "";
        }
        String it = primary.equals(report.path("region").asText()) ? ", primary" : ", primary is " + primary;
        JsonNode moved = report.path("moved");
        if (moved.path("term").asLong() == 0) {
            return it;
        }
        String by = moved.path("by").asText();
        String reason = moved.path("reason").asText();
        return "%s since %s (term %d, %s%s%s)"
                .formatted(
                        it,
                        Instant.ofEpochMilli(moved.path("at").asLong()).truncatedTo(ChronoUnit.SECONDS),
                        moved.path("term").asLong(),
                        moved.path("forced").asBoolean() ? "forced" : "moved",
                        by.isEmpty() ? "" : " by " + by,
                        reason.isEmpty() ? "" : ": " + reason);
    }

    private static String page(DataFolder folder) {
        try {
            Config told = ConfigFactory.parseFile(folder.nodeConfiguration().toFile());
            int port = told.getInt("jetway.gateway.port");
            return port == 0 ? "any port" : "http://127.0.0.1:%d/".formatted(port);
        } catch (ConfigException e) {
            return "unknown port";
        }
    }

    /** What the node says of itself, one sentence after the other. */
    private static String lacking(String body) {
        List<String> sentences = new ArrayList<>();
        try {
            for (JsonNode why : JSON.readTree(body).path("notReady")) {
                sentences.add(why.asText());
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        return sentences.isEmpty() ? "not ready" : String.join("; ", sentences);
    }
}
