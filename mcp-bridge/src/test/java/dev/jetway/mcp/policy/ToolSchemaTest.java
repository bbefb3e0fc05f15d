package dev.jetway.mcp.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToolSchemaTest {

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void schemasWithTheSameIdDoNotReplaceEachOther() throws Exception {
        ToolSchema text = ToolSchema.compile(json("{\"$id\":\"https://a.example/s\",\"type\":\"string\"}"));
        ToolSchema number = ToolSchema.compile(json("{\"$id\":\"https://a.example/s\",\"type\":\"integer\"}"));
        assertThat(text.violation(json("\"x\""))).isEmpty();
        assertThat(number.violation(json("7"))).isEmpty();
        assertThat(number.violation(json("\"x\""))).isPresent();
    }

    @Test
    void aViolationNamesTheField() throws Exception {
        ToolSchema schema = ToolSchema.compile(json("""
                        {"$defs": {"money": {"type": "object", "required": ["amount"],
                                             "properties": {"amount": {"type": "number"}}}},
                         "type": "object",
                         "properties": {"offers": {"type": "array", "items": {"$ref": "#/$defs/money"}}}}"""));
        assertThat(schema.violation(json("{\"offers\":[{\"amount\":1},{\"amount\":\"much\"}]}")))
                .hasValueSatisfying(violation -> assertThat(violation).startsWith("/offers/1/amount: "));
        assertThat(schema.violation(json("{\"offers\":[{\"amount\":1}]}"))).isEmpty();
    }

    @Test
    void olderDialectsAreUnderstood() throws Exception {
        ToolSchema schema = ToolSchema.compile(
                json("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"integer\"}"));
        assertThat(schema.violation(json("1"))).isEmpty();
        assertThat(schema.violation(json("\"1\""))).isPresent();
    }

    @Test
    void aSchemaThatPointsElsewhereIsRefusedAndNothingIsFetched() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        elsewhere.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            JsonNode schema = json("{\"$ref\":\"http://127.0.0.1:%d/schema\"}"
                    .formatted(elsewhere.getAddress().getPort()));
            assertThatThrownBy(() -> ToolSchema.compile(schema)).hasMessageStartingWith("Not a usable JSON Schema");
            assertThat(fetched).hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
    }
}
