package dev.jetway.runtime.operations.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The whole picture, as JSON. */
final class ViewPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param report empty when the node did not answer */
    record Node(
            String address, String status, boolean reachable, Optional<NodeReport> report, Optional<Shards> shards) {}

    /** @param conversations that are live in them */
    record Shards(int shards, int conversations) {
        Shards and(Shards more) {
            return new Shards(shards + more.shards, conversations + more.conversations);
        }
    }

    private ViewPage() {}

    /** @param regions JSON text */
    static String of(Instant at, String region, String self, List<Node> nodes, String regions) {
        var page = JSON.createObjectNode()
                .put("at", at.toString())
                .put("region", region)
                .put("servedBy", self);
        var list = page.putArray("nodes");
        nodes.forEach(node -> describe(list.addObject(), node));
        try {
            page.set("regions", JSON.readTree(regions));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is known of the regions is no JSON", e);
        }
        return page.toString();
    }

    private static void describe(ObjectNode page, Node node) {
        page.put("address", node.address())
                .put("status", node.status())
                .put("reachable", node.reachable())
                .put("answered", node.report().isPresent());
        node.shards().ifPresent(it -> page.put("shards", it.shards()).put("conversations", it.conversations()));
        node.report().ifPresent(report -> describe(page, report));
    }

    private static void describe(ObjectNode page, NodeReport report) {
        page.put("version", report.version())
                .put("startedAt", Instant.ofEpochMilli(report.startedAt()).toString())
                .put("connections", report.connections())
                .put("turns", report.turns())
                .put("heapUsed", report.heapUsed())
                .put("heapMax", report.heapMax());
        page.set("notReady", JSON.valueToTree(report.lacking()));
        page.set("servers", JSON.valueToTree(report.servers()));
    }
}
