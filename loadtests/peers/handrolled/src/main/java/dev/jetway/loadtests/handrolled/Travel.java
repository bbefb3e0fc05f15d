package dev.jetway.loadtests.handrolled;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The same plan, tool calls and reply as every other system here has. */
final class Travel {

    record Task(String id, String tool, int delayMs) {}

    private final McpAsyncClient tools;

    Travel(String toolsUrl) {
        var transport =
                HttpClientStreamableHttpTransport.builder(toolsUrl).endpoint("/mcp").build();
        tools = McpClient.async(transport).requestTimeout(Duration.ofSeconds(20)).build();
        tools.initialize().block();
    }

    /** A text that starts with "slow" asks for slow tools (W3). */
    static List<Task> plan(String text) {
        boolean slow = text.startsWith("slow");
        return List.of(
                new Task("flight", "search_flights", slow ? 200 : 0),
                new Task("hotel", "search_hotels", slow ? 500 : 0),
                new Task("weather", "get_weather", slow ? 1500 : 0));
    }

    String call(Task task, String session, int turn, String text) {
        var arguments = Map.<String, Object>of("session", session, "turn", turn, "q", text, "delayMs", task.delayMs());
        var result = tools.callTool(new McpSchema.CallToolRequest(task.tool(), arguments)).block();
        return ((McpSchema.TextContent) result.content().get(0)).text();
    }

    static String reply(Map<String, String> results) throws JsonProcessingException {
        var flight = Routes.JSON.readTree(results.get("flight")).get("options").get(0);
        var hotel = Routes.JSON.readTree(results.get("hotel")).get("options").get(0);
        var weather = Routes.JSON.readTree(results.get("weather")).get("days").get(0);
        return "Fly %s %s-%s at %s for %s %s; stay at %s (%s*) for %s %s/night; weather %s/%sC."
                .formatted(
                        flight.get("carrier").asText(),
                        flight.get("from").asText(),
                        flight.get("to").asText(),
                        flight.get("depart").asText(),
                        flight.get("price"),
                        flight.get("currency").asText(),
                        hotel.get("name").asText(),
                        hotel.get("stars"),
                        hotel.get("nightly"),
                        hotel.get("currency").asText(),
                        weather.get("high"),
                        weather.get("low"));
    }
}
