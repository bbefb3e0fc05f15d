package dev.jetway.runtime.cli.tools;

import dev.jetway.mcp.trust.Descriptor;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.mcp.trust.ServerPins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One thing a server says of itself that is not as pinned.
 *
 * @param name fit to be shown
 * @param before empty if it was not pinned
 * @param now empty if it is not said any more
 */
record Difference(String name, Optional<Descriptor> before, Optional<Descriptor> now) {

    /** Instructions first, then tools by name. */
    static List<Difference> between(String server, Optional<ServerPins> before, Optional<ServerPins> now) {
        List<Difference> differences = new ArrayList<>();
        add(
                differences,
                server + " (instructions)",
                before.map(ServerPins::instructions).filter(Difference::said),
                now.map(ServerPins::instructions).filter(Difference::said));
        TreeSet<String> names = new TreeSet<>();
        before.ifPresent(pins -> names.addAll(pins.tools().keySet()));
        now.ifPresent(pins -> names.addAll(pins.tools().keySet()));
        for (String name : names) {
            add(
                    differences,
                    server + "." + ReadableJson.shown(name),
                    before.map(pins -> pins.tools().get(name)),
                    now.map(pins -> pins.tools().get(name)));
        }
        return differences;
    }

    private static boolean said(Descriptor instructions) {
        return !instructions.json().isNull();
    }

    private static void add(
            List<Difference> differences, String name, Optional<Descriptor> before, Optional<Descriptor> now) {
        boolean same = before.isPresent() && now.isPresent() && before.get().sameAs(now.get());
        if (!same && (before.isPresent() || now.isPresent())) {
            differences.add(new Difference(name, before, now));
        }
    }

    /** added, changed or removed. */
    String kind() {
        return before.isEmpty() ? "added" : now.isEmpty() ? "removed" : "changed";
    }

    /** The fields that differ, where both are there and have fields. */
    String fields() {
        return before.flatMap(old -> now.map(fresh -> String.join(", ", old.differences(fresh))))
                .orElse("");
    }

    /** As {@code diff -u} writes it. */
    List<String> text() {
        List<String> text = new ArrayList<>();
        text.add("--- " + before.map(pinned -> name + "  as locked").orElse("/dev/null"));
        text.add("+++ " + now.map(said -> name + "  as listed now").orElse("/dev/null"));
        text.addAll(UnifiedDiff.of(
                before.map(Descriptor::lines).orElse(List.of()),
                now.map(Descriptor::lines).orElse(List.of())));
        return text;
    }
}
