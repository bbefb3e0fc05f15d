package dev.jetway.mcp;

import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.server.ListedTool;
import dev.jetway.mcp.server.ServerStatus;
import dev.jetway.mcp.server.ToolHealth;
import dev.jetway.mcp.trust.Review;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every server offers and how it is, at one moment.
 *
 * @param servers by name
 * @param cacheBytes what the answers take that are kept, of all servers together
 */
public record ToolCatalog(SortedMap<String, Server> servers, long cacheBytes) {

    /** Whether a server's tools can be counted on. */
    public enum Readiness {
        /** Each tool that may be called is ready. */
        READY,
        /** It is connected, and some of the tools that may be called are not ready. */
        DEGRADED,
        /** It is not connected. */
        UNAVAILABLE
    }

    /**
     * One server.
     *
     * @param tools as last listed, by name without the server's; those of a server that is down stay known
     * @param review how all it says of itself compares with its pins
     * @param canary how it does in place of another server; empty when it is a server of its own
     */
    public record Server(
            ServerStatus status, SortedMap<String, Entry> tools, Review review, Optional<Canary.Status> canary) {

        public Server {
            tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
        }

        public Readiness readiness() {
            if (!status.connected()) {
                return Readiness.UNAVAILABLE;
            }
            return tools.values().stream()
                            .allMatch(tool -> !tool.allowed() || tool.health().ready())
                    ? Readiness.READY
                    : Readiness.DEGRADED;
        }
    }

    /**
     * One tool.
     *
     * @param allowed whether the configuration lets anybody call it
     */
    public record Entry(ListedTool tool, boolean allowed, ToolHealth health) {}

    public ToolCatalog {
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
    }

    /** Finds a tool by its full name, {@code server.tool}. */
    public Optional<Entry> find(String name) {
        return ToolName.parse(name)
                .flatMap(parsed -> Optional.ofNullable(servers.get(parsed.server()))
                        .map(server -> server.tools().get(parsed.tool())));
    }
}
