package dev.jetway.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes another region the primary. */
@Command(
        name = "primary",
        mixinStandardHelpOptions = true,
        header = "Makes another region the primary, which carries out what travelers approve.",
        description = {
            "",
            "The primary is asked to step down: it begins nothing new, lets end what is under way, and then the other "
                    + "region takes over. Nothing is lost and nothing is done twice. When it does not answer, nothing "
                    + "is changed, and the answer says what to do. After an interruption, run it again.",
            ""
        },
        footer = {"", "To be run on a machine of any region's node."})
final class RegionsPrimaryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "REGION", description = "The region that is to be the primary.")
    private String region;

    @Option(
            names = "--force",
            description = "Even if the primary does not answer. Only when it is certain that none of its nodes runs: "
                    + "else an approved action may be carried out by both.")
    private boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept and logged. Needed with --force.")
    private String reason = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The operations address of a node of any region; its log says it (default: one of those "
                    + "that 'jetway up --regions' has started).")
    private URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a running 'jetway up --regions' (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "How long it may take (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (force && reason.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--force needs a --reason: it is kept and logged");
        }
        Screen screen = Screen.of(spec.commandLine().getOut());
        JsonNode moved = move();
        screen.line("%s is the primary, in term %d."
                .formatted(
                        screen.in(Tone.GOOD, "Region " + moved.path("region").asText()),
                        moved.path("term").asLong()));
        return 0;
    }

    /** The first node that is there decides. */
    private JsonNode move() throws InterruptedException {
        JsonNode wish = new ObjectMapper()
                .createObjectNode()
                .put("to", region)
                .put("force", force)
                .put("reason", reason)
                .put("by", System.getProperty("user.name", ""));
        Failure away =
                new Failure("No region runs in %s. Name the operations address of a node with --url; its log says it."
                        .formatted(data));
        for (URI address : url == null ? ofRunningUp() : List.of(url)) {
            try {
                return moved(node(address).post("/v1/regions/primary", Optional.of(wish), "term"));
            } catch (Failure failure) {
                if (!(failure.getCause() instanceof ConnectException)) {
                    throw failure;
                }
                away = url == null ? away : failure;
            }
        }
        throw away;
    }

    private NodeOperations node(URI address) {
        return new NodeOperations(
                address,
                Duration.ofSeconds(seconds),
                "It was not done within %d s, and may still be. 'jetway regions' shows what comes of it; asking again is safe."
                        .formatted(seconds),
                "moves no primary");
    }

    /** That of the region which is to be it first. */
    private List<URI> ofRunningUp() {
        List<URI> nodes = new ArrayList<>();
        try (Stream<Path> folders = Files.list(new DataFolder(data).regions())) {
            for (Path folder : folders.sorted().toList()) {
                Path file = new DataFolder(folder).operationsAddress();
                if (Files.exists(file)) {
                    boolean first = folder.getFileName().toString().equals(region);
                    nodes.add(
                            first ? 0 : nodes.size(),
                            URI.create(Files.readString(file).strip()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    "No regions run in %s. Name the operations address of a node with --url; its log says it."
                            .formatted(data),
                    e);
        }
        return nodes;
    }

    private static JsonNode moved(JsonNode answer) {
        if (answer.has("error")) {
            throw new Failure(answer.get("error").asText() + ".");
        }
        return answer;
    }
}
