package dev.jetway.agents.planning.intent;

import dev.jetway.agents.planning.reading.Words;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The words that occur in examples, with weights: what stands in few of them says more. Immutable. */
final class Terms {

    /** In a large set, what stands in one message only is mostly a name or a typing error. */
    private static final int LARGE = 2_000;

    private record Term(int index, float weight) {}

    private final Map<String, Term> terms = new HashMap<>();

    Terms(Collection<String> examples) {
        var counts = new TreeMap<String, Integer>();
        examples.forEach(example -> words(example).forEach(word -> counts.merge(word, 1, Integer::sum)));
        int least = examples.size() >= LARGE ? 2 : 1;
        counts.values().removeIf(count -> count < least);
        counts.forEach((word, count) ->
                terms.put(word, new Term(terms.size(), (float) Math.log(1 + examples.size() / (double) count))));
    }

    int size() {
        return terms.size();
    }

    boolean has(String word) {
        return terms.containsKey(word);
    }

    /** The known words of a message, as a sparse vector of length 1, beside its sentence vector. */
    Features features(String text, float[] sentence) {
        var found = words(text).stream()
                .filter(terms::containsKey)
                .map(terms::get)
                .sorted(Comparator.comparingInt(Term::index))
                .toList();
        return new Features(sentence, found.stream().mapToInt(Term::index).toArray(), weights(found));
    }

    private static float[] weights(List<Term> found) {
        double square = 0;
        for (var term : found) {
            square += term.weight() * term.weight();
        }
        var weights = new float[found.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (found.get(i).weight() / Math.sqrt(square));
        }
        return weights;
    }

    private static Set<String> words(String text) {
        var read = Words.of(text);
        var words = new HashSet<String>();
        for (int i = 0; i < read.size(); i++) {
            var word = read.at(i);
            if (read.letters(i)) {
                words.add(Character.isDigit(word.charAt(0)) ? "#" : word);
            }
        }
        return words;
    }
}
