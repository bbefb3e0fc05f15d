package dev.jetway.runtime.gateway;

import com.typesafe.config.Config;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.DevAuthenticator;
import dev.jetway.runtime.gateway.identity.Tenants;
import dev.jetway.runtime.gateway.identity.oidc.OidcAuthenticator;
import dev.jetway.runtime.gateway.identity.oidc.OidcSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The section {@code jetway.gateway}; its keys are explained in {@code reference.conf}.
 *
 * @param oidc there with that authentication only
 * @param tenants of {@code jetway.tenants}
 */
public record GatewaySettings(
        String host,
        int port,
        Authentication authentication,
        Optional<OidcSettings> oidc,
        List<String> allowedOrigins,
        int maxConnections,
        int maxSubscriptions,
        int maxFrameBytes,
        Duration helloTimeout,
        Duration commandTimeout,
        LimitSettings limits,
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
        DEV,
        /** Access tokens of an OpenID provider. */
        OIDC
    }

    /** @throws IllegalArgumentException naming the key that is wrong */
    public GatewaySettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        require(!host.isBlank(), "host", "must name an address");
        require(port >= 0 && port <= 65_535, "port", "must be 0 to 65535");
        require(maxConnections > 0, "max-connections", "must be positive");
        require(maxSubscriptions > 0, "max-subscriptions", "must be positive");
        require(maxFrameBytes >= 1_024, "max-frame-bytes", "must be at least 1 KiB");
        require(bufferFrames >= 16, "buffer.frames", "must be at least 16");
        require(bufferBytes >= maxFrameBytes, "buffer.bytes", "must be at least max-frame-bytes");
        requirePositive(helloTimeout, "hello-timeout");
        requirePositive(commandTimeout, "command-timeout");
        requirePositive(lease, "lease");
        requirePositive(keepAlive, "keep-alive");
        requirePositive(closeGrace, "close-grace");
        require(!drainSpread.isNegative(), "drain-spread", "must not be negative");
        require(
                oidc.isPresent() == (authentication == Authentication.OIDC),
                "oidc",
                "goes with authentication = oidc, and only with that");
        require(
                authentication != Authentication.DEV || isLoopback(host),
                "authentication",
                "= dev believes everybody and is allowed on a loopback address only, not on '%s'; ".formatted(host)
                        + "bind to 127.0.0.1 or let people sign in with authentication = oidc");
    }

    /** @param root the whole configuration, {@code reference.conf} included */
    public static GatewaySettings from(Config root) {
        var config = root.getConfig("jetway.gateway");
        var authentication = authentication(config.getString("authentication"));
        return new GatewaySettings(
                config.getString("host"),
                config.getInt("port"),
                authentication,
                authentication == Authentication.OIDC
                        ? Optional.of(OidcSettings.from(config.getConfig("oidc")))
                        : Optional.empty(),
                config.getStringList("allowed-origins"),
                config.getInt("max-connections"),
                config.getInt("max-subscriptions"),
                Math.toIntExact(config.getBytes("max-frame-bytes")),
                config.getDuration("hello-timeout"),
                config.getDuration("command-timeout"),
                LimitSettings.from(config),
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
            throw new IllegalArgumentException(
                    "jetway.gateway.authentication must be 'dev' or 'oidc', not '%s'".formatted(word));
        }
    }

    public boolean loopback() {
        return isLoopback(host);
    }

    /** As configured, at work from now on. */
    public Authenticator authenticator() {
        return switch (authentication) {
            case DEV -> new DevAuthenticator(tenants);
            case OIDC -> OidcAuthenticator.start(oidc.orElseThrow(), tenants);
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
