package dev.jetway.runtime.cli.eval;

import static dev.jetway.runtime.cli.eval.Table.number;
import static dev.jetway.runtime.cli.eval.Table.percent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.evaluation.Ratio;
import dev.jetway.agents.evaluation.Scores;
import dev.jetway.agents.evaluation.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The figures of labelled requests, as text and as JSON.
 *
 * @param planner the name of the one that was asked
 */
record RequestsReport(String planner, List<Verdict> verdicts) implements Report {

    @Override
    public List<String> lines() {
        var all = Scores.of(verdicts);
        var lines = new ArrayList<>(new Table("", "share", "of")
                .row("right kind of answer, right tools", percent(all.right().share()), counted(all.right()))
                .row("tools", percent(all.tools().share()), counted(all.tools()))
                .row("tools, several requests in one", percent(all.several().share()), counted(all.several()))
                .row("exact plan", percent(all.plan().share()), counted(all.plan()))
                .row("asks back where it must", percent(all.asked().share()), counted(all.asked()))
                .row("asks for the right things", percent(all.asks().share()), counted(all.asks()))
                .row("chat answered as chat", percent(all.chat().share()), counted(all.chat()))
                .row("out of scope, recall", percent(all.outOfScope().share()), counted(all.outOfScope()))
                .row("out of scope, false alarms", percent(all.falseAlarms().share()), counted(all.falseAlarms()))
                .lines());
        made().forEach((planner, requests) -> lines.add("made by %s: %d".formatted(planner, requests)));
        lines.add("");
        lines.addAll(new Table("", "precision", "recall", "F1", "values")
                .row(
                        "slots",
                        percent(all.slots().precision()),
                        percent(all.slots().recall()),
                        percent(all.slots().f1()),
                        "" + (all.slots().right() + all.slots().missed()))
                .lines());
        lines.add("");
        lines.addAll(new Table("", "")
                .row("expected calibration error", number(all.calibration().error(), 3))
                .row(
                        "right, of the most confident 80 %",
                        percent(all.calibration().surest()))
                .row("ms per request, p50", number(all.latency().p50(), 2))
                .row("ms per request, p99", number(all.latency().p99(), 2))
                .lines());
        lines.add("");
        var tags = new Table("tag", "requests", "right", "tools", "exact plan", "slot F1", "asks right");
        byTag().forEach((tag, tagged) -> {
            var scores = Scores.of(tagged);
            tags.row(
                    tag,
                    "" + scores.requests(),
                    percent(scores.right().share()),
                    percent(scores.tools().share()),
                    percent(scores.plan().share()),
                    percent(scores.slots().f1()),
                    percent(scores.asks().share()));
        });
        lines.addAll(tags.lines());
        return lines;
    }

    /** How many requests each planner had, where one has another behind it. */
    private TreeMap<String, Long> made() {
        var made = verdicts.stream()
                .filter(verdict -> !verdict.by().isEmpty())
                .collect(Collectors.groupingBy(Verdict::by, TreeMap::new, Collectors.counting()));
        return made.keySet().equals(Set.of(planner)) ? new TreeMap<>() : made;
    }

    private static String counted(Ratio ratio) {
        return "%d of %d".formatted(ratio.hits(), ratio.of());
    }

    private TreeMap<String, List<Verdict>> byTag() {
        var byTag = new TreeMap<String, List<Verdict>>();
        for (var verdict : verdicts) {
            for (var tag : verdict.request().tags()) {
                byTag.computeIfAbsent(tag, absent -> new ArrayList<>()).add(verdict);
            }
        }
        return byTag;
    }

    /** The wrong kind of answer first, then wrong values. */
    @Override
    public List<String> misses(int most) {
        return verdicts.stream()
                .filter(verdict -> !verdict.faultless())
                .sorted(Comparator.comparing(Verdict::right))
                .limit(most)
                .map(verdict -> "%s  %s%n  said      %s%n  expected  %s%n  got       %s"
                        .formatted(
                                verdict.request().where(),
                                verdict.request().id(),
                                verdict.request().text(),
                                verdict.wanted(),
                                verdict.shown()))
                .toList();
    }

    @Override
    public ObjectNode json() {
        var json = json(Scores.of(verdicts));
        var tags = json.putObject("tags");
        byTag().forEach((tag, tagged) -> tags.set(tag, json(Scores.of(tagged))));
        return json;
    }

    private static ObjectNode json(Scores scores) {
        var json = new ObjectMapper().createObjectNode();
        json.put("requests", scores.requests());
        json.putPOJO("right", scores.right());
        json.putPOJO("tools", scores.tools());
        json.putPOJO("toolsOfSeveral", scores.several());
        json.putPOJO("exactPlan", scores.plan());
        json.putPOJO("asked", scores.asked());
        json.putPOJO("asks", scores.asks());
        json.putPOJO("chat", scores.chat());
        json.putPOJO("outOfScope", scores.outOfScope());
        json.putPOJO("falseAlarms", scores.falseAlarms());
        json.putPOJO("slots", scores.slots());
        Report.put(json, "calibrationError", scores.calibration().error());
        Report.put(json, "rightOfSurest80", scores.calibration().surest());
        Report.put(json, "msP50", scores.latency().p50());
        Report.put(json, "msP99", scores.latency().p99());
        return json;
    }
}
