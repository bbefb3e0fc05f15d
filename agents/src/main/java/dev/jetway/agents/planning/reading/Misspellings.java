package dev.jetway.agents.planning.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the one long name that a word is a slip away from, among those with the same first letter. */
final class Misspellings {

    private static final int LEAST_LETTERS = 6;
    private static final int MOST_LETTERS = 40;

    /** Words of English that are one slip away from a city. */
    private static final Set<String> WORDS = Set.copyOf(List.of(
            ("angels belong billing change changed changes charge chance example favorite favourite german landing market master "
                            + "nature oranges orders posted prepare recipe recite regular reserve return returns reward settle sharing "
                            + "strong travel working written")
                    .split(" ")));

    private final Map<Integer, List<String>> names = new HashMap<>();

    void add(String name) {
        if (name.length() >= LEAST_LETTERS && name.length() <= MOST_LETTERS) {
            names.computeIfAbsent(bucket(name.charAt(0), name.length()), absent -> new ArrayList<>())
                    .add(name);
        }
    }

    /**
     * @param place what a name stands for; two names of one place do not make a word ambiguous
     * @return empty when it is a slip away from no place, or from more than one
     */
    Optional<String> meant(String word, Function<String, Object> place) {
        if (word.length() < LEAST_LETTERS - 1 || word.length() > MOST_LETTERS || WORDS.contains(word)) {
            return Optional.empty();
        }
        String meant = null;
        for (int length = word.length() - 1; length <= word.length() + 1; length++) {
            for (var name : names.getOrDefault(bucket(word.charAt(0), length), List.of())) {
                if (Spelling.oneSlip(word, name) && !derived(word, name) && spaces(word) <= spaces(name)) {
                    if (meant != null && !place.apply(meant).equals(place.apply(name))) {
                        return Optional.empty();
                    }
                    meant = name;
                }
            }
        }
        return Optional.ofNullable(meant);
    }

    /** "Jamaican" and "Romes" are no slips. */
    private static boolean derived(String word, String name) {
        return word.startsWith(name) && (word.endsWith("n") || word.endsWith("s"));
    }

    private static long spaces(String name) {
        return name.chars().filter(c -> c == ' ').count();
    }

    private static int bucket(char first, int length) {
        return first * (MOST_LETTERS + 2) + length;
    }
}
