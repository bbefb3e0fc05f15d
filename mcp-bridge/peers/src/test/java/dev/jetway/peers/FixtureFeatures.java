package dev.jetway.peers;

import static dev.jetway.peers.FixtureContent.document;
import static dev.jetway.peers.FixtureContent.embedded;
import static dev.jetway.peers.FixtureContent.image;
import static dev.jetway.peers.FixtureContent.text;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The tools, resources and prompts that the conformance suite asks servers for, by the names it gives them. */
public final class FixtureFeatures {

    /** The tool that ends its response before the answer. */
    public static final String HANGS_UP = "test_reconnection";

    private static final Duration LONGEST_REPLY = Duration.ofSeconds(20);

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
                .requestTimeout(LONGEST_REPLY);
        FixtureTools.addTo(server);
        resources(server);
        prompts(server);
        return server.build();
    }

    private static void resources(McpServer.AsyncSpecification<?> server) {
        String fixed = "This is the content of the static text resource.";
        server.resources(
                resource("test://static-text", "text/plain", uri -> document(uri, "text/plain", fixed)),
                resource("test://static-binary", "image/png", FixtureContent::picture),
                resource("test://watched-resource", "text/plain", uri -> document(uri, "text/plain", "Watch me")));
        server.resourceTemplates(new AsyncResourceTemplateSpecification(
                ResourceTemplate.builder("test://template/{id}/data", "template")
                        .description("Data by id")
                        .mimeType("application/json")
                        .build(),
                (exchange, request) -> read(byId(request.uri()))));
    }

    private static AsyncResourceSpecification resource(
            String uri, String type, Function<String, ResourceContents> contents) {
        return new AsyncResourceSpecification(
                Resource.builder(uri, uri)
                        .description("What the suite reads at " + uri)
                        .mimeType(type)
                        .build(),
                (exchange, request) -> read(contents.apply(uri)));
    }

    private static ResourceContents byId(String uri) {
        String id = uri.replaceFirst("test://template/(.*)/data", "$1");
        String data = "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id);
        return document(uri, "application/json", data);
    }

    private static Mono<ReadResourceResult> read(ResourceContents contents) {
        return Mono.just(ReadResourceResult.builder(List.of(contents)).build());
    }

    private static void prompts(McpServer.AsyncSpecification<?> server) {
        String embedded = "Embedded resource content for testing.";
        server.prompts(
                prompt("test_simple_prompt", List.of(), asked -> List.of(text("This is a simple prompt for testing."))),
                prompt("test_prompt_with_arguments", List.of("arg1", "arg2"), asked -> List.of(withArguments(asked))),
                prompt(
                        "test_prompt_with_embedded_resource",
                        List.of("resourceUri"),
                        asked -> List.of(
                                embedded(argument(asked, "resourceUri"), "text/plain", embedded),
                                text("Please process the embedded resource above."))),
                prompt(
                        "test_prompt_with_image",
                        List.of(),
                        asked -> List.of(image(), text("Please analyze the image above."))));
        server.completions(new AsyncCompletionSpecification(
                PromptReference.builder("test_prompt_with_arguments").build(),
                (exchange, request) -> Mono.just(new CompleteResult(
                        new CompleteResult.CompleteCompletion(List.of("testing", "tested"), 2, false)))));
    }

    private static Content withArguments(GetPromptRequest asked) {
        return text("Prompt with arguments: arg1='%s', arg2='%s'"
                .formatted(argument(asked, "arg1"), argument(asked, "arg2")));
    }

    private static String argument(GetPromptRequest asked, String name) {
        return String.valueOf(asked.arguments().get(name));
    }

    private static AsyncPromptSpecification prompt(
            String name, List<String> arguments, Function<GetPromptRequest, List<Content>> contents) {
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
                (exchange, request) -> Mono.just(GetPromptResult.builder(contents.apply(request).stream()
                                .map(content -> PromptMessage.builder(Role.USER, content)
                                        .build())
                                .toList())
                        .build()));
    }
}
