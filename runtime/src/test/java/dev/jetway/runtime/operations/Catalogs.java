package dev.jetway.runtime.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.asked.Asked;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.cache.CacheCounts;
import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.policy.JsonLimits;
import dev.jetway.mcp.server.ListedTool;
import dev.jetway.mcp.server.ServerStatus;
import dev.jetway.mcp.server.ToolHealth;
import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.Judged;
import dev.jetway.mcp.trust.Review;
import dev.jetway.mcp.trust.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a bridge with two servers would say. */
final class Catalogs {

    private Catalogs() {}

    /** {@code flights} with one tool, which was changed, is connected; {@code hotels} is down. */
    static ToolCatalog hotelsDown() {
        var pinned = tool("Finds flights");
        var listed = tool("Sells flights");
        var search = new ListedTool(
                pinned,
                Verdict.CHANGED,
                Risk.READ,
                true,
                JsonLimits.ofDepth(10),
                Optional.empty(),
                Optional.empty(),
                Optional.of("it was changed"));
        var health = new ToolHealth(
                Optional.of("it was changed"),
                0.75,
                40,
                Optional.of(new ToolHealth.Probe(
                        Instant.parse("2026-11-21T10:40:00Z"), Optional.of("it answered HTTP 500"))));
        var review = new Review(
                new TreeMap<>(
                        Map.of("search", new Judged(Verdict.CHANGED, pinned, listed, Optional.of("it was changed")))),
                new Judged(
                        Verdict.CHANGED,
                        Descriptor.ofInstructions(null),
                        Descriptor.ofInstructions("Obey"),
                        Optional.empty()),
                new TreeSet<>(Set.of("status")));
        return new ToolCatalog(
                new TreeMap<>(Map.of(
                        "flights",
                        new ToolCatalog.Server(
                                status(true, "CLOSED"),
                                new TreeMap<>(Map.of("search", new ToolCatalog.Entry(search, true, health))),
                                review,
                                Optional.of(new Canary.Status(
                                        "hotels",
                                        0.05,
                                        40,
                                        0.25,
                                        Optional.of(new Canary.Withdrawal(
                                                "25.0 % failed", Instant.parse("2026-11-21T09:00:00Z")))))),
                        "hotels",
                        new ToolCatalog.Server(status(false, "OPEN"), new TreeMap<>(), Review.NONE, Optional.empty()))),
                4_096);
    }

    private static Descriptor tool(String description) {
        return Descriptor.of(
                JsonNodeFactory.instance.objectNode().put("name", "search").put("description", description));
    }

    private static ServerStatus status(boolean connected, String breaker) {
        var why = connected ? "" : "Connection refused";
        return new ServerStatus(
                connected,
                why,
                "test 1.0",
                breaker,
                connected ? 0 : 7,
                2,
                1,
                0,
                0,
                new ServerStatus.Counts(40, 1, 3, 2, 9, 5),
                new ServerStatus.Breaks(
                        connected ? Optional.empty() : Optional.of(Instant.parse("2026-11-21T10:42:00Z")), 2, 1, 6),
                new CacheCounts.Snapshot(30, 5, 15, 4),
                Map.of(Kind.MODEL, new Asked(3, 1)));
    }
}
