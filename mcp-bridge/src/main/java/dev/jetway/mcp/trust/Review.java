package dev.jetway.mcp.trust;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a server says of itself at one moment, compared with its pins.
 *
 * @param tools by name, as listed
 * @param missing names of pinned tools that are not listed
 */
public record Review(SortedMap<String, Judged> tools, Judged instructions, SortedSet<String> missing) {

    /** Before a server has been reached. */
    public static final Review NONE = new Review(
            new TreeMap<>(),
            new Judged(
                    Verdict.UNPINNED,
                    Descriptor.ofInstructions(null),
                    Descriptor.ofInstructions(null),
                    Optional.empty()),
            new TreeSet<>());

    /** Changes told one by one; a server that changes everything does not fill the log. */
    private static final int MAX_TOLD = 20;

    public Review {
        tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    }

    /** What the server says now, as pins it could have. */
    public ServerPins listing() {
        SortedMap<String, Descriptor> listed = new TreeMap<>();
        tools.forEach((name, judged) -> listed.put(name, judged.listed()));
        return new ServerPins(instructions.listed(), listed);
    }

    /** How many tools have a verdict. */
    public int count(Verdict verdict) {
        return verdict == Verdict.MISSING
                ? missing.size()
                : (int) tools.values().stream()
                        .filter(judged -> judged.verdict() == verdict)
                        .count();
    }

    /**
     * What somebody has to look at and was not told with the review before: a sentence each, of bounded
     * number and length.
     */
    public List<String> alerts(Review before) {
        List<String> alerts = new ArrayList<>();
        if (!instructions.sameAs(before.instructions) && !instructions.verdict().trusted()) {
            alerts.add(
                    instructions.verdict() == Verdict.CHANGED
                            ? "its instructions are not as pinned and are withheld"
                            : "its instructions are not in the lock file and are withheld");
        }
        tools.forEach((name, judged) -> {
            Judged known = before.tools.get(name);
            if (judged.objection().isPresent() && (known == null || !judged.sameAs(known))) {
                alerts.add("tool '%s' is not callable: %s"
                        .formatted(ReadableJson.shown(name), judged.objection().get()));
            }
        });
        missing.stream()
                .filter(name -> !before.missing.contains(name))
                .map(name -> "tool '%s' is pinned and not offered".formatted(ReadableJson.shown(name)))
                .forEach(alerts::add);
        return bounded(alerts);
    }

    /** What was in order again since the review before. */
    public List<String> relief(Review before) {
        List<String> relief = new ArrayList<>();
        if (before.instructions.verdict() == Verdict.CHANGED
                && instructions.verdict().trusted()) {
            relief.add("its instructions are as pinned again");
        }
        tools.forEach((name, judged) -> {
            Judged known = before.tools.get(name);
            if (judged.objection().isEmpty()
                    && known != null
                    && known.objection().isPresent()) {
                relief.add("tool '%s' is as pinned again, and callable".formatted(ReadableJson.shown(name)));
            }
        });
        return bounded(relief);
    }

    private static List<String> bounded(List<String> sentences) {
        if (sentences.size() <= MAX_TOLD) {
            return List.copyOf(sentences);
        }
        List<String> told = new ArrayList<>(sentences.subList(0, MAX_TOLD));
        told.add("%d more like these; 'jetway tools' lists them".formatted(sentences.size() - MAX_TOLD));
        return List.copyOf(told);
    }
}
