package dev.jetway.runtime.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.canary.Canary;
import dev.jetway.mcp.server.ToolHealth;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** What the operations endpoints answer, as JSON. */
final class Pages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Pages() {}

    static String readiness(Map<String, String> lacking, ToolCatalog catalog) {
        var page = JSON.createObjectNode().put("ready", lacking.isEmpty());
        var why = page.putObject("notReady");
        lacking.forEach(why::put);
        var tools = page.putObject("tools");
        catalog.servers().forEach((name, server) -> tools.put(name, word(server.readiness())));
        return page.toString();
    }

    static String regionReadiness(int nodes, Map<String, String> lacking) {
        var page = JSON.createObjectNode().put("ready", lacking.isEmpty()).put("nodes", nodes);
        var why = page.putObject("notReady");
        lacking.forEach(why::put);
        return page.toString();
    }

    static String tools(ToolCatalog catalog) {
        var page = JSON.createObjectNode();
        var servers = page.putArray("servers");
        catalog.servers().forEach((name, server) -> describe(servers.addObject(), name, server));
        return page.toString();
    }

    private static void describe(ObjectNode page, String name, ToolCatalog.Server server) {
        var status = server.status();
        page.put("name", name)
                .put("state", word(server.readiness()))
                .put("breaker", status.breaker().toLowerCase(Locale.ROOT));
        if (!status.connected()) {
            page.put("reason", status.reason());
        }
        page.put("setbacks", status.setbacks());
        var breaks = status.breaks();
        breaks.openUntil().ifPresent(until -> page.put("breakerOpenUntil", until.toString()));
        page.put("breakerOpened", breaks.opened()).put("breakerRejected", breaks.rejected());
        var counts = status.counts();
        page.putObject("calls")
                .put("answered", counts.answered())
                .put("refusedByTool", counts.refusedByTool())
                .put("failed", counts.failed())
                .put("timedOut", counts.timedOut())
                .put("rejected", counts.rejected())
                .put("retried", counts.retried());
        var reads = status.reads();
        page.putObject("cache")
                .put("hits", reads.hits())
                .put("shared", reads.shared())
                .put("misses", reads.misses())
                .put("stale", reads.stale());
        var asked = page.putObject("asked");
        status.asked()
                .forEach((kind, count) -> asked.putObject(word(kind))
                        .put("answered", count.answered())
                        .put("refused", count.refused()));
        server.canary().ifPresent(canary -> describe(page.putObject("canary"), canary));
        page.put("instructions", word(server.review().instructions().verdict()));
        var missing = page.putArray("missing");
        server.review().missing().forEach(missing::add);
        var tools = page.putArray("tools");
        server.tools().forEach((tool, entry) -> {
            var item = tools.addObject()
                    .put("name", tool)
                    .put("risk", word(entry.tool().risk()))
                    .put("allowed", entry.allowed())
                    .put("trust", word(entry.tool().verdict()))
                    .put("description", entry.tool().description());
            entry.tool().unusable().ifPresent(why -> item.put("unusable", why));
            if (entry.allowed()) {
                describe(item, entry.health());
            }
        });
    }

    private static void describe(ObjectNode page, Canary.Status canary) {
        page.put("of", canary.of())
                .put("share", canary.share())
                .put("calls", canary.calls())
                .put("failed", canary.failed());
        canary.withdrawn()
                .ifPresent(it -> page.put("withdrawn", it.reason())
                        .put("withdrawnAt", it.at().toString()));
    }

    static String reloaded(ReloadReport report, ToolCatalog catalog) {
        var servers = report.servers();
        var page = JSON.createObjectNode();
        names(page, "added", servers.added());
        names(page, "changed", servers.changed());
        names(page, "removed", servers.removed());
        names(page, "kept", servers.kept());
        var unavailable = page.putObject("unavailable");
        catalog.servers().forEach((name, server) -> {
            if (!servers.kept().contains(name) && !server.status().connected()) {
                unavailable.put(name, server.status().reason());
            }
        });
        names(page, "needsRestart", report.waiting());
        return page.toString();
    }

    private static void names(ObjectNode page, String field, Collection<String> names) {
        var array = page.putArray(field);
        names.forEach(array::add);
    }

    static String error(String sentence) {
        return JSON.createObjectNode().put("error", sentence).toString();
    }

    private static void describe(ObjectNode item, ToolHealth health) {
        item.put("ready", health.ready())
                .put("availability", health.availability())
                .put("samples", health.samples());
        health.obstacle().ifPresent(why -> item.put("notReady", why));
        health.probe()
                .ifPresent(probe -> item.putObject("probe")
                        .put("at", probe.at().toString())
                        .put("ok", probe.complaint().isEmpty()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
