package dev.jetway.peers;

import static dev.jetway.peers.FixtureContent.embedded;
import static dev.jetway.peers.FixtureContent.image;
import static dev.jetway.peers.FixtureContent.sound;
import static dev.jetway.peers.FixtureContent.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tools the suite calls. Their schemas, and those of what they ask for, are in a file. */
final class FixtureTools {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STEP = Duration.ofMillis(50);
    private static final double ALL = 100;

    private final McpServer.AsyncSpecification<?> server;
    private final JsonNode schemas;

    private FixtureTools(McpServer.AsyncSpecification<?> server) {
        this.server = server;
        try (InputStream in = FixtureTools.class.getResourceAsStream("/conformance-schemas.json")) {
            this.schemas = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void addTo(McpServer.AsyncSpecification<?> server) {
        FixtureTools tools = new FixtureTools(server);
        tools.addThoseThatAnswer();
        tools.addThoseThatReport();
        tools.addThoseThatAsk();
    }

    private void addThoseThatAnswer() {
        answers("test_simple_text", text("This is a simple text response for testing."));
        answers("test_image_content", image());
        answers("test_audio_content", sound());
        answers(
                "test_embedded_resource",
                embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."));
        answers(
                "test_multiple_content_types",
                text("Multiple content types test:"),
                image(),
                embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}"));
        answers("json_schema_2020_12_tool", text("Nothing to do"));
        answers(FixtureFeatures.HANGS_UP, text("The answer came on the second stream."));
        CallToolResult refusal = CallToolResult.builder()
                .addTextContent("This tool intentionally returns an error for testing")
                .isError(true)
                .build();
        add("test_error_handling", (exchange, call) -> Mono.just(refusal));
    }

    private void addThoseThatReport() {
        List<String> logged = List.of("Tool execution started", "Tool processing data", "Tool execution completed");
        add("test_tool_with_logging", (exchange, call) -> inSteps(logged, line -> log(exchange, line)));
        List<Double> done = List.of(0.0, ALL / 2, ALL);
        add("test_tool_with_progress", (exchange, call) -> inSteps(done, part -> progress(exchange, call, part)));
    }

    private void addThoseThatAsk() {
        add("test_sampling", (exchange, call) -> sample(exchange, argument(call, "prompt")));
        add("test_elicitation", (exchange, call) -> ask(exchange, call, argument(call, "message")));
        add("test_elicitation_sep1034_defaults", (exchange, call) -> ask(exchange, call, "All of it has a default"));
        add("test_elicitation_sep1330_enums", (exchange, call) -> ask(exchange, call, "Choose in five ways"));
    }

    private void answers(String name, Content... contents) {
        CallToolResult result =
                CallToolResult.builder().content(List.of(contents)).build();
        add(name, (exchange, call) -> Mono.just(result));
    }

    private void add(
            String name, BiFunction<McpAsyncServerExchange, CallToolRequest, Mono<CallToolResult>> whenCalled) {
        Map<String, Object> schema = schemas.path("arguments").has(name)
                ? map(schemas.path("arguments").path(name))
                : Map.of("type", "object");
        server.toolCall(
                Tool.builder(name, schema)
                        .description("What the suite calls " + name)
                        .build(),
                whenCalled);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    private static <T> Mono<CallToolResult> inSteps(List<T> steps, Function<T, Mono<Void>> step) {
        return Flux.fromIterable(steps)
                .concatMap(each -> step.apply(each).then(Mono.delay(STEP)))
                .then(Mono.fromSupplier(() -> said("Done")));
    }

    private static Mono<Void> log(McpAsyncServerExchange exchange, String line) {
        return exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.INFO, line)
                .logger("fixture")
                .build());
    }

    private static Mono<Void> progress(McpAsyncServerExchange exchange, CallToolRequest call, double part) {
        Object token = call.meta() == null ? null : call.meta().get("progressToken");
        return token == null
                ? Mono.empty()
                : exchange.progressNotification(
                        ProgressNotification.builder(token, part).total(ALL).build());
    }

    private static Mono<CallToolResult> sample(McpAsyncServerExchange exchange, String prompt) {
        SamplingMessage message =
                SamplingMessage.builder(Role.USER, text(prompt)).build();
        return exchange.createMessage(
                        CreateMessageRequest.builder(List.of(message), 100).build())
                .map(reply -> said("LLM response: " + ((TextContent) reply.content()).text()));
    }

    private Mono<CallToolResult> ask(McpAsyncServerExchange exchange, CallToolRequest call, String message) {
        Map<String, Object> schema = map(schemas.path("questions").path(call.name()));
        return exchange.createElicitation(
                        ElicitFormRequest.builder(message, schema).build())
                .map(reply -> said("User response: action=%s, content=%s".formatted(reply.action(), reply.content())));
    }

    private static String argument(CallToolRequest call, String name) {
        return String.valueOf(call.arguments().get(name));
    }

    private static CallToolResult said(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }
}
