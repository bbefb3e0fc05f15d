package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeMetricsTest {

    @Test
    void thoseCutOffAreReadFromWhatPrometheusReads() {
        assertThat(NodeMetrics.parse("""
                # HELP jetway_websocket_slow_consumers_total Clients cut off because they did not keep up
                # TYPE jetway_websocket_slow_consumers_total counter
                jetway_websocket_slow_consumers_total 50.0
                jetway_websocket_connections 12.0
                """)).isEqualTo(50);
    }

    @Test
    void thereAreNoneUntilOneIs() {
        assertThat(NodeMetrics.parse("jetway_websocket_connections 12.0\n")).isZero();
    }
}
