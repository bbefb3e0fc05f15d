package dev.jetway.runtime.operations;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code jetway.operations}; its keys are explained in {@code reference.conf}.
 *
 * @param regionReadyNodes how many nodes must serve for the region to be ready
 * @param addressFile where the address is written once it is known
 */
public record OperationsSettings(String host, int port, int regionReadyNodes, Optional<Path> addressFile) {

    /** @throws IllegalArgumentException naming the key that is wrong */
    public OperationsSettings {
        require(!host.isBlank(), "host", "must name an address");
        require(port >= 0 && port <= 65_535, "port", "must be 0 to 65535");
        require(regionReadyNodes > 0, "region-ready-nodes", "must be positive");
    }

    /** @param root the whole configuration, {@code reference.conf} included */
    public static OperationsSettings from(Config root) {
        var config = root.getConfig("jetway.operations");
        var file = config.getString("address-file");
        return new OperationsSettings(
                config.getString("host"),
                config.getInt("port"),
                config.getInt("region-ready-nodes"),
                file.isBlank() ? Optional.empty() : Optional.of(Path.of(file)));
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("jetway.operations.%s %s".formatted(key, rule));
        }
    }
}
