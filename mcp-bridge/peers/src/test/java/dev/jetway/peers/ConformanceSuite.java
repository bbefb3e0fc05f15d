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
    private static final Path FOLDER = Path.of("target", "conformance").toAbsolutePath();
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

    /** The names of all scenarios, {@code --client} or {@code --server}. */
    static List<String> scenarios(String side) throws IOException {
        return run(List.of("list", side))
                .output()
                .lines()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring("  - ".length()).replaceAll(" .*", ""))
                .toList();
    }

    /**
     * What the baseline lets fail.
     *
     * @throws IllegalStateException if an entry gives no reason
     */
    static List<String> excused(String side) throws IOException {
        List<String> excused = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(BASELINE)) {
            if (line.startsWith("  - ") && section.equals(side)) {
                String[] entry = line.substring("  - ".length()).split(" # ", 2);
                if (entry.length < 2) {
                    throw new IllegalStateException("No reason is given for " + line);
                }
                excused.add(entry[0]);
            } else if (line.matches("[a-z]+:.*")) {
                section = line.substring(0, line.indexOf(':'));
            }
        }
        return excused;
    }

    /** Runs the suite, and reads what it wrote about every scenario. */
    static Outcome check(List<String> arguments) throws IOException {
        Path results = Files.createTempDirectory(Files.createDirectories(FOLDER), "run-");
        List<String> all = new ArrayList<>(arguments);
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
        return Run.of(command, Files.createDirectories(FOLDER), Map.of("NO_COLOR", "1"), LIMIT);
    }
}
