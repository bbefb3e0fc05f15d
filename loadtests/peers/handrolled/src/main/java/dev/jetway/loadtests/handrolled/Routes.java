package dev.jetway.loadtests.handrolled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** A small JSON server on the JDK's own, one virtual thread per request. */
final class Routes {

    static final ObjectMapper JSON = new ObjectMapper();

    interface Route {
        Object answer(JsonNode body, Map<String, String> query) throws Exception;
    }

    private Routes() {}

    static void serve(int port, Map<String, Route> routes) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            int status = 200;
            byte[] out;
            try {
                out = JSON.writeValueAsBytes(answer(exchange, routes));
            } catch (Exception e) {
                status = 500;
                out = String.valueOf(e).getBytes(StandardCharsets.UTF_8);
            }
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status, out.length);
            try (var body = exchange.getResponseBody()) {
                body.write(out);
            }
        });
        server.start();
    }

    private static Object answer(HttpExchange exchange, Map<String, Route> routes) throws Exception {
        byte[] in = exchange.getRequestBody().readAllBytes();
        var route = routes.get(exchange.getRequestURI().getPath());
        if (route == null) {
            throw new IllegalArgumentException("no route " + exchange.getRequestURI().getPath());
        }
        var query = new HashMap<String, String>();
        var text = exchange.getRequestURI().getQuery();
        for (var pair : text == null ? new String[0] : text.split("&")) {
            var keyAndValue = pair.split("=", 2);
            query.put(keyAndValue[0], keyAndValue.length > 1 ? keyAndValue[1] : "");
        }
        return route.answer(in.length == 0 ? JSON.createObjectNode() : JSON.readTree(in), query);
    }
}
