package dev.jetway.mcp.server;

import java.time.Duration;

/**
 * When calls to a failing server stop.
 *
 * @param failures this many failed or slow calls of the last {@code window} open the breaker
 * @param slowCall a call that takes longer counts as slow
 * @param openFor how long an open breaker refuses; twice as long each time the probes fail
 * @param maxOpenFor but no longer than this, unless {@code openFor} is
 * @param probes how many calls may try afterwards
 */
public record BreakerSettings(
        int failures, int window, Duration slowCall, Duration openFor, Duration maxOpenFor, int probes) {

    public BreakerSettings {
        ServerSettings.require(failures >= 1 && failures <= window, "breaker.failures must be 1 to window");
        ServerSettings.require(window <= 10_000, "breaker.window must be at most 10000");
        ServerSettings.requirePositive(slowCall, "breaker.slow-call");
        ServerSettings.requirePositive(openFor, "breaker.open-for");
        maxOpenFor = maxOpenFor.compareTo(openFor) < 0 ? openFor : maxOpenFor;
        ServerSettings.require(probes >= 1 && probes <= 1_000, "breaker.probes must be 1 to 1000");
    }
}
