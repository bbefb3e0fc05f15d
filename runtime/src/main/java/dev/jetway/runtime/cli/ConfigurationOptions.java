package dev.jetway.runtime.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say a node's settings: a file, and single settings that win over it. */
public final class ConfigurationOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "A HOCON file with this node's settings.")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    public boolean namesFile() {
        return file != null;
    }

    /**
     * What was said, without defaults.
     *
     * @throws Failure naming file and line of a mistake
     */
    public Config given() {
        return given(file, settings);
    }

    /** As {@link #given()}, said in other options. @param file or null */
    public static Config given(Path file, Map<String, String> settings) {
        try {
            return file == null ? single(settings) : single(settings).withFallback(read(file));
        } catch (ConfigException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file with a node's settings.
     *
     * @throws Failure if it cannot be read
     */
    public static Config read(Path file) {
        if (!Files.isReadable(file)) {
            throw new Failure("The configuration file %s cannot be read.".formatted(file));
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }

    /** A value in brackets is a list or an object; any other is taken as it stands. */
    private static Config single(Map<String, String> settings) {
        ConfigParseOptions named = ConfigParseOptions.defaults().setOriginDescription("--set");
        Config given = ConfigFactory.empty();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String value = setting.getValue().trim();
            Config one = value.startsWith("[") || value.startsWith("{")
                    ? ConfigFactory.parseString(setting.getKey() + " = " + value, named)
                    : ConfigFactory.parseMap(Map.of(setting.getKey(), value), "--set");
            given = one.withFallback(given);
        }
        return given;
    }
}
