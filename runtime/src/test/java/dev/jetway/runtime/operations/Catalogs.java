package dev.jetway.runtime.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.cache.CacheCounts;
import dev.jetway.mcp.server.ListedTool;
import dev.jetway.mcp.server.ServerStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a bridge with two servers would say. */
final class Catalogs {

    private Catalogs() {}

    /** {@code flights} with one tool is connected; {@code hotels} is down. */
    static ToolCatalog hotelsDown() {
        var search = new ListedTool(
                "search",
                "Search",
                "Finds flights",
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode(),
                Risk.READ,
                true,
                "hash",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ToolCatalog(
                new TreeMap<>(Map.of(
                        "flights",
                        new ToolCatalog.Server(
                                status(true, "CLOSED"),
                                new TreeMap<>(Map.of("search", new ToolCatalog.Entry(search, true)))),
                        "hotels",
                        new ToolCatalog.Server(status(false, "OPEN"), new TreeMap<>()))),
                4_096);
    }

    private static ServerStatus status(boolean connected, String breaker) {
        var why = connected ? "" : "Connection refused";
        return new ServerStatus(
                connected,
                why,
                "test 1.0",
                breaker,
                2,
                1,
                0,
                0,
                new ServerStatus.Counts(40, 1, 3, 2, 9, 5),
                new ServerStatus.Breaks(
                        connected ? Optional.empty() : Optional.of(Instant.parse("2026-11-21T10:42:00Z")), 2, 1, 6),
                new CacheCounts.Snapshot(30, 5, 15, 4));
    }
}
