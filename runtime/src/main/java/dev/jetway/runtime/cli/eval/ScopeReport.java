package dev.jetway.runtime.cli.eval;

import static dev.jetway.runtime.cli.eval.Table.number;
import static dev.jetway.runtime.cli.eval.Table.percent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.evaluation.Choice;
import dev.jetway.agents.evaluation.ScopeEvaluation;
import java.util.ArrayList;
import java.util.List;

/** The figures of CLINC150. */
record ScopeReport(ScopeEvaluation evaluation) implements Report {

    @Override
    public List<String> lines() {
        var scores = evaluation.scores();
        var table = new Table(
                        "turned away of the training data",
                        "in scope, right",
                        "travel, right",
                        "in scope, turned away",
                        "out of scope, recall")
                .row("nothing", percent(scores.right().share()), "", "", "");
        evaluation
                .points()
                .forEach(point -> table.row(
                        percent(point.cost()),
                        percent(point.right().share()),
                        percent(point.travel().share()),
                        percent(point.turnedAway().share()),
                        percent(point.recall().share())));
        var lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.addAll(new Table("in scope, nothing turned away", "")
                .row("expected calibration error", number(scores.calibration().error(), 3))
                .row(
                        "right, of the most confident 80 %",
                        percent(scores.calibration().surest()))
                .row("ms per message, p50", number(scores.latency().p50(), 2))
                .row("ms per message, p99", number(scores.latency().p99(), 2))
                .lines());
        return lines;
    }

    @Override
    public List<String> misses(int most) {
        return evaluation.alone().stream()
                .filter(choice -> !choice.right())
                .limit(most)
                .map(ScopeReport::miss)
                .toList();
    }

    private static String miss(Choice choice) {
        return "%s%n  expected  %s%n  got       %s, %.2f"
                .formatted(choice.said(), choice.expected(), choice.chosen(), choice.confidence());
    }

    @Override
    public ObjectNode json() {
        var json = new ObjectMapper().createObjectNode();
        var scores = evaluation.scores();
        json.putPOJO("right", scores.right());
        var points = json.putArray("points");
        evaluation.points().forEach(points::addPOJO);
        Report.put(json, "calibrationError", scores.calibration().error());
        Report.put(json, "rightOfSurest80", scores.calibration().surest());
        Report.put(json, "msP50", scores.latency().p50());
        Report.put(json, "msP99", scores.latency().p99());
        return json;
    }
}
