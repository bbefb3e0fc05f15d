package dev.jetway.travel.http;

import dev.jetway.peers.FixtureFeatures;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * A server that offers what the conformance suite asks for, behind the travel servers' own HTTP server and
 * front door. It has the sessions and streams which they can do without.
 */
public final class ConformanceServer implements AutoCloseable {

    private final TravelHttp http;
    private final McpAsyncServer server;

    private ConformanceServer(TravelHttp http, McpAsyncServer server) {
        this.http = http;
        this.server = server;
    }

    public static ConformanceServer start() throws IOException {
        McpJsonMapper json = new JacksonMcpJsonMapper(Responses.JSON);
        TravelHttp http = TravelHttp.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(), new byte[32], false, List::of);
        SessionEndpoint endpoint = new SessionEndpoint(json, FixtureFeatures.HANGS_UP);
        McpAsyncServer server = FixtureFeatures.offeredBy(endpoint, json);
        http.route("/conformance/mcp", endpoint);
        return new ConformanceServer(http, server);
    }

    public URI url() {
        return URI.create(
                "http://127.0.0.1:%d/conformance/mcp".formatted(http.address().getPort()));
    }

    @Override
    public void close() {
        server.closeGracefully().block();
        http.close();
    }
}
