package dev.jetway.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where Jetway's own files are: the folder the launcher script lives in.
 *
 * @param home the root of the source tree
 */
public record Installation(Path home) {

    /** As the launcher script says it, or else the current folder. */
    public static Installation current() {
        return new Installation(
                Path.of(System.getProperty("jetway.home", "")).toAbsolutePath().normalize());
    }

    public Path nodeLibraries() {
        return home.resolve("runtime/target/lib");
    }

    public Path travelLibraries() {
        return home.resolve("mcp-bridge/travel-servers/target/lib");
    }

    public Path cassandraLibraries() {
        return home.resolve("cluster-config/cassandra/target/lib");
    }

    /** What the reference travel servers said of their tools when somebody last agreed to it. */
    public Path travelLock() {
        return home.resolve("mcp-bridge/travel-servers/tools.lock");
    }

    /** The jar whose main class ends a process together with the one that started it. */
    public Path leash() {
        return home.resolve("runtime/target/jetway-runtime-" + Version.number() + "-leash.jar");
    }

    /** Class data archives, which shorten the start of a JVM. */
    public Path archives() {
        return home.resolve("runtime/target/launcher/archives");
    }

    public boolean built() {
        return Files.isDirectory(nodeLibraries())
                && Files.isDirectory(travelLibraries())
                && Files.isDirectory(cassandraLibraries());
    }
}
