package dev.jetway.runtime.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.npm.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tools that others wrote can read our descriptions. */
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class DocumentsTest {

    private static final Path DESCRIPTION =
            Path.of("src", "main", "resources", "description").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    Path folder;

    @Test
    void theAsyncApiDocumentIsOne() throws Exception {
        assertThat(run(
                        "described/asyncapi.mjs",
                        DESCRIPTION.resolve("asyncapi.json").toString()))
                .contains("receive hello", "receive run", "send happens");
    }

    @Test
    void aReferenceThatLeadsNowhereIsNoticed() throws Exception {
        var broken = folder.resolve("asyncapi.json");
        Files.writeString(
                broken,
                Files.readString(DESCRIPTION.resolve("asyncapi.json"))
                        .replace("#/components/messages/pong", "#/components/messages/pang"));
        Files.copy(DESCRIPTION.resolve("agui-1.0-events.schema.json"), folder.resolve("agui-1.0-events.schema.json"));
        assertThat(exit("described/asyncapi.mjs", broken.toString())).isEqualTo(1);
    }

    @Test
    void theOpenApiDocumentsAre() throws Exception {
        assertThat(openApi("openapi.json", "asyncapi.json", "agui-1.0-events.schema.json"))
                .containsExactly("3.1");
        assertThat(openApi("openapi-operations.json", "openapi.json", "asyncapi.json", "agui-1.0-events.schema.json"))
                .containsExactly("3.1");
    }

    private List<String> openApi(String... documents) throws Exception {
        return run(
                "described/openapi.mjs",
                Stream.of(documents)
                        .map(it -> DESCRIPTION.resolve(it).toString())
                        .toArray(String[]::new));
    }

    @Test
    void theSchemaOfEventsIsWhatAgUiSays() throws Exception {
        var generated = folder.resolve("generated.json");
        run("described/agui-schema.mjs", generated.toString());
        assertThat(Files.readString(generated))
                .isEqualTo(Files.readString(DESCRIPTION.resolve("agui-1.0-events.schema.json")));
    }

    private List<String> run(String script, String... arguments) throws Exception {
        var output = folder.resolve("output");
        int exit = exit(output, script, arguments);
        var lines = Files.readAllLines(output);
        assertThat(exit).as("%s", lines).isZero();
        return lines;
    }

    private int exit(String script, String... arguments) throws Exception {
        return exit(folder.resolve("output"), script, arguments);
    }

    private static int exit(Path output, String script, String... arguments) throws IOException, InterruptedException {
        var process = Npm.node(script, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", script)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
