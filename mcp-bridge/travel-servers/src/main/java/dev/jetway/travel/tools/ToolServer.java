package dev.jetway.travel.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.jetway.travel.Refusal;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP server: what {@code <name>.json} declares, and the actions behind it. Arguments are checked against the
 * input schema before an action sees them; what is wrong with a call is answered, never thrown.
 */
public final class ToolServer {

    /** Key of the {@link Caller} in the transport context. */
    public static final String CALLER = "caller";

    static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final Logger LOG = LoggerFactory.getLogger(ToolServer.class);

    // Arguments are checked below, with clearer sentences; results by the tests, not on every call.
    private static final JsonSchemaValidator UNCHECKED =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null);

    private final String name;
    private final JsonNode declaration;
    private final Map<String, ToolAction> actions;

    ToolServer(String name, Map<String, ToolAction> actions) {
        this.name = name;
        this.actions = actions;
        try (InputStream in = Objects.requireNonNull(ToolServer.class.getResourceAsStream(name + ".json"), name)) {
            declaration = JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + ".json", e);
        }
    }

    public String name() {
        return name;
    }

    /** Whether its tools need the token of a traveler. */
    public boolean personal() {
        return declaration.get("personal").asBoolean();
    }

    public boolean offers(String tool) {
        return actions.containsKey(tool);
    }

    public McpStatelessSyncServer start(McpStatelessServerTransport transport, McpJsonMapper json, String version) {
        List<SyncToolSpecification> tools = new ArrayList<>();
        declaration.get("tools").forEach(tool -> tools.add(specification(tool)));
        return McpServer.sync(transport)
                .jsonMapper(json)
                .jsonSchemaValidator(UNCHECKED)
                .validateToolInputs(false)
                .immediateExecution(true)
                .serverInfo("jetway-" + name, version)
                .instructions(declaration.get("instructions").asText())
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools)
                .build();
    }

    private SyncToolSpecification specification(JsonNode tool) {
        JsonNode definitions = declaration.get("$defs");
        ObjectNode input = ToolSchemas.selfContained(tool.get("inputSchema"), definitions);
        ObjectNode output = ToolSchemas.selfContained(tool.get("outputSchema"), definitions);
        JsonNode hints = tool.get("annotations");
        String toolName = tool.get("name").asText();
        String title = tool.get("title").asText();
        Tool described = Tool.builder(toolName, map(input))
                .title(title)
                .description(tool.get("description").asText())
                .outputSchema(map(output))
                .annotations(ToolAnnotations.builder()
                        .title(title)
                        .readOnlyHint(hints.get("readOnlyHint").asBoolean())
                        .destructiveHint(hints.get("destructiveHint").asBoolean())
                        .idempotentHint(hints.get("idempotentHint").asBoolean())
                        .openWorldHint(hints.get("openWorldHint").asBoolean())
                        .build())
                .build();
        ToolAction action = Objects.requireNonNull(actions.get(toolName), () -> name + "." + toolName);
        Schema schema = ToolSchemas.compile(input);
        return new SyncToolSpecification(described, (context, request) -> answer(action, schema, context, request));
    }

    private CallToolResult answer(
            ToolAction action, Schema schema, McpTransportContext context, CallToolRequest request) {
        Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
        List<Error> errors = schema.validate(JSON.<JsonNode>valueToTree(arguments));
        if (!errors.isEmpty()) {
            return refused(
                    "The arguments of " + name + "." + request.name() + " do not fit: " + ToolSchemas.explain(errors));
        }
        try {
            Caller caller = context.get(CALLER) instanceof Caller known ? known : Caller.NOBODY;
            Object result = action.call(new Arguments(arguments), caller);
            return CallToolResult.builder()
                    .structuredContent(result)
                    .addTextContent(JSON.writeValueAsString(result))
                    .isError(false)
                    .build();
        } catch (Refusal refusal) {
            return refused(refusal.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("{}.{} failed", name, request.name(), e);
            return refused(name + "." + request.name() + " failed for a reason of its own; try again later");
        }
    }

    private static CallToolResult refused(String sentence) {
        return CallToolResult.builder().addTextContent(sentence).isError(true).build();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(ObjectNode node) {
        return JSON.convertValue(node, Map.class);
    }
}
