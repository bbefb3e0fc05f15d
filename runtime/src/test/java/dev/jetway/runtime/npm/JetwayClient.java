package dev.jetway.runtime.npm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The TypeScript client in {@code runtime/client}, compiled and put where scripts import {@code @jetway/client} from. */
public final class JetwayClient {

    static final Path SOURCE = Path.of("client").toAbsolutePath();

    private static final String COMPILER = "node_modules/typescript/bin/tsc";
    private static final long PATIENCE_SECONDS = 180;

    private static Path installed;

    private JetwayClient() {}

    /** Its {@code dist} folder. Compiles once. */
    public static synchronized Path installed() {
        if (installed == null) {
            try {
                var folder = Npm.folder().resolve("node_modules/@jetway/client");
                var dist = folder.resolve("dist");
                Files.createDirectories(dist);
                Files.copy(
                        SOURCE.resolve("package.json"),
                        folder.resolve("package.json"),
                        StandardCopyOption.REPLACE_EXISTING);
                compile("--project", SOURCE.toString(), "--outDir", dist.toString());
                installed = dist;
            } catch (IOException e) {
                throw new AssertionError("The TypeScript client could not be compiled: " + e.getMessage(), e);
            }
        }
        return installed;
    }

    /** One of its examples beside our scripts, made for another package than it names. */
    public static Path example(String file, String importing, String instead, String as) throws IOException {
        var copy = Npm.folder().resolve("client").resolve(as);
        var source = Files.readString(SOURCE.resolve("examples").resolve(file));
        Files.writeString(copy, source.replace("'" + importing + "'", "'" + instead + "'"));
        return copy;
    }

    /** Runs the compiler, which prints every mistake; the test fails with what it printed. */
    static void compile(String... arguments) throws IOException {
        var output = run(Npm.node(COMPILER, arguments), PATIENCE_SECONDS);
        if (output.exitValue() != 0) {
            throw new AssertionError("TypeScript says:\n" + String.join("\n", output.lines()));
        }
    }

    /** What a process printed, and how it ended. */
    public record Output(int exitValue, List<String> lines) {}

    /** Waits for a process, and ends it when it takes too long. */
    public static Output run(ProcessBuilder builder, long patienceSeconds) throws IOException {
        var log = Files.createTempFile(Npm.folder(), "run-", ".log");
        var process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
            var lines = new ArrayList<>(Files.readAllLines(log));
            if (!ended) {
                lines.add("It was not done within %d seconds".formatted(patienceSeconds));
            }
            return new Output(ended ? process.exitValue() : -1, lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
