package dev.jetway.agents.planning.reading;

import java.util.Map;
import java.util.OptionalInt;

/** Numbers as people write them. */
public final class Numbers {

    private static final Map<String, Integer> CARDINALS = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30));

    private static final Map<String, Integer> ORDINALS = Map.ofEntries(
            Map.entry("first", 1),
            Map.entry("second", 2),
            Map.entry("third", 3),
            Map.entry("fourth", 4),
            Map.entry("fifth", 5),
            Map.entry("sixth", 6),
            Map.entry("seventh", 7),
            Map.entry("eighth", 8),
            Map.entry("ninth", 9),
            Map.entry("tenth", 10));

    private Numbers() {}

    /** {@code 3}, {@code three}, {@code a}; at most four digits. */
    public static OptionalInt cardinal(String word) {
        if (word.equals("a") || word.equals("an") || word.equals("single")) {
            return OptionalInt.of(1);
        }
        if (word.equals("couple")) {
            return OptionalInt.of(2);
        }
        var named = CARDINALS.get(word);
        return named != null ? OptionalInt.of(named) : digits(word, 4);
    }

    /** {@code 3rd}, {@code third}. */
    public static OptionalInt ordinal(String word) {
        var named = ORDINALS.get(word);
        return named != null ? OptionalInt.of(named) : suffixed(word);
    }

    /** {@code 3rd}, but not {@code third}. */
    public static OptionalInt suffixed(String word) {
        int digits = word.length() - 2;
        if (digits < 1 || digits > 2) {
            return OptionalInt.empty();
        }
        return switch (word.substring(digits)) {
            case "st", "nd", "rd", "th" -> digits(word.substring(0, digits), 2);
            default -> OptionalInt.empty();
        };
    }

    public static OptionalInt digits(String word, int most) {
        if (word.isEmpty() || word.length() > most) {
            return OptionalInt.empty();
        }
        int value = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            value = value * 10 + digit;
        }
        return OptionalInt.of(value);
    }
}
