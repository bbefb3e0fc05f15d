package dev.jetway.runtime.operations.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one node is. Told to other nodes, also of another version: new fields go at the end and may be absent.
 *
 * @param address in its region's cluster
 * @param startedAt in milliseconds since 1970
 * @param lacking what it is not ready for want of, by part
 * @param connections WebSockets that are open
 * @param turns under way, or waiting for their traveler, that it sees to
 * @param heapUsed in bytes
 * @param heapMax in bytes
 * @param servers the tool servers, as this node finds them
 */
public record NodeReport(
        String address,
        String version,
        long startedAt,
        Map<String, String> lacking,
        int connections,
        int turns,
        long heapUsed,
        long heapMax,
        List<ToolServer> servers)
        implements JetwaySerializable {

    /**
     * @param state {@code ready}, {@code degraded} or {@code unavailable}
     * @param breaker {@code closed}, {@code open} or {@code half_open}
     * @param reason why it is not connected; null when it is
     */
    public record ToolServer(
            String name,
            String state,
            String breaker,
            @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
            long opened,
            long answered,
            long failed,
            long timedOut,
            long rejected,
            List<Tool> tools) {}

    /**
     * @param availability the share of calls that were answered lately
     * @param obstacle why it is not ready; null when it is
     */
    public record Tool(
            String name,
            boolean ready,
            double availability,
            @JsonInclude(JsonInclude.Include.NON_NULL) String obstacle) {}

    static List<ToolServer> servers(ToolCatalog catalog) {
        return catalog.servers().entrySet().stream()
                .map(entry -> server(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static ToolServer server(String name, ToolCatalog.Server server) {
        var status = server.status();
        var counts = status.counts();
        return new ToolServer(
                name,
                server.readiness().name().toLowerCase(Locale.ROOT),
                status.breaker().toLowerCase(Locale.ROOT),
                status.connected() ? null : status.reason(),
                status.breaks().opened(),
                counts.answered(),
                counts.failed(),
                counts.timedOut(),
                counts.rejected(),
                server.tools().entrySet().stream()
                        .filter(tool -> tool.getValue().allowed())
                        .map(tool -> new Tool(
                                tool.getKey(),
                                tool.getValue().health().ready(),
                                tool.getValue().health().availability(),
                                tool.getValue().health().obstacle().orElse(null)))
                        .toList());
    }
}
