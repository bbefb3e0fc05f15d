package dev.jetway.runtime.gateway;

import com.typesafe.config.Config;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.DevAuthenticator;
import dev.jetway.runtime.gateway.identity.Tenants;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The section {@code jetway.gateway}; its keys are explained in {@code reference.conf}.
 *
 * @param tenants of {@code jetway.tenants}
 * @param commands how many commands a subject may send in {@code commandsPer}
 */
public record GatewaySettings(
        String host,
        int port,
        Authentication authentication,
        List<String> allowedOrigins,
        int maxConnections,
        int maxSubscriptions,
        int maxFrameBytes,
        Duration helloTimeout,
        Duration commandTimeout,
        int commands,
        Duration commandsPer,
        int bufferFrames,
        int bufferBytes,
        Duration lease,
        Duration keepAlive,
        Duration drainSpread,
        Duration closeGrace,
        Tenants tenants) {

    /** How travelers prove who they are. */
    public enum Authentication {
        /** Everybody is believed; loopback only. */
        DEV
    }

    /** @throws IllegalArgumentException naming the key that is wrong */
    public GatewaySettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        require(!host.isBlank(), "host", "must name an address");
        require(port >= 0 && port <= 65_535, "port", "must be 0 to 65535");
        require(maxConnections > 0, "max-connections", "must be positive");
        require(maxSubscriptions > 0, "max-subscriptions", "must be positive");
        require(maxFrameBytes >= 1_024, "max-frame-bytes", "must be at least 1 KiB");
        require(commands > 0, "commands.limit", "must be positive");
        require(bufferFrames >= 16, "buffer.frames", "must be at least 16");
        require(bufferBytes >= maxFrameBytes, "buffer.bytes", "must be at least max-frame-bytes");
        requirePositive(helloTimeout, "hello-timeout");
        requirePositive(commandTimeout, "command-timeout");
        requirePositive(commandsPer, "commands.per");
        requirePositive(lease, "lease");
        requirePositive(keepAlive, "keep-alive");
        requirePositive(closeGrace, "close-grace");
        require(!drainSpread.isNegative(), "drain-spread", "must not be negative");
        require(
                authentication != Authentication.DEV || isLoopback(host),
                "authentication",
                "= dev believes everybody and is allowed on a loopback address only, not on '%s'; ".formatted(host)
                        + "bind to 127.0.0.1 or configure real authentication");
    }

    /** @param root the whole configuration, {@code reference.conf} included */
    public static GatewaySettings from(Config root) {
        var config = root.getConfig("jetway.gateway");
        return new GatewaySettings(
                config.getString("host"),
                config.getInt("port"),
                authentication(config.getString("authentication")),
                config.getStringList("allowed-origins"),
                config.getInt("max-connections"),
                config.getInt("max-subscriptions"),
                Math.toIntExact(config.getBytes("max-frame-bytes")),
                config.getDuration("hello-timeout"),
                config.getDuration("command-timeout"),
                config.getInt("commands.limit"),
                config.getDuration("commands.per"),
                config.getInt("buffer.frames"),
                Math.toIntExact(config.getBytes("buffer.bytes")),
                config.getDuration("lease"),
                config.getDuration("keep-alive"),
                config.getDuration("drain-spread"),
                config.getDuration("close-grace"),
                Tenants.from(root.getConfig("jetway")));
    }

    private static Authentication authentication(String word) {
        try {
            return Authentication.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("jetway.gateway.authentication must be 'dev', not '%s'".formatted(word));
        }
    }

    public boolean loopback() {
        return isLoopback(host);
    }

    public Authenticator authenticator() {
        return switch (authentication) {
            case DEV -> new DevAuthenticator(tenants);
        };
    }

    public String authenticationWord() {
        return authentication.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void requirePositive(Duration duration, String key) {
        require(!duration.isNegative() && !duration.isZero(), key, "must be positive");
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("jetway.gateway.%s %s".formatted(key, rule));
        }
    }
}
