package dev.jetway.mcp.server;

import dev.jetway.agents.Risk;
import dev.jetway.mcp.asked.MayAskSettings;
import dev.jetway.mcp.cache.CacheSettings;
import dev.jetway.mcp.canary.CanarySettings;
import dev.jetway.mcp.identity.AuthSettings;
import dev.jetway.mcp.policy.JsonLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One MCP server, as configured under {@code jetway.mcp.servers.<name>}; {@code reference.conf} describes
 * every key.
 *
 * @param audience whom traveler tokens are made out to; empty when the server gets none, as one that is a process
 * @param allow the tools that may be called; {@code *} stands for all
 * @param pin whether what the server says of itself is held against what was pinned
 * @param canary how it is tried in place of another server; empty when it is a server of its own
 * @param mayAsk what it may ask of us while we call it
 * @param readable what may be read of it beside calling its tools
 */
public record ServerSettings(
        String name,
        ServerAddress address,
        Duration connectTimeout,
        Limits limits,
        Duration poll,
        Duration reconnectMin,
        Duration reconnectMax,
        boolean personal,
        Optional<String> audience,
        Set<String> allow,
        boolean pin,
        Map<String, Risk> risk,
        Map<String, Boolean> idempotent,
        BreakerSettings breaker,
        RetrySettings retry,
        CacheSettings cache,
        Optional<CanarySettings> canary,
        AuthSettings auth,
        ProbeSettings probe,
        MayAskSettings mayAsk,
        ReadableSettings readable) {

    /** What one server may cost us. Sizes are in bytes, the length of strings in characters. */
    public record Limits(
            Duration callTimeout,
            Duration progressLimit,
            int maxConcurrent,
            int maxQueued,
            long maxResult,
            long maxArguments,
            int maxDepth,
            int maxString,
            int maxTools) {

        private static final long MAX_BYTES = 16L << 20;

        public Limits {
            requirePositive(callTimeout, "call-timeout");
            require(!progressLimit.isNegative(), "progress-limit must not be negative");
            require(maxConcurrent >= 1 && maxConcurrent <= 10_000, "max-concurrent must be 1 to 10000");
            require(maxQueued >= 0 && maxQueued <= 10_000, "max-queued must be 0 to 10000");
            require(maxResult >= 1_024 && maxResult <= MAX_BYTES, "max-result must be 1 KiB to 16 MiB");
            require(maxArguments >= 1_024 && maxArguments <= MAX_BYTES, "max-arguments must be 1 KiB to 16 MiB");
            require(maxDepth >= 1 && maxDepth <= 90, "max-depth must be 1 to 90");
            require(maxString >= 1 && maxString <= MAX_BYTES, "max-string must be 1 to 16777216");
            require(maxTools >= 1 && maxTools <= 10_000, "max-tools must be 1 to 10000");
        }

        /** Whether a call may take longer than its time-out while its tool reports progress. */
        boolean heedsProgress() {
            return progressLimit.compareTo(callTimeout) > 0;
        }

        /** What a call may take at most. */
        public Duration longestCall() {
            return heedsProgress() ? progressLimit : callTimeout;
        }

        JsonLimits ofArguments() {
            return new JsonLimits(maxArguments, maxDepth, maxString);
        }
    }

    public ServerSettings {
        require(
                name.matches("[a-z][a-z0-9-]{0,40}"),
                "the name of a server must be up to 41 lower case letters, digits and hyphens");
        require(
                address.takesTokens() || auth.equals(AuthSettings.NONE),
                "auth must not be set beside command: a process is sent no tokens");
        require(
                address.takesTokens() || audience.isEmpty(),
                "audience must not be set beside command: a process is sent no tokens");
        requirePositive(connectTimeout, "connect-timeout");
        require(poll.compareTo(Duration.ofMillis(100)) >= 0, "poll must be at least 100 ms");
        requirePositive(reconnectMin, "reconnect.min");
        require(reconnectMax.compareTo(reconnectMin) >= 0, "reconnect.max must not be less than reconnect.min");
        allow = Set.copyOf(allow);
        risk = Map.copyOf(risk);
        idempotent = Map.copyOf(idempotent);
        cache.requireReads(risk);
        require(
                auth.bearerFile().isEmpty() || (!personal && audience.isEmpty()),
                "auth.bearer-file is one token for everybody, and a server that is personal or has an audience is told"
                        + " who asks");
        if (probe.call().isPresent()) {
            requireProbe(probe.call().get().tool(), personal, allow, risk);
        }
    }

    private static void requireProbe(String tool, boolean personal, Set<String> allow, Map<String, Risk> risk) {
        require(!personal, "probe.call is not for a personal server: a probe is no traveler");
        require(
                allow.contains("*") || allow.contains(tool),
                "probe.call.tool is %s, which allow does not name".formatted(tool));
        require(
                risk.getOrDefault(tool, Risk.READ) == Risk.READ,
                "probe.call.tool is %s, which risk does not call a read".formatted(tool));
    }

    /** Whether the operator lets anybody call this tool. */
    public boolean allows(String tool) {
        return allow.contains("*") || allow.contains(tool);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static void requirePositive(Duration duration, String key) {
        require(!duration.isZero() && !duration.isNegative(), key + " must be longer than nothing");
    }
}
