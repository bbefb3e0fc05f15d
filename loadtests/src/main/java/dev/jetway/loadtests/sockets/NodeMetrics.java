package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a node says of itself; up to ten seconds old. */
final class NodeMetrics {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CUT_OFF = "jetway_websocket_slow_consumers";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;

    /** @param operations the node's address for operators */
    NodeMetrics(URI operations) {
        this.metrics = operations.resolve("/metrics");
    }

    /** Clients it has cut off since it was started, because they did not keep up. */
    long cutOff() throws IOException, InterruptedException {
        return parse(http.send(HttpRequest.newBuilder(metrics).timeout(LIMIT).build(), BodyHandlers.ofString())
                .body());
    }

    static long parse(String text) {
        return text.lines()
                .filter(line -> line.startsWith(CUT_OFF))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
