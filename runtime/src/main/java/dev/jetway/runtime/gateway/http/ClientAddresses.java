package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import dev.jetway.runtime.gateway.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where requests come from: the other end of the connection, or, where that is a proxy whose word is taken, what it says
 * in {@code X-Forwarded-For}. What stands there from before the first such proxy is anybody's invention.
 */
record ClientAddresses(List<Network> trustedProxies) {

    private static final String UNKNOWN = "unknown";
    private static final int NETWORK_BYTES = 8;

    ClientAddresses {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** A name for whoever limits are counted for: an IPv4 address, or the first 64 bits of an IPv6 address. */
    String of(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(peer -> name(client(peer, Headers.all(request, "x-forwarded-for"))))
                .orElse(UNKNOWN);
    }

    private InetAddress client(InetAddress peer, List<String> forwardedFor) {
        var hops = forwardedFor.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .toList();
        var client = peer;
        for (int next = hops.size() - 1; next >= 0 && trusted(client); next--) {
            var before = Network.address(hops.get(next).strip());
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }

    private boolean trusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    private static String name(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var name = new StringBuilder();
        for (int at = 0; at < NETWORK_BYTES; at++) {
            name.append("%02x".formatted(address.getAddress()[at]));
        }
        return name.append("/64").toString();
    }
}
