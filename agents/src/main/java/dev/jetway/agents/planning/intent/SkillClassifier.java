package dev.jetway.agents.planning.intent;

import dev.jetway.agents.planning.SentenceEncoder;
import dev.jetway.agents.planning.intent.Head.Example;
import dev.jetway.agents.planning.intent.Ranking.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells which of several labels a message asks for: sentence vectors and words, weighed by a regression that was fitted
 * on examples. How sure it says it is was set by examples it had not seen. Immutable, safe for many threads, and the
 * same for the same examples and encoder.
 */
public final class SkillClassifier {

    private static final int FOLDS = 4;
    private static final int FOLDS_JUDGED = 2;
    private static final int LARGE = 2_000;
    private static final double COOLEST = 0.4;
    private static final double HOTTEST = 4;
    private static final double WARMER = 1.1;

    private final List<Label> labels;
    private final Optional<SentenceEncoder> encoder;
    private final Terms terms;
    private final List<Example> examples;
    private final Head head;
    private final double temperature;

    private SkillClassifier(
            List<Label> labels, Optional<SentenceEncoder> encoder, Terms terms, List<Example> examples) {
        this.labels = labels;
        this.encoder = encoder;
        this.terms = terms;
        this.examples = examples;
        this.head = head(examples);
        this.temperature = temperature();
    }

    /**
     * Embeds the examples on the threads of the common pool, and fits; some 0.3 s for 300 examples, 20 to 40 s for
     * 15,000.
     *
     * @param encoder without which the words of a message have to do
     * @throws IllegalArgumentException when there are fewer than two labels with examples
     */
    public static SkillClassifier fit(List<Label> labels, Optional<SentenceEncoder> encoder) {
        var taught =
                labels.stream().filter(label -> !label.examples().isEmpty()).toList();
        if (taught.size() < 2) {
            throw new IllegalArgumentException("To tell labels apart takes at least two with examples");
        }
        var terms = new Terms(
                taught.stream().flatMap(label -> label.examples().stream()).toList());
        record Shown(String text, int label) {}
        var shown = new ArrayList<Shown>();
        for (int i = 0; i < taught.size(); i++) {
            for (var text : taught.get(i).examples()) {
                shown.add(new Shown(text, i));
            }
        }
        var examples = shown.parallelStream()
                .map(one -> new Example(features(one.text(), terms, encoder), one.label()))
                .toList();
        return new SkillClassifier(taught, encoder, terms, examples);
    }

    private static Features features(String text, Terms terms, Optional<SentenceEncoder> encoder) {
        return terms.features(text, encoder.map(e -> e.encode(text)).orElse(new float[0]));
    }

    /** True when a word stands in an example, in lower case and without accents. */
    public boolean knows(String word) {
        return terms.has(word);
    }

    /** Takes as long as the encoder, and a little. */
    public Ranking rank(String text) {
        var features = features(text, terms, encoder);
        var probabilities = Head.probabilities(head.scores(features), temperature);
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < probabilities.length; i++) {
            var label = labels.get(i);
            candidates.add(new Candidate(label.name(), probabilities[i], label.within()));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::probability).reversed());
        return new Ranking(candidates, outside(candidates, features));
    }

    /** Little that is probable among the labels, and no example that is near. */
    private double outside(List<Candidate> candidates, Features features) {
        double within = candidates.stream()
                .filter(Candidate::within)
                .limit(3)
                .mapToDouble(Candidate::probability)
                .sum();
        double near = encoder.isEmpty() ? within : nearest(features);
        return Math.max(0, Math.min(1, 1 - (within + near) / 2));
    }

    private double nearest(Features features) {
        double near = 0;
        for (var example : examples) {
            if (labels.get(example.label()).within()) {
                near = Math.max(near, example.features().near(features));
            }
        }
        return near;
    }

    private Head head(List<Example> from) {
        return Head.fit(from, encoder.map(SentenceEncoder::dimensions).orElse(0), terms.size(), labels.size());
    }

    /** That under which examples a head had not seen were most probable. */
    private double temperature() {
        var judged = IntStream.range(0, examples.size() >= LARGE ? 1 : FOLDS_JUDGED)
                .parallel()
                .mapToObj(this::judged)
                .flatMap(List::stream)
                .toList();
        double best = 1;
        double least = Double.MAX_VALUE;
        for (double t = COOLEST; t <= HOTTEST; t *= WARMER) {
            double temperature = t;
            double surprise = judged.stream()
                    .mapToDouble(one -> -Math.log(1e-9 + Head.probabilities(one.scores(), temperature)[one.label()]))
                    .sum();
            if (surprise < least) {
                least = surprise;
                best = t;
            }
        }
        return best;
    }

    /** @param scores by a head that did not see the example */
    private record Judged(float[] scores, int label) {}

    private List<Judged> judged(int fold) {
        var rest = new ArrayList<Example>();
        var held = new ArrayList<Example>();
        for (int i = 0; i < examples.size(); i++) {
            (i % FOLDS == fold ? held : rest).add(examples.get(i));
        }
        var other = head(rest);
        return held.stream()
                .map(example -> new Judged(other.scores(example.features()), example.label()))
                .toList();
    }
}
