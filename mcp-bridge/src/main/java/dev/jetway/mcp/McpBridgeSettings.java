package dev.jetway.mcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.cache.CacheSettings;
import dev.jetway.mcp.canary.CanarySettings;
import dev.jetway.mcp.identity.AuthSettings;
import dev.jetway.mcp.process.ServerCommand;
import dev.jetway.mcp.server.BreakerSettings;
import dev.jetway.mcp.server.ProbeSettings;
import dev.jetway.mcp.server.ReadableSettings;
import dev.jetway.mcp.server.RetrySettings;
import dev.jetway.mcp.server.ServerAddress;
import dev.jetway.mcp.server.ServerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the bridge is told under {@code jetway.mcp}; {@code reference.conf} describes every key.
 *
 * @param cacheBytes what the answers that are kept may take, of all servers together
 * @param trustedCertificates the only certificate authorities that https servers are believed; empty for the
 *     platform's
 * @param secretFile what traveler tokens are signed with; empty when no server gets tokens
 * @param lockFile the pins of all servers; empty when what is seen first is pinned
 */
public record McpBridgeSettings(
        Duration tcpConnectTimeout,
        Duration closeTimeout,
        long cacheBytes,
        Optional<Path> trustedCertificates,
        Optional<Path> secretFile,
        Optional<Path> lockFile,
        SortedMap<String, ServerSettings> servers) {

    private static final String PATH = "jetway.mcp";

    private static final Set<String> SERVER_KEYS = Set.of(
            "url",
            "command",
            "environment",
            "directory",
            "connect-timeout",
            "call-timeout",
            "progress-limit",
            "max-concurrent",
            "max-queued",
            "max-result",
            "max-arguments",
            "max-depth",
            "max-string",
            "max-tools",
            "poll",
            "probe",
            "reconnect",
            "personal",
            "audience",
            "auth",
            "allow",
            "allow-resources",
            "allow-prompts",
            "pin",
            "risk",
            "idempotent",
            "breaker",
            "retry",
            "cache",
            "stale-for",
            "personal-tools",
            "forget-on-write",
            "may-ask",
            "canary");

    private static final long MAX_CACHE_BYTES = 4L << 30;

    public McpBridgeSettings {
        if (cacheBytes < 0 || cacheBytes > MAX_CACHE_BYTES) {
            throw new IllegalArgumentException("Setting %s.cache.max-bytes must be 0 to 4 GiB".formatted(PATH));
        }
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        for (ServerSettings server : servers.values()) {
            if (server.audience().isPresent() && secretFile.isEmpty()) {
                throw new IllegalArgumentException(
                        "Server '%s' gets traveler tokens, but %s.identity.secret-file is not set"
                                .formatted(server.name(), PATH));
            }
            if (server.canary().isPresent()) {
                requireStable(servers, server, server.canary().get().of());
            }
        }
    }

    /** One canary for a server, and none for a canary: who gets which would be anybody's guess. */
    private static void requireStable(SortedMap<String, ServerSettings> servers, ServerSettings canary, String of) {
        ServerSettings stable = servers.get(of);
        boolean another = servers.values().stream()
                .anyMatch(other -> other != canary
                        && other.canary().filter(it -> it.of().equals(of)).isPresent());
        if (stable == null || stable.canary().isPresent() || another) {
            throw new IllegalArgumentException("Setting %s.servers.%s.canary.of: %s"
                    .formatted(
                            PATH,
                            canary.name(),
                            stable == null
                                    ? "there is no server '%s'".formatted(of)
                                    : another
                                            ? "'%s' has another canary already".formatted(of)
                                            : "'%s' is a canary itself".formatted(of)));
        }
    }

    /**
     * Reads {@code jetway.mcp} of a configuration that has this module's {@code reference.conf} at its
     * bottom.
     *
     * @throws IllegalArgumentException naming the setting, if one is unknown, missing or makes no sense
     */
    public static McpBridgeSettings from(Config root) {
        StrictConfig mcp = StrictConfig.of(
                root.getConfig(PATH),
                PATH,
                Set.of(
                        "tcp-connect-timeout",
                        "close-timeout",
                        "cache",
                        "trusted-certificates",
                        "lock-file",
                        "identity",
                        "servers",
                        "server-defaults"));
        Config defaults = mcp.get("server-defaults", Config::getConfig);
        SortedMap<String, ServerSettings> servers = new TreeMap<>();
        mcp.sections("servers").forEach((name, own) -> servers.put(name, server(name, own.withFallback(defaults))));
        return new McpBridgeSettings(
                mcp.get("tcp-connect-timeout", Config::getDuration),
                mcp.get("close-timeout", Config::getDuration),
                mcp.section("cache", Set.of("max-bytes")).get("max-bytes", Config::getBytes),
                file(mcp.get("trusted-certificates", Config::getString)),
                file(mcp.section("identity", Set.of("secret-file")).get("secret-file", Config::getString)),
                file(mcp.get("lock-file", Config::getString)),
                servers);
    }

    private static Optional<Path> file(String path) {
        return path.isBlank() ? Optional.empty() : Optional.of(Path.of(path));
    }

    private static ServerSettings server(String name, Config config) {
        String path = PATH + ".servers." + name;
        StrictConfig server = StrictConfig.of(config, path, SERVER_KEYS);
        StrictConfig breaker = server.section(
                "breaker", Set.of("failures", "window", "slow-call", "open-for", "max-open-for", "probes"));
        StrictConfig retry = server.section("retry", Set.of("attempts", "min-pause", "max-pause", "budget"));
        StrictConfig reconnect = server.section("reconnect", Set.of("min", "max"));
        boolean personal = server.get("personal", Config::getBoolean);
        String audience = server.get("audience", Config::getString);
        AuthSettings auth = ServerSections.auth(server, path);
        ProbeSettings probe = ServerSections.probe(server, path);
        SortedMap<String, Risk> risk = server.map("risk", McpBridgeSettings::risk);
        SortedMap<String, Boolean> idempotent = server.map("idempotent", McpBridgeSettings::flag);
        Map<String, Duration> fresh = server.map("cache", McpBridgeSettings::duration);
        Map<String, Duration> staleFor = server.map("stale-for", McpBridgeSettings::duration);
        Set<String> allow = server.get("allow", (section, key) -> new HashSet<>(section.getStringList(key)));
        Duration connectTimeout = server.get("connect-timeout", Config::getDuration);
        Duration poll = server.get("poll", Config::getDuration);
        Duration reconnectMin = reconnect.get("min", Config::getDuration);
        Duration reconnectMax = reconnect.get("max", Config::getDuration);
        try {
            ServerAddress address = address(server);
            return new ServerSettings(
                    name,
                    address,
                    connectTimeout,
                    new ServerSettings.Limits(
                            server.get("call-timeout", Config::getDuration),
                            server.get("progress-limit", Config::getDuration),
                            server.get("max-concurrent", Config::getInt),
                            server.get("max-queued", Config::getInt),
                            server.get("max-result", Config::getBytes),
                            server.get("max-arguments", Config::getBytes),
                            server.get("max-depth", Config::getInt),
                            server.get("max-string", Config::getInt),
                            server.get("max-tools", Config::getInt)),
                    poll,
                    reconnectMin,
                    reconnectMax,
                    personal,
                    audience.isBlank()
                            ? Optional.of(name)
                                    .filter(own -> (personal || auth.exchange().isPresent()) && address.takesTokens())
                            : Optional.of(audience),
                    allow,
                    server.get("pin", Config::getBoolean),
                    risk,
                    idempotent,
                    new BreakerSettings(
                            breaker.get("failures", Config::getInt),
                            breaker.get("window", Config::getInt),
                            breaker.get("slow-call", Config::getDuration),
                            breaker.get("open-for", Config::getDuration),
                            breaker.get("max-open-for", Config::getDuration),
                            breaker.get("probes", Config::getInt)),
                    new RetrySettings(
                            retry.get("attempts", Config::getInt),
                            retry.get("min-pause", Config::getDuration),
                            retry.get("max-pause", Config::getDuration),
                            retry.get("budget", Config::getDouble)),
                    new CacheSettings(
                            fresh,
                            staleFor,
                            server.get("personal-tools", (section, key) -> new HashSet<>(section.getStringList(key))),
                            server.get("forget-on-write", Config::getBoolean)),
                    canary(server),
                    auth,
                    probe,
                    ServerSections.mayAsk(server),
                    new ReadableSettings(
                            server.get("allow-resources", (section, key) -> new HashSet<>(section.getStringList(key))),
                            server.get("allow-prompts", (section, key) -> new HashSet<>(section.getStringList(key)))));
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith("Setting ")
                    ? e
                    : new IllegalArgumentException("Setting %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static Optional<CanarySettings> canary(StrictConfig server) {
        StrictConfig canary = server.section("canary", Set.of("of", "share", "min-calls", "more-failures", "slower"));
        String of = canary.get("of", Config::getString);
        return of.isBlank()
                ? Optional.empty()
                : Optional.of(new CanarySettings(
                        of,
                        canary.get("share", Config::getDouble),
                        canary.get("min-calls", Config::getInt),
                        canary.get("more-failures", Config::getDouble),
                        canary.get("slower", Config::getDouble)));
    }

    private static ServerAddress address(StrictConfig server) {
        String url = server.get("url", Config::getString);
        List<String> command = server.get("command", Config::getStringList);
        SortedMap<String, String> environment = server.map("environment", McpBridgeSettings::text);
        Optional<Path> directory = file(server.get("directory", Config::getString));
        if (!command.isEmpty()) {
            require(url.isBlank(), "url and command are both set, and a server has only one of them");
            return new ServerAddress.Program(new ServerCommand(command, environment, directory));
        }
        require(!url.isBlank(), "either url or command must be set");
        require(environment.isEmpty(), "environment is of no use without command");
        require(directory.isEmpty(), "directory is of no use without command");
        return new ServerAddress.Http(server.get("url", (section, key) -> URI.create(section.getString(key))));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String text(Object value) {
        require(value != null, "must have a value");
        return String.valueOf(value);
    }

    private static Risk risk(Object value) {
        try {
            return Risk.valueOf(String.valueOf(value).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be read, write or commit, and is '%s'".formatted(value), e);
        }
    }

    private static Duration duration(Object value) {
        try {
            return ConfigFactory.parseMap(Map.of("value", value)).getDuration("value");
        } catch (ConfigException e) {
            throw new IllegalArgumentException("must be a duration, such as 60s, and is '%s'".formatted(value), e);
        }
    }

    private static Boolean flag(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException("must be true or false, and is '%s'".formatted(value));
    }
}
