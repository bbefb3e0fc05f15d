package dev.jetway.agents.planning.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers as people write them. */
public final class Numbers {

    private static final List<String> UP_TO_NINETEEN =
            List.of(("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                            + "seventeen eighteen nineteen")
                    .split(" "));
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final List<String> UP_TO_NINETEENTH = List.of(
            ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
                            + "fifteenth sixteenth seventeenth eighteenth nineteenth")
                    .split(" "));
    private static final int LONGEST = 8;

    private static final Map<String, Integer> CARDINALS = cardinals();
    private static final Map<String, Integer> ORDINALS = ordinals();

    /** A number, and the word behind it. */
    public record Read(int value, int next) {}

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

    /** A year of this century or the one before or behind it; never a small number. */
    static OptionalInt year(Words words, int i) {
        var year = words.at(i).length() == 4 ? digits(words.at(i), 4) : OptionalInt.empty();
        return year.orElse(0) > 1900 && year.getAsInt() < 2200 ? year : OptionalInt.empty();
    }

    /** The day of a month: {@code 3}, {@code 3rd}, {@code third}, {@code twenty-first}. */
    static Optional<Read> dayOfMonth(Words words, int i) {
        int at = words.is(i + 1, "-") ? i + 2 : i + 1;
        if (words.is(i, "twenty", "thirty") && ordinal(words.at(at)).orElse(10) < 10) {
            return day(cardinal(words.at(i)).getAsInt() + ordinal(words.at(at)).getAsInt(), at + 1);
        }
        var figures = digits(words.at(i), 2);
        return day((figures.isPresent() ? figures : ordinal(words.at(i))).orElse(0), i + 1);
    }

    private static Optional<Read> day(int value, int next) {
        return value >= 1 && value <= 31 ? Optional.of(new Read(value, next)) : Optional.empty();
    }

    /** A number in words: {@code one hundred and forty}, {@code two thousand}, {@code eighty-five}. */
    static Optional<Read> spoken(Words words, int i) {
        int total = 0;
        int part = 0;
        int at = i;
        int behind = i;
        for (; at < i + LONGEST; at++) {
            var named = CARDINALS.get(words.at(at));
            if (named != null) {
                part += named;
            } else if (words.is(at, "hundred") && part > 0) {
                part *= 100;
            } else if (words.is(at, "thousand") && part > 0) {
                total += part * 1000;
                part = 0;
            } else if (!words.is(at, "and", "-") || at == i) {
                break;
            } else {
                continue;
            }
            behind = at + 1;
        }
        return behind > i ? Optional.of(new Read(total + part, behind)) : Optional.empty();
    }

    /** True when the word is a noun that a number before it counts, so that the number is no day and no price. */
    static boolean counts(String noun) {
        return switch (noun) {
            case "adult", "adults", "people", "person", "persons", "passengers", "travelers", "travellers", "guests" ->
                true;
            case "child", "children", "kid", "kids", "infants", "rooms", "room", "beds", "seats", "tickets" -> true;
            case "night", "nights", "day", "days", "week", "weeks", "month", "months", "years", "hours", "minutes" ->
                true;
            case "star", "stars", "stop", "stops", "km", "miles", "bags", "hotels", "flights", "options", "of" -> true;
            default -> false;
        };
    }

    private static Map<String, Integer> cardinals() {
        var named = numbered(UP_TO_NINETEEN);
        for (int i = 0; i < TENS.size(); i++) {
            named.put(TENS.get(i), 10 * (i + 2));
        }
        return Map.copyOf(named);
    }

    private static Map<String, Integer> ordinals() {
        var named = numbered(UP_TO_NINETEENTH);
        named.put("twentieth", 20);
        named.put("thirtieth", 30);
        return Map.copyOf(named);
    }

    private static Map<String, Integer> numbered(List<String> names) {
        var numbered = new HashMap<String, Integer>();
        for (int i = 0; i < names.size(); i++) {
            numbered.put(names.get(i), i + 1);
        }
        return numbered;
    }
}
