package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.Checker;
import dev.jetway.loadtests.drill.ClientHistory;
import dev.jetway.loadtests.drill.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a round.
 *
 * @param figures by what they are called
 */
record RoundReport(
        Round round, Map<String, String> figures, List<Violation> violations, List<ClientHistory> histories) {

    private static final int SHOWN = 5;
    private static final int AROUND = 8;
    private static final int WIDTH = 200;

    RoundReport {
        figures = new LinkedHashMap<>(figures);
        violations = List.copyOf(violations);
        histories = List.copyOf(histories);
    }

    boolean passed() {
        return violations.isEmpty();
    }

    /** Something was lost, or done twice, or done without approval. */
    boolean fatal() {
        return violations.stream().anyMatch(violation -> violation.kind().fatal());
    }

    /** For people: the figures, the first violations with what happened around them, the verdict. */
    String text() {
        var text = new StringBuilder();
        figures.forEach((name, value) -> text.append("%-44s %s%n".formatted(name, value)));
        violations.forEach(violation -> text.append("%-44s %s%n".formatted("BROKEN", violation)));
        violations.stream().limit(SHOWN).forEach(violation -> around(text, violation));
        text.append("%-44s %s%n".formatted("VERDICT", verdict()));
        return text.toString();
    }

    String verdict() {
        if (passed()) {
            return "nothing lost, nothing twice, every turn ended, both regions equal";
        }
        var counts = new TreeMap<String, Integer>();
        violations.forEach(violation -> counts.merge(violation.kind().verdict(), 1, Integer::sum));
        return counts.toString();
    }

    private void around(StringBuilder text, Violation violation) {
        text.append("%n%s: what the front ends of %s noted around it%n"
                .formatted(violation.kind().verdict(), violation.traveler()));
        var timeline = Checker.timeline(histories.stream()
                .filter(history -> history.traveler().equals(violation.traveler()))
                .toList());
        int at = 0;
        while (at < timeline.size() && timeline.get(at).at().isBefore(violation.at())) {
            at++;
        }
        timeline.subList(Math.max(0, at - AROUND), Math.min(timeline.size(), at + AROUND))
                .forEach(noted ->
                        text.append("  %s %-3s %s%n".formatted(noted.at(), noted.region(), shortened(noted.what()))));
    }

    private static String shortened(Object what) {
        var text = what.toString().replace('\n', ' ');
        return text.length() > WIDTH ? text.substring(0, WIDTH) + "…" : text;
    }
}
