package dev.jetway.mcp.server;

import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.Pins;
import dev.jetway.mcp.trust.Review;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;

/**
 * What a server offers, held against its pins. Outlives connections. Read by every call; written by the
 * server's actor alone.
 */
final class OfferedTools {

    private record Offer(SortedMap<String, ListedTool> tools, Review review) {}

    private final ServerSettings settings;
    private volatile Pins pins;
    private Descriptor instructions = Descriptor.ofInstructions(null);
    private volatile Offer offer = new Offer(Collections.emptySortedMap(), Review.NONE);

    OfferedTools(ServerSettings settings, Pins pins) {
        this.settings = settings;
        this.pins = pins;
    }

    /** @param said null if the server gives no instructions */
    void greeted(String said) {
        instructions = Descriptor.ofInstructions(said);
    }

    /** Judges a listing and publishes the outcome; tells the log what is new in it. */
    void listed(List<Descriptor> listing, Logger log) {
        Offer before = offer;
        Pins.Outcome outcome = pins.review(instructions, listing);
        pins = outcome.pins();
        Review review = outcome.review();
        SortedMap<String, ListedTool> tools = new TreeMap<>();
        review.tools().forEach((name, judged) -> {
            ListedTool known = before.tools().get(name);
            ListedTool tool = ListedTool.of(judged, settings, known);
            tools.put(name, tool);
            tool.unusable()
                    .filter(why -> judged.objection().isEmpty() && !tool.equals(known))
                    .ifPresent(why -> log.warn("MCP tool '{}.{}' cannot be used: {}", settings.name(), name, why));
        });
        offer = new Offer(Collections.unmodifiableSortedMap(tools), review);
        review.alerts(before.review())
                .forEach(alert -> log.warn("MCP server '{}' is not as pinned: {}", settings.name(), alert));
        review.relief(before.review()).forEach(relief -> log.info("MCP server '{}': {}", settings.name(), relief));
    }

    SortedMap<String, ListedTool> tools() {
        return offer.tools();
    }

    /** What the next listing will be held against. */
    Pins pins() {
        return pins;
    }

    Review review() {
        return offer.review();
    }
}
