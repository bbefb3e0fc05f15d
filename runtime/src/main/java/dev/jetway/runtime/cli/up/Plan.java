package dev.jetway.runtime.cli.up;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.leash.Leashed;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code jetway up} is to start.
 *
 * @param port of the chat page
 * @param faults whether the travel servers accept faults, for drills
 * @param nodeArguments further arguments of {@code jetway node}
 */
public record Plan(
        Installation installation,
        DataFolder data,
        int port,
        boolean faults,
        List<String> nodeArguments,
        Duration startLimit) {

    private static final List<String> JVM =
            List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2", "-Dfile.encoding=UTF-8");

    EmbeddedCassandraSettings cassandra() {
        Map<String, Object> given = Map.of(
                "data", data.cassandra().toString(),
                "libraries", installation.cassandraLibraries().toString());
        return EmbeddedCassandraSettings.from(ConfigFactory.parseMap(given, "jetway up")
                .atPath(EmbeddedCassandraSettings.PATH)
                .withFallback(ConfigFactory.load()));
    }

    List<String> travelCommand(ClassDataArchive archive) {
        List<String> command = java(archive);
        command.addAll(List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator,
                        installation.travelLibraries().resolve("*").toString(),
                        installation.travelLibraries().resolveSibling("*").toString(),
                        installation.leash().toString()),
                Leashed.class.getName(),
                "dev.jetway.travel.TravelServers",
                "--port",
                "0",
                "--data",
                data.travel().toString(),
                "--token-secret-file",
                data.secretFile().toString()));
        if (faults) {
            command.add("--faults");
        }
        return command;
    }

    List<String> nodeCommand(ClassDataArchive archive) {
        List<String> command = java(archive);
        command.addAll(List.of("-Xms256m", "-Xmx1g"));
        command.addAll(words(System.getenv("JETWAY_NODE_OPTS")));
        command.addAll(List.of(
                "-Djetway.home=" + installation.home(),
                "-Dlogback.configurationFile=jetway-node-logback.xml",
                "-DJETWAY_LOGS=" + data.logs().resolve("node"),
                "-cp",
                installation.nodeLibraries().resolve("*").toString(),
                "dev.jetway.runtime.cli.JetwayCommand",
                "node",
                "--leashed"));
        command.addAll(nodeArguments);
        return command;
    }

    /** What the node is told when the parts it needs are there; one line of JSON. */
    String nodeConfiguration(String cassandraAddress, int cqlPort, String dataCenter, String toolsUrl) {
        Config config = ConfigFactory.parseMap(Map.of(
                "jetway.operations.address-file",
                data.operationsAddress().toString(),
                "jetway.region",
                dataCenter,
                "jetway.gateway.port",
                port,
                "jetway.cassandra.contact-points",
                List.of(cassandraAddress + ":" + cqlPort),
                "jetway.mcp.identity.secret-file",
                data.secretFile().toString(),
                "jetway.mcp.lock-file",
                installation.travelLock().toString(),
                "jetway.travel.url",
                toolsUrl));
        return config.root().render(ConfigRenderOptions.concise());
    }

    private static List<String> java(ClassDataArchive archive) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(archive.options());
        return command;
    }

    private static List<String> words(String options) {
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.trim().split("\\s+"));
    }
}
