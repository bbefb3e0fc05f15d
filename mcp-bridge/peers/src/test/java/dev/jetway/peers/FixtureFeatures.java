package dev.jetway.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tools, resources and prompts that the conformance suite asks servers for, by the names it gives them. */
public final class FixtureFeatures {

    /** The tool that ends its response before the answer. */
    public static final String HANGS_UP = "test_reconnection";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STEP = Duration.ofMillis(50);
    private static final String NO_ARGUMENTS = "{\"type\": \"object\"}";

    /** A transparent pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    /** No sound at all. */
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

    private FixtureFeatures() {}

    public static McpAsyncServer offeredBy(McpStreamableServerTransportProvider transport, McpJsonMapper json) {
        var server = McpServer.async(transport)
                .jsonMapper(json)
                .serverInfo("jetway-conformance", "1")
                .capabilities(ServerCapabilities.builder()
                        .tools(true)
                        .resources(true, true)
                        .prompts(true)
                        .completions()
                        .logging()
                        .build())
                .requestTimeout(Duration.ofSeconds(20));
        tools(server);
        resources(server);
        prompts(server);
        return server.build();
    }

    private static void tools(McpServer.AsyncSpecification<?> server) {
        says(server, "test_simple_text", said("This is a simple text response for testing."));
        says(server, "test_image_content", image());
        says(
                server,
                "test_audio_content",
                AudioContent.builder(WAV, "audio/wav").build());
        says(
                server,
                "test_embedded_resource",
                embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."));
        says(
                server,
                "test_multiple_content_types",
                said("Multiple content types test:"),
                image(),
                embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}"));
        says(server, HANGS_UP, said("The answer came on the second stream."));
        tool(
                server,
                "test_error_handling",
                NO_ARGUMENTS,
                (exchange, call) -> Mono.just(CallToolResult.builder()
                        .addTextContent("This tool intentionally returns an error for testing")
                        .isError(true)
                        .build()));
        tool(
                server,
                "test_tool_with_logging",
                NO_ARGUMENTS,
                (exchange, call) -> inSteps(
                        List.of("Tool execution started", "Tool processing data", "Tool execution completed"),
                        text -> exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.INFO, text)
                                .logger("fixture")
                                .build())));
        tool(
                server,
                "test_tool_with_progress",
                NO_ARGUMENTS,
                (exchange, call) -> inSteps(List.of(0.0, 50.0, 100.0), progress -> progress(exchange, call, progress)));
        tool(
                server,
                "test_sampling",
                """
                {"type": "object", "properties": {"prompt": {"type": "string"}}, "required": ["prompt"]}""",
                (exchange, call) -> exchange.createMessage(CreateMessageRequest.builder(
                                        List.of(new SamplingMessage(Role.USER, said(argument(call, "prompt")))), 100)
                                .build())
                        .map(said -> text("LLM response: " + ((TextContent) said.content()).text())));
        tool(server, "test_elicitation", """
                {"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]}""", (exchange, call) -> ask(exchange, argument(call, "message"), """
                {"type": "object", "required": ["username", "email"], "properties": {
                  "username": {"type": "string", "description": "User's response"},
                  "email": {"type": "string", "description": "User's email address"}}}"""));
        tool(
                server,
                "test_elicitation_sep1034_defaults",
                NO_ARGUMENTS,
                (exchange, call) -> ask(exchange, "All of it has a default", """
                {"type": "object", "properties": {
                  "name": {"type": "string", "default": "John Doe"},
                  "age": {"type": "integer", "default": 30},
                  "score": {"type": "number", "default": 95.5},
                  "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
                  "verified": {"type": "boolean", "default": true}}}"""));
        tool(
                server,
                "test_elicitation_sep1330_enums",
                NO_ARGUMENTS,
                (exchange, call) -> ask(exchange, "Choose in five ways", """
                {"type": "object", "properties": {
                  "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
                  "titledSingle": {"type": "string", "oneOf": [
                    {"const": "value1", "title": "First Option"}, {"const": "value2", "title": "Second Option"}]},
                  "legacyEnum": {"type": "string", "enum": ["opt1", "opt2"], "enumNames": ["One", "Two"]},
                  "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2"]}},
                  "titledMulti": {"type": "array", "items": {"anyOf": [
                    {"const": "value1", "title": "First Choice"}, {"const": "value2", "title": "Second Choice"}]}}}}"""));
        tool(server, "json_schema_2020_12_tool", """
                {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                 "$defs": {"address": {"type": "object",
                   "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
                 "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
                 "additionalProperties": false}""", (exchange, call) -> Mono.just(text("Nothing to do")));
    }

    private static void resources(McpServer.AsyncSpecification<?> server) {
        server.resources(
                resource(
                        "test://static-text",
                        "text/plain",
                        uri -> document(uri, "text/plain", "This is the content of the static text resource.")),
                resource(
                        "test://static-binary",
                        "image/png",
                        uri -> BlobResourceContents.builder(uri, PNG)
                                .mimeType("image/png")
                                .build()),
                resource("test://watched-resource", "text/plain", uri -> document(uri, "text/plain", "Watch me")));
        server.resourceTemplates(new AsyncResourceTemplateSpecification(
                ResourceTemplate.builder("test://template/{id}/data", "template")
                        .description("Data by id")
                        .mimeType("application/json")
                        .build(),
                (exchange, request) -> {
                    String id = request.uri().split("/")[3];
                    String data =
                            "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id);
                    return Mono.just(
                            ReadResourceResult.builder(List.of(document(request.uri(), "application/json", data)))
                                    .build());
                }));
    }

    private static void prompts(McpServer.AsyncSpecification<?> server) {
        server.prompts(
                prompt("test_simple_prompt", List.of(), given -> List.of(said("This is a simple prompt for testing."))),
                prompt(
                        "test_prompt_with_arguments",
                        List.of("arg1", "arg2"),
                        given -> List.of(said("Prompt with arguments: arg1='%s', arg2='%s'"
                                .formatted(given.get("arg1"), given.get("arg2"))))),
                prompt(
                        "test_prompt_with_embedded_resource",
                        List.of("resourceUri"),
                        given -> List.of(
                                embedded(
                                        String.valueOf(given.get("resourceUri")),
                                        "text/plain",
                                        "Embedded resource content for testing."),
                                said("Please process the embedded resource above."))),
                prompt(
                        "test_prompt_with_image",
                        List.of(),
                        given -> List.of(image(), said("Please analyze the image above."))));
        server.completions(new AsyncCompletionSpecification(
                PromptReference.builder("test_prompt_with_arguments").build(),
                (exchange, request) -> Mono.just(new CompleteResult(
                        new CompleteResult.CompleteCompletion(List.of("testing", "tested"), 2, false)))));
    }

    private static void says(McpServer.AsyncSpecification<?> server, String name, Content... contents) {
        tool(
                server,
                name,
                NO_ARGUMENTS,
                (exchange, call) -> Mono.just(
                        CallToolResult.builder().content(List.of(contents)).build()));
    }

    private static void tool(
            McpServer.AsyncSpecification<?> server,
            String name,
            String schema,
            BiFunction<McpAsyncServerExchange, CallToolRequest, Mono<CallToolResult>> run) {
        server.toolCall(
                Tool.builder(name, map(schema))
                        .description("What the suite calls " + name)
                        .build(),
                run);
    }

    private static <T> Mono<CallToolResult> inSteps(List<T> steps, Function<T, Mono<Void>> step) {
        return Flux.fromIterable(steps)
                .concatMap(each -> step.apply(each).then(Mono.delay(STEP)))
                .then(Mono.fromSupplier(() -> text("Done")));
    }

    private static Mono<Void> progress(McpAsyncServerExchange exchange, CallToolRequest call, double progress) {
        Object token = call.meta() == null ? null : call.meta().get("progressToken");
        return token == null
                ? Mono.empty()
                : exchange.progressNotification(ProgressNotification.builder(token, progress)
                        .total(100.0)
                        .build());
    }

    private static Mono<CallToolResult> ask(McpAsyncServerExchange exchange, String message, String schema) {
        return exchange.createElicitation(
                        ElicitFormRequest.builder(message, map(schema)).build())
                .map(said -> text("User response: action=%s, content=%s".formatted(said.action(), said.content())));
    }

    private static String argument(CallToolRequest call, String name) {
        return String.valueOf(call.arguments().get(name));
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static Content said(String text) {
        return TextContent.builder(text).build();
    }

    private static ResourceContents document(String uri, String type, String text) {
        return TextResourceContents.builder(uri, text).mimeType(type).build();
    }

    private static Content image() {
        return ImageContent.builder(PNG, "image/png").build();
    }

    private static Content embedded(String uri, String type, String text) {
        return EmbeddedResource.builder(document(uri, type, text)).build();
    }

    private static AsyncResourceSpecification resource(
            String uri, String type, Function<String, ResourceContents> contents) {
        return new AsyncResourceSpecification(
                Resource.builder(uri, uri)
                        .description("What the suite reads at " + uri)
                        .mimeType(type)
                        .build(),
                (exchange, request) -> Mono.just(
                        ReadResourceResult.builder(List.of(contents.apply(uri))).build()));
    }

    private static AsyncPromptSpecification prompt(
            String name, List<String> arguments, Function<Map<String, Object>, List<Content>> contents) {
        List<PromptArgument> declared = arguments.stream()
                .map(argument -> PromptArgument.builder(argument)
                        .description("What the suite gives")
                        .required(true)
                        .build())
                .toList();
        return new AsyncPromptSpecification(
                Prompt.builder(name)
                        .description("What the suite asks for as " + name)
                        .arguments(declared)
                        .build(),
                (exchange, request) -> Mono.just(GetPromptResult.builder(contents.apply(request.arguments()).stream()
                                .map(content -> PromptMessage.builder(Role.USER, content)
                                        .build())
                                .toList())
                        .build()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(String json) {
        try {
            return JSON.readValue(json, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
