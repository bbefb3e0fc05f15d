package dev.jetway.agents.planning.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which of several things shown before is meant.
 *
 * @param kind {@code flight} or {@code hotel}; null when not said
 * @param number as shown; null when not said
 * @param which by what else it was chosen; null when by its number, its name or not at all
 */
public record Choice(String kind, Integer number, Which which) {

    public enum Which {
        CHEAPEST,
        LAST,
        ONLY
    }

    private static final int MOST = 50;

    /** What this says, and what {@code earlier} said where this is silent. */
    public Choice over(Choice earlier) {
        return new Choice(
                kind != null ? kind : earlier.kind,
                number != null ? number : earlier.number,
                which != null ? which : number != null ? null : earlier.which);
    }

    public static List<Choice> read(Words words) {
        var choices = new ArrayList<Choice>();
        for (int i = 0; i < words.size(); i++) {
            if (words.used(i)) {
                continue;
            }
            var ordinal = Numbers.ordinal(words.at(i));
            var counted = words.is(i - 1, "number", "option", "no", "nr", "#")
                    ? Numbers.cardinal(words.at(i))
                    : OptionalInt.empty();
            if (words.is(i, "first") && words.is(i + 1, "class", "of", "available")) {
                continue;
            }
            if (ordinal.isPresent() && ordinal.getAsInt() <= MOST) {
                choices.add(new Choice(kindAround(words, i), ordinal.getAsInt(), null));
            } else if (counted.isPresent() && counted.getAsInt() <= MOST) {
                choices.add(new Choice(kindAround(words, i - 1), counted.getAsInt(), null));
            } else if (words.is(i, "cheapest") && words.has("book", "reserve", "take", "buy")) {
                choices.add(new Choice(kindAround(words, i), null, Which.CHEAPEST));
            } else if (words.is(i, "last") && words.is(i + 1, "one", "option", "flight", "hotel")) {
                choices.add(new Choice(kindAround(words, i), null, Which.LAST));
            }
        }
        return choices;
    }

    /** The noun right behind a choice, or right before it: "the second hotel", "hotel number two". */
    private static String kindAround(Words words, int i) {
        for (int at : new int[] {i + 1, i + 2, i - 1}) {
            var kind = kind(words.at(at));
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    public static String kind(String noun) {
        return switch (noun) {
            case "flight", "flights" -> "flight";
            case "hotel", "hotels", "room" -> "hotel";
            default -> null;
        };
    }
}
