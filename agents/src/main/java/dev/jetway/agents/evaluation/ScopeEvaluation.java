package dev.jetway.agents.evaluation;

import dev.jetway.agents.evaluation.Scope.Request;
import dev.jetway.agents.planning.intent.Label;
import dev.jetway.agents.planning.intent.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How well requests with an intent are told from those with none.
 *
 * <p>A request is turned away when what is learned from examples of nothing is the most probable, or when it looks
 * like an outsider by more than a threshold. Thresholds are set on the training data alone: a fifth of it is held
 * back from a first fit, and each threshold is the one that turns away a certain share of that fifth.
 *
 * @param alone every request with an intent, none of them turned away
 * @param points with thresholds, by what these may cost
 */
public record ScopeEvaluation(List<Choice> alone, List<Point> points) {

    private static final String NOTHING = "nothing";
    private static final String TRAVEL = "travel";
    private static final int HELD_BACK = 5;
    private static final double[] COSTS = {0.005, 0.01, 0.02, 0.05};

    /**
     * The figures of one threshold.
     *
     * @param cost which share of training requests with an intent it turns away
     * @param right requests with an intent, neither turned away nor taken for another
     * @param travel of these, those about travel
     * @param turnedAway requests with an intent, turned away
     * @param recall requests with none, turned away
     */
    public record Point(double cost, Ratio right, Ratio travel, Ratio turnedAway, Ratio recall) {}

    private record Judged(Choice choice, boolean nothing, double outside) {

        boolean away(double threshold) {
            return nothing || outside > threshold;
        }
    }

    public ScopeEvaluation {
        alone = List.copyOf(alone);
        points = List.copyOf(points);
    }

    /** @param fit makes what ranks messages, from labels with examples; called twice, takes long */
    public static ScopeEvaluation of(Scope scope, Function<List<Label>, Function<String, Ranking>> fit) {
        var thresholds = thresholds(scope, fit);
        var ranker = fit.apply(labels(scope, Part.ALL));
        var held = scope.held().stream()
                .map(request -> judge(scope, request, ranker))
                .toList();
        var nothing = scope.heldNothing().stream()
                .map(text -> judge(scope, new Request(text, NOTHING), ranker))
                .toList();
        var points = new ArrayList<Point>();
        for (int i = 0; i < COSTS.length; i++) {
            double threshold = thresholds[i];
            points.add(new Point(
                    COSTS[i],
                    Ratio.of(held, one -> true, one -> one.choice().right() && !one.away(threshold)),
                    Ratio.of(
                            held,
                            one -> one.choice().tags().contains(TRAVEL),
                            one -> one.choice().right() && !one.away(threshold)),
                    Ratio.of(held, one -> true, one -> one.away(threshold)),
                    Ratio.of(nothing, one -> true, one -> one.away(threshold))));
        }
        return new ScopeEvaluation(held.stream().map(Judged::choice).toList(), points);
    }

    /** The accuracy among requests with an intent, none of them turned away. */
    public ChoiceScores scores() {
        return ChoiceScores.of(alone);
    }

    private static double[] thresholds(Scope scope, Function<List<Label>, Function<String, Ranking>> fit) {
        var ranker = fit.apply(labels(scope, Part.MOST));
        var outside = labels(scope, Part.HELD_BACK).stream()
                .filter(Label::within)
                .flatMap(label -> label.examples().stream())
                .map(ranker)
                .mapToDouble(ranking -> ranking.best().within() ? ranking.outside() : Double.MAX_VALUE)
                .sorted()
                .toArray();
        return Arrays.stream(COSTS)
                .map(cost -> outside[(int) Math.floor((1 - cost) * (outside.length - 1))])
                .toArray();
    }

    private enum Part {
        ALL,
        MOST,
        HELD_BACK
    }

    private static List<Label> labels(Scope scope, Part part) {
        var labels = new ArrayList<Label>();
        scope.train().forEach((intent, texts) -> labels.add(Label.within(intent, some(texts, part))));
        labels.add(Label.outside(NOTHING, some(scope.trainNothing(), part)));
        return labels;
    }

    private static List<String> some(List<String> texts, Part part) {
        var some = new ArrayList<String>();
        for (int i = 0; i < texts.size(); i++) {
            if (part == Part.ALL || (i % HELD_BACK == 0) == (part == Part.HELD_BACK)) {
                some.add(texts.get(i));
            }
        }
        return some;
    }

    private static Judged judge(Scope scope, Request request, Function<String, Ranking> ranker) {
        long began = System.nanoTime();
        var ranking = ranker.apply(request.text());
        long took = System.nanoTime() - began;
        var best = ranking.within(1).get(0);
        var choice = new Choice(
                "val",
                request.text(),
                request.intent(),
                best.label(),
                best.probability(),
                took,
                scope.travel().contains(request.intent()) ? Set.of(TRAVEL) : Set.of());
        return new Judged(choice, !ranking.best().within(), ranking.outside());
    }
}
