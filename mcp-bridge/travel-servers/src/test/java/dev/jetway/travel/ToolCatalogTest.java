package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every tool, through the SDK's own client. */
class ToolCatalogTest {

    private static final Map<String, List<String>> TOOLS = Map.of(
            "flights", List.of("search", "status"),
            "hotels", List.of("search"),
            "destinations", List.of("resolve", "describe", "route"),
            "weather", List.of("climate", "forecast"),
            "loyalty", List.of("account"),
            "bookings", List.of("quote", "create", "list", "get", "change", "cancel", "lookup"));
    private static final List<String> COMMITS = List.of("create", "change", "cancel");

    @TempDir
    private static Path data;

    private static TravelBackend backend;

    @BeforeAll
    static void start() throws Exception {
        backend = TravelClient.start(data, false);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Test
    void everyServerListsItsToolsWithAllAClientNeeds() {
        TOOLS.forEach((server, names) -> {
            try (McpSyncClient client = client(server)) {
                assertThat(client.getServerInstructions()).isNotBlank();
                List<Tool> tools = client.listTools().tools();
                assertThat(tools).extracting(Tool::name).containsExactlyInAnyOrderElementsOf(names);
                for (Tool tool : tools) {
                    boolean commit = COMMITS.contains(tool.name());
                    assertThat(tool.title()).isNotBlank();
                    assertThat(tool.description()).isNotBlank();
                    assertThat(tool.inputSchema()).containsEntry("additionalProperties", false);
                    assertThat(tool.outputSchema()).containsEntry("type", "object");
                    assertThat(tool.annotations().readOnlyHint()).isEqualTo(!commit);
                    assertThat(tool.annotations().destructiveHint()).isEqualTo(commit);
                    assertThat(tool.annotations().idempotentHint()).isTrue();
                    assertThat(tool.annotations().openWorldHint()).isFalse();
                }
            }
        });
    }

    @Test
    void everyResultFitsTheOutputSchemaAndItsTextSaysTheSame() throws Exception {
        Map<String, CallToolResult> results = new LinkedHashMap<>();
        Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();
        String flight = sample(results, schemas, "flights", "search", """
                {"origin":"LON","destination":"TYO","date":"2027-03-03","returnDate":"2027-03-13","adults":2,"children":1}""")
                .at("/offers/0/outbound/legs/0/flight")
                .asText();
        String flightOffer =
                json(results.get("flights.search")).at("/offers/0/offerId").asText();
        sample(results, schemas, "flights", "status", "{\"flight\":\"" + flight + "\",\"date\":\"2026-11-21\"}");
        String hotelOffer = sample(results, schemas, "hotels", "search", """
                {"city":"Tokyo","checkIn":"2027-03-04","checkOut":"2027-03-08","maxPricePerNight":150,"near":"centre"}""")
                .at("/offers/0/offerId")
                .asText();
        sample(results, schemas, "destinations", "resolve", "{\"query\":\"Lisbon\"}");
        sample(results, schemas, "destinations", "describe", "{\"city\":\"Berlin\"}");
        sample(results, schemas, "destinations", "route", "{\"origin\":\"Berlin\",\"destination\":\"Paris\"}");
        sample(results, schemas, "weather", "climate", "{\"city\":\"Lisbon\",\"month\":5}");
        sample(results, schemas, "weather", "forecast", """
                {"city":"Boston","country":"US","from":"2026-11-22","to":"2026-11-25"}""");
        sample(results, schemas, "loyalty", "account", "{}");
        String quote = sample(
                        results,
                        schemas,
                        "bookings",
                        "quote",
                        "{\"kind\":\"hotel\",\"offerId\":\"" + hotelOffer
                                + "\",\"travelers\":[{\"name\":\"Ada Byron\"}]}")
                .get("quoteId")
                .asText();
        String flightQuote = sample(
                        results,
                        schemas,
                        "bookings",
                        "quote",
                        "{\"kind\":\"flight\",\"offerId\":\"" + flightOffer + "\"}")
                .get("quoteId")
                .asText();
        String reference = sample(
                        results,
                        schemas,
                        "bookings",
                        "create",
                        "{\"quoteId\":\"" + quote + "\",\"idempotencyKey\":\"catalog-1\"}")
                .get("reference")
                .asText();
        sample(
                results,
                schemas,
                "bookings",
                "create",
                "{\"quoteId\":\"" + flightQuote + "\",\"idempotencyKey\":\"catalog-2\"}");
        sample(
                results,
                schemas,
                "bookings",
                "change",
                "{\"reference\":\"" + reference
                        + "\",\"checkIn\":\"2027-04-04\",\"checkOut\":\"2027-04-06\",\"idempotencyKey\":\"catalog-3\"}");
        sample(results, schemas, "bookings", "list", "{}");
        sample(results, schemas, "bookings", "get", "{\"reference\":\"" + reference + "\"}");
        sample(results, schemas, "bookings", "lookup", "{\"idempotencyKey\":\"catalog-1\"}");
        sample(
                results,
                schemas,
                "bookings",
                "cancel",
                "{\"reference\":\"" + reference + "\",\"idempotencyKey\":\"catalog-4\"}");

        assertThat(results.keySet())
                .containsExactlyInAnyOrderElementsOf(TOOLS.entrySet().stream()
                        .flatMap(server -> server.getValue().stream().map(tool -> server.getKey() + "." + tool))
                        .toList());
    }

    private static JsonNode sample(
            Map<String, CallToolResult> results,
            Map<String, Map<String, Object>> schemas,
            String server,
            String tool,
            String arguments)
            throws Exception {
        try (McpSyncClient client = client(server)) {
            if (!schemas.containsKey(server + "." + tool)) {
                client.listTools().tools().forEach(t -> schemas.put(server + "." + t.name(), t.outputSchema()));
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> map = TravelClient.JSON.readValue(arguments, Map.class);
            CallToolResult result =
                    client.callTool(CallToolRequest.builder(tool).arguments(map).build());
            assertThat(result.isError())
                    .as("%s.%s: %s", server, tool, result.content())
                    .isFalse();
            JsonNode content = json(result);
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(TravelClient.JSON.<JsonNode>valueToTree(schemas.get(server + "." + tool)))
                            .validate(content))
                    .as("%s.%s", server, tool)
                    .isEmpty();
            String text = ((io.modelcontextprotocol.spec.McpSchema.TextContent)
                            result.content().get(0))
                    .text();
            assertThat(TravelClient.JSON.readTree(text)).isEqualTo(TravelClient.JSON.readTree(content.toString()));
            results.put(server + "." + tool, result);
            return content;
        }
    }

    private static JsonNode json(CallToolResult result) {
        return TravelClient.JSON.valueToTree(result.structuredContent());
    }

    private static McpSyncClient client(String server) {
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(backend.url())
                        .endpoint("/" + server + "/mcp")
                        .requestBuilder(HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + TravelClient.token("ada", server)))
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .build();
        client.initialize();
        return client;
    }
}
