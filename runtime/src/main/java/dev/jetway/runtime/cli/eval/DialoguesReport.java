package dev.jetway.runtime.cli.eval;

import static dev.jetway.runtime.cli.eval.Table.number;
import static dev.jetway.runtime.cli.eval.Table.percent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.evaluation.Choice;
import dev.jetway.agents.evaluation.ChoiceScores;
import dev.jetway.agents.evaluation.Dialogues;
import dev.jetway.agents.evaluation.Expressions;
import dev.jetway.agents.evaluation.Expressions.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The figures of Schema-Guided Dialogue.
 *
 * @param alone what was chosen from each message by itself
 * @param remembering what was chosen with what was wanted and said before
 */
record DialoguesReport(List<Choice> alone, List<Choice> remembering, List<Expression> dates, List<Expression> times)
        implements Report {

    private static final List<String> PARTS =
            List.of(Dialogues.FIRST, Dialogues.SAME, Dialogues.OTHER, Dialogues.UNSEEN);

    @Override
    public List<String> lines() {
        var before = ChoiceScores.of(alone);
        var after = ChoiceScores.of(remembering);
        var accuracy = new Table("tool accuracy", "turns", "message alone", "with state")
                .row(
                        "all",
                        "" + alone.size(),
                        percent(before.right().share()),
                        percent(after.right().share()));
        for (var part : PARTS) {
            var before1 = ChoiceScores.of(Dialogues.tagged(alone, part)).right();
            var after1 = ChoiceScores.of(Dialogues.tagged(remembering, part)).right();
            accuracy.row(part, "" + after1.of(), percent(before1.share()), percent(after1.share()));
        }
        accuracy.row(
                "the most confident 80 %",
                "" + (alone.size() * 4 + 4) / 5,
                percent(before.calibration().surest()),
                percent(after.calibration().surest()));
        var lines = new ArrayList<>(accuracy.lines());
        lines.add("");
        lines.addAll(new Table("", "message alone", "with state")
                .row(
                        "expected calibration error",
                        number(before.calibration().error(), 3),
                        number(after.calibration().error(), 3))
                .row(
                        "ms per message, p50",
                        number(before.latency().p50(), 2),
                        number(after.latency().p50(), 2))
                .row(
                        "ms per message, p99",
                        number(before.latency().p99(), 2),
                        number(after.latency().p99(), 2))
                .lines());
        var read = new Table("read rightly", "expressions", "of all that was said", "of different ones");
        row(read, "dates", dates);
        row(read, "times", times);
        lines.add("");
        lines.addAll(read.lines());
        return lines;
    }

    private static void row(Table table, String name, List<Expression> expressions) {
        if (!expressions.isEmpty()) {
            double right = expressions.stream().filter(Expression::right).count();
            table.row(
                    name,
                    "" + expressions.size(),
                    percent(Expressions.said(expressions).share()),
                    percent(right / expressions.size()));
        }
    }

    /** Of turns and expressions by turns, of expressions the most frequent. */
    @Override
    public List<String> misses(int most) {
        var turns = remembering.stream()
                .filter(choice -> !choice.right())
                .limit((most + 1) / 2)
                .map(choice -> "%s%n  said      %s%n  expected  %s%n  got       %s, %.2f"
                        .formatted(
                                choice.where(),
                                choice.said(),
                                choice.expected(),
                                choice.chosen(),
                                choice.confidence()));
        var expressions = Stream.concat(dates.stream(), times.stream())
                .filter(expression -> !expression.right())
                .sorted(Comparator.comparing(Expression::times).reversed())
                .limit(most / 2)
                .map(expression -> "%s  expected %s, got %s, said %d times"
                        .formatted(expression.said(), expression.meant(), expression.got(), expression.times()));
        return Stream.concat(turns, expressions).toList();
    }

    @Override
    public ObjectNode json() {
        var json = new ObjectMapper().createObjectNode();
        put(json.putObject("alone"), alone);
        put(json.putObject("withState"), remembering);
        json.putPOJO("dates", Expressions.said(dates));
        json.putPOJO("times", Expressions.said(times));
        return json;
    }

    private static void put(ObjectNode json, List<Choice> choices) {
        var scores = ChoiceScores.of(choices);
        json.putPOJO("right", scores.right());
        for (var part : PARTS) {
            json.putPOJO(part, ChoiceScores.of(Dialogues.tagged(choices, part)).right());
        }
        Report.put(json, "calibrationError", scores.calibration().error());
        Report.put(json, "rightOfSurest80", scores.calibration().surest());
        Report.put(json, "msP50", scores.latency().p50());
        Report.put(json, "msP99", scores.latency().p99());
    }
}
