package dev.jetway.agents.planning;

import dev.jetway.agents.planning.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The parts of a message that may ask for one thing each. What is too short to ask for anything, such as "for two" or
 * the rest of "Paris and Rome", stays with the part before it.
 */
final class Clauses {

    /**
     * @param from the index of its first word
     * @param to the index behind its last
     */
    record Clause(int from, int to, String text) {}

    private static final int LEAST_WORDS = 3;
    private static final Set<String> JOINTS = Set.of("and", "also", "then", "plus", "&", "+");
    private static final Set<String> ENDS = Set.of(".", ";", "!", "?", ",", ":");

    private Clauses() {}

    static List<Clause> of(Words words) {
        var clauses = new ArrayList<Clause>();
        int from = 0;
        for (int i = 0; i <= words.size(); i++) {
            if (i < words.size() && !cut(words, i)) {
                continue;
            }
            add(clauses, words, from, i);
            from = i + 1;
        }
        return clauses;
    }

    private static boolean cut(Words words, int i) {
        return JOINTS.contains(words.at(i)) || (ENDS.contains(words.at(i)) && !words.touches(i));
    }

    private static void add(List<Clause> clauses, Words words, int from, int to) {
        int said = 0;
        for (int i = from; i < to; i++) {
            said += words.letters(i) ? 1 : 0;
        }
        if (said >= LEAST_WORDS || (clauses.isEmpty() && said > 0)) {
            clauses.add(new Clause(from, to, text(words, from, to)));
        } else if (said > 0) {
            var before = clauses.remove(clauses.size() - 1);
            clauses.add(new Clause(before.from(), to, text(words, before.from(), to)));
        }
    }

    /** As written, but for the spaces. */
    static String text(Words words, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(words.get(i).raw());
            if (i + 1 < to && !words.touches(i)) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
