package dev.jetway.agents.planning.intent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Multinomial logistic regression: a score for every label, linear in a dense vector and a sparse one. Fitted by
 * AdaGrad in small batches; the same examples give the same weights.
 */
final class Head {

    private static final int BATCH = 32;
    private static final float RATE = 0.3f;
    private static final float DECAY = 1e-5f;
    private static final int EXAMPLES_SEEN = 10_000;
    private static final int LEAST_EPOCHS = 8;
    private static final int MOST_EPOCHS = 40;
    private static final long SEED = 1;

    /** @param label its index */
    record Example(Features features, int label) {}

    private final int dense;
    private final int labels;

    /** A row of one weight per label for every feature; the last row is the bias. */
    private final float[] weights;

    private Head(int dense, int sparse, int labels) {
        this.dense = dense;
        this.labels = labels;
        this.weights = new float[(dense + sparse + 1) * labels];
    }

    static Head fit(List<Example> examples, int dense, int sparse, int labels) {
        var head = new Head(dense, sparse, labels);
        new Fit(head).run(examples);
        return head;
    }

    float[] scores(Features features) {
        var scores = Arrays.copyOfRange(weights, weights.length - labels, weights.length);
        for (int i = 0; i < features.dense().length; i++) {
            add(scores, features.dense()[i], i);
        }
        for (int i = 0; i < features.places().length; i++) {
            add(scores, features.values()[i], dense + features.places()[i]);
        }
        return scores;
    }

    private void add(float[] scores, float value, int row) {
        int from = row * labels;
        for (int c = 0; c < scores.length; c++) {
            scores[c] += value * weights[from + c];
        }
    }

    /** Probabilities of scores; the higher the temperature, the less sure. */
    static double[] probabilities(float[] scores, double temperature) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        var probabilities = new double[scores.length];
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            probabilities[c] = Math.exp((scores[c] - most) / temperature);
            sum += probabilities[c];
        }
        for (int c = 0; c < scores.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    private static final class Fit {

        private final Head head;
        private final float[] gradient;
        private final float[] squares;
        private final boolean[] touched;
        private final List<Integer> rows = new ArrayList<>();

        Fit(Head head) {
            this.head = head;
            this.gradient = new float[head.weights.length];
            this.squares = new float[head.weights.length];
            this.touched = new boolean[head.weights.length / head.labels];
            Arrays.fill(squares, 1e-8f);
        }

        void run(List<Example> examples) {
            var order = new ArrayList<>(examples);
            var random = new Random(SEED);
            int epochs = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, EXAMPLES_SEEN / examples.size()));
            for (int epoch = 0; epoch < epochs; epoch++) {
                Collections.shuffle(order, random);
                for (int from = 0; from < order.size(); from += BATCH) {
                    var batch = order.subList(from, Math.min(order.size(), from + BATCH));
                    batch.forEach(example -> see(example, 1f / batch.size()));
                    step();
                }
            }
        }

        private void see(Example example, float share) {
            var features = example.features();
            var probabilities = probabilities(head.scores(features), 1);
            var errors = new float[head.labels];
            for (int c = 0; c < errors.length; c++) {
                errors[c] = (float) (probabilities[c] - (c == example.label() ? 1 : 0)) * share;
            }
            for (int i = 0; i < features.dense().length; i++) {
                pull(i, features.dense()[i], errors);
            }
            for (int i = 0; i < features.places().length; i++) {
                pull(head.dense + features.places()[i], features.values()[i], errors);
            }
            pull(touched.length - 1, 1, errors);
        }

        private void pull(int row, float value, float[] errors) {
            if (!touched[row]) {
                touched[row] = true;
                rows.add(row);
            }
            int from = row * head.labels;
            for (int c = 0; c < errors.length; c++) {
                gradient[from + c] += value * errors[c];
            }
        }

        private void step() {
            var weights = head.weights;
            for (int row : rows) {
                touched[row] = false;
                int to = (row + 1) * head.labels;
                for (int i = row * head.labels; i < to; i++) {
                    float g = gradient[i] + DECAY * weights[i];
                    squares[i] += g * g;
                    weights[i] -= RATE * g / (float) Math.sqrt(squares[i]);
                    gradient[i] = 0;
                }
            }
            rows.clear();
        }
    }
}
