package dev.jetway.travel.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Reading requests and writing answers, all of them small JSON. */
final class Responses {

    static final ObjectMapper JSON = JsonMapper.builder().build();
    static final int MAX_BODY = 1 << 20;

    private Responses() {}

    /** The body, or an IOException that names the limit it broke; the JDK's server limits the time it takes. */
    static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                // A caller that is still sending would see a broken connection instead of the answer.
                in.transferTo(OutputStream.nullOutputStream());
                throw new IOException("A request has at most " + MAX_BODY + " bytes");
            }
            return body;
        }
    }

    static void json(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    static void json(HttpExchange exchange, int status, Object value) throws IOException {
        json(exchange, status, JSON.writeValueAsBytes(value));
    }

    static void error(HttpExchange exchange, int status, String sentence) throws IOException {
        json(exchange, status, Map.of("error", sentence));
    }

    static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
