package dev.jetway.runtime.operations;

import dev.jetway.mcp.ToolCatalog;
import java.util.HashMap;
import java.util.Map;
import kamon.Kamon;
import kamon.metric.Gauge;

/** How available each tool is that may be called. Used by one thread at a time. */
final class AvailabilityMetrics {

    /** Each name costs memory, and servers choose them. */
    private static final int MAX_TOOLS = 500;

    private final Map<String, Gauge> tools = new HashMap<>();

    void update(ToolCatalog catalog) {
        var now = new HashMap<String, Double>();
        catalog.servers()
                .forEach((server, offered) -> offered.tools().forEach((tool, entry) -> {
                    if (entry.allowed() && now.size() < MAX_TOOLS) {
                        now.put(server + "." + tool, entry.health().availability());
                    }
                }));
        tools.entrySet().removeIf(known -> {
            var gone = !now.containsKey(known.getKey());
            if (gone) {
                known.getValue().remove();
            }
            return gone;
        });
        now.forEach((tool, share) ->
                tools.computeIfAbsent(tool, AvailabilityMetrics::gauge).update(share));
    }

    private static Gauge gauge(String tool) {
        return Kamon.gauge("jetway.tool.availability", "Share of a tool's recent calls and probes that were answered")
                .withTag("tool", tool);
    }
}
