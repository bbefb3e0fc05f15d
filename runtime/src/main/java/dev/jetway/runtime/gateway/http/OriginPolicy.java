package dev.jetway.runtime.gateway.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages may use the gateway. The host name a page was loaded from says nothing about who
 * wrote it (DNS rebinding), so "the same origin" is not enough: origins are named, and a gateway on a
 * loopback address adds the loopback names.
 */
public record OriginPolicy(List<String> allowed, boolean loopback) {

    static final String REFUSAL =
            "This page's origin is not allowed; an operator can add it to jetway.gateway.allowed-origins";

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @param origin the header, absent for clients that are no browser */
    public boolean allows(Optional<String> origin) {
        return origin.isEmpty() || allowed.contains(origin.get()) || (loopback && isLoopback(origin.get()));
    }

    private static boolean isLoopback(String origin) {
        try {
            var host = URI.create(origin).getHost();
            return host != null && LOOPBACK_NAMES.contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
