package dev.jetway.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The official conformance suite. */
final class ConformanceSuite {

    /** What is known to fail, and why. */
    static final Path BASELINE =
            Path.of("src/test/resources/conformance-baseline.yml").toAbsolutePath();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private ConformanceSuite() {}

    /**
     * One thing that a scenario looked at.
     *
     * @param status SUCCESS, FAILURE, WARNING or INFO
     */
    record Check(String scenario, String id, String status, String error) {}

    /** What a run found out, with everything the suite said about it. */
    record Outcome(Run run, List<Check> checks) {

        List<Check> withStatus(String status) {
            return checks.stream()
                    .filter(check -> check.status().equals(status))
                    .toList();
        }
    }

    static List<String> scenarios(String side) throws IOException {
        return run(List.of("list", side))
                .output()
                .lines()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring("  - ".length()).replaceAll(" .*", ""))
                .toList();
    }

    static Outcome check(String... arguments) throws IOException {
        Path results = Files.createTempDirectory(FOLDER, "conformance-");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output-dir", results.toString()));
        Run run = run(all);
        List<Check> checks = new ArrayList<>();
        try (Stream<Path> files = Files.find(results, 5, (path, about) -> path.endsWith("checks.json"))) {
            for (Path file : files.sorted().toList()) {
                String folder = results.relativize(file.getParent()).toString();
                String scenario = folder.replaceAll("^server-", "").replaceAll("-\\d{4}-\\d\\d-\\d\\dT.*", "");
                for (JsonNode check : JSON.readTree(file.toFile())) {
                    checks.add(new Check(
                            scenario,
                            check.path("id").asText(),
                            check.path("status").asText(),
                            check.path("errorMessage").asText()));
                }
            }
        }
        return new Outcome(run, checks);
    }

    private static Run run(List<String> arguments) throws IOException {
        List<String> command =
                Npm.command("@modelcontextprotocol/conformance/dist/index.js", arguments.toArray(String[]::new));
        return Run.of(command, FOLDER, Map.of("NO_COLOR", "1"), LIMIT);
    }
}
