package dev.jetway.runtime.gateway.http;

import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import java.util.List;
import java.util.Optional;

/**
 * What a node says about itself.
 *
 * @param planner the planner at work, {@link dev.jetway.agents.planning.Planner#name()}
 * @param tools the tool servers this node knows
 */
public record GatewayInfo(String version, String planner, List<ToolServer> tools) {

    /** @param state {@code ready}, {@code degraded} or {@code unavailable} */
    public record ToolServer(String name, String state) {}

    public GatewayInfo {
        tools = List.copyOf(tools);
    }

    /** @param issuer whose tokens are taken, where that is one */
    String json(String authentication, Optional<String> issuer) {
        return Json.object("info", json -> {
            json.writeStringField("version", version);
            json.writeStringField("planner", planner);
            json.writeStringField("authentication", authentication);
            if (issuer.isPresent()) {
                json.writeStringField("issuer", issuer.get());
            }
            json.writeStringField("protocol", GatewayRoutes.PROTOCOL);
            json.writeStringField("agui", AgUiProjection.PROTOCOL_VERSION);
            json.writeArrayFieldStart("tools");
            for (var tool : tools) {
                json.writeStartObject();
                json.writeStringField("name", tool.name());
                json.writeStringField("state", tool.state());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
