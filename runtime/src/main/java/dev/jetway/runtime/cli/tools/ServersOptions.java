package dev.jetway.runtime.cli.tools;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.jetway.mcp.McpBridgeSettings;
import dev.jetway.runtime.NodeSettings;
import dev.jetway.runtime.cli.ConfigurationOptions;
import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which servers to ask, and where their lock file is. */
final class ServersOptions {

    private static final String LOCK_FILE = "jetway.mcp.lock-file";

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a running 'jetway up' (default: ~/.jetway, without --config).")
    private Path data;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The lock file (default: the one in the configuration, jetway.mcp.lock-file).")
    private Path file;

    /**
     * What was asked for.
     *
     * @param bridge the servers, held to no pins: they are to say what they say now
     */
    record Wanted(McpBridgeSettings bridge, Path lockFile) {}

    Wanted wanted() {
        try {
            Config config = NodeSettings.from(written()).config();
            String configured = config.getString(LOCK_FILE);
            if (file == null && configured.isBlank()) {
                throw new Failure(
                        "No lock file is configured. Name one with --file, and in the node's settings as jetway.mcp.lock-file.");
            }
            return new Wanted(
                    McpBridgeSettings.from(config.withValue(LOCK_FILE, ConfigValueFactory.fromAnyRef(""))),
                    file == null ? Path.of(configured) : file);
        } catch (IllegalArgumentException | ConfigException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }

    private Config written() {
        Config given = configuration.given();
        if (configuration.namesFile() && data == null) {
            return given.withFallback(ConfigFactory.defaultApplication());
        }
        Path running = (data == null ? new DataFolder(DataFolder.DEFAULT) : new DataFolder(data)).nodeConfiguration();
        if (Files.exists(running)) {
            return given.withFallback(ConfigurationOptions.read(running))
                    .withFallback(ConfigFactory.defaultApplication());
        }
        if (given.isEmpty()) {
            throw new Failure(
                    "No 'jetway up' is running. Start it, or say with --config which servers a node is to use.");
        }
        return given.withFallback(ConfigFactory.defaultApplication());
    }
}
