package dev.jetway.agents.planning.reading;

import java.util.EnumSet;
import java.util.Set;

/** Something a traveler would like, beyond what a search can be asked for. */
public enum Preference {
    DIRECT,
    REFUNDABLE,
    SEAT,
    BAGS,
    BREAKFAST,
    AMENITIES;

    /** All that a message names. */
    static Set<Preference> read(Words words) {
        var found = EnumSet.noneOf(Preference.class);
        for (int i = 0; i < words.size(); i++) {
            var preference = at(words, i);
            if (preference != null) {
                found.add(preference);
            }
        }
        return found;
    }

    private static Preference at(Words words, int i) {
        boolean no = words.is(i - 1, "no", "without", "any", "zero", "0");
        return switch (words.at(i)) {
            case "nonstop" -> DIRECT;
            case "direct" ->
                words.is(i + 1, "flight", "flights", "one", "ones", "connection", "only") || last(words, i)
                        ? DIRECT
                        : null;
            case "non" -> words.is(i + 1, "-") && words.is(i + 2, "stop") || words.is(i + 1, "stop") ? DIRECT : null;
            case "stops", "stop", "stopovers", "stopover", "layovers", "layover", "changes" -> no ? DIRECT : null;
            case "refundable" -> REFUNDABLE;
            case "cancellation" -> words.is(i - 1, "free", "flexible") ? REFUNDABLE : null;
            case "aisle", "window" -> words.is(i + 1, "seat", "seats") ? SEAT : null;
            case "legroom" -> SEAT;
            case "bag", "bags", "luggage", "baggage", "suitcase", "suitcases" -> BAGS;
            case "breakfast" -> BREAKFAST;
            case "pool", "wifi", "gym", "spa", "parking", "balcony", "sauna", "kitchen", "pets", "dog" -> AMENITIES;
            case "wi" -> words.is(i + 2, "fi") ? AMENITIES : null;
            case "pet" -> words.is(i + 2, "friendly") ? AMENITIES : null;
            default -> null;
        };
    }

    private static boolean last(Words words, int i) {
        return i + 1 >= words.size() || !words.get(i + 1).text();
    }
}
