package dev.jetway.runtime.npm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class JetwayClientTest {

    private static final Path PAGE = Path.of("src", "main", "resources", "page");
    private static final String TYPES_ONLY = "export {};";

    @Test
    void thePageHasWhatTheSourcesCompileTo() throws IOException {
        var compiled = scripts(JetwayClient.installed());
        var committed = new TreeMap<String, String>();
        compiled.keySet().forEach(file -> committed.put(file, read(PAGE.resolve(file))));
        try (var files = Files.list(PAGE.resolve("client"))) {
            files.forEach(file -> committed.put("client/" + file.getFileName(), read(file)));
        }

        assertThat(committed)
                .as("runtime/client/README.md says how to bring the page up to date")
                .isEqualTo(compiled);
    }

    @Test
    void theExampleTypeChecksAgainstBothVersionsOfAgUi() throws IOException {
        JetwayClient.installed();
        var example = JetwayClient.example("jetway-agent.ts", "@ag-ui/client", "@ag-ui/client", "jetway-agent.ts");
        var older = JetwayClient.example("jetway-agent.ts", "@ag-ui/client", "@ag-ui/client-0.0.59", "older-agent.ts");

        JetwayClient.compile(
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--target",
                "ES2022",
                "--module",
                "ES2022",
                "--moduleResolution",
                "bundler",
                example.toString(),
                older.toString());
    }

    /** By path; files that hold types alone are nothing to a browser. */
    private static TreeMap<String, String> scripts(Path dist) throws IOException {
        try (var files = Files.walk(dist)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .filter(file -> !read(file).strip().endsWith(TYPES_ONLY))
                    .collect(Collectors.toMap(
                            file -> dist.relativize(file).toString(),
                            JetwayClientTest::read,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
