package dev.jetway.agents.planning;

import dev.jetway.agents.planning.reading.Facts;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One friendly question for everything that is missing. */
final class Questions {

    private Questions() {}

    static String ask(Collection<String> missing, Facts facts) {
        if (missing.contains(Slots.OFFER)) {
            return "Which one shall I book? Tell me its number, for example “the second hotel”.";
        }
        if (missing.contains(Slots.REFERENCE)) {
            return "Which booking do you mean? Its reference starts with JW; “show my bookings” lists yours.";
        }
        if (missing.contains(Slots.FLIGHT)) {
            return "Which flight do you mean? Its number looks like JW412.";
        }
        var parts = new LinkedHashSet<String>();
        missing.forEach(slot -> parts.add(part(slot, facts)));
        return "Happy to look. Please tell me " + join(parts) + ".";
    }

    /** What {@link #ask} asks for of all that is missing: some things come first. */
    static Set<String> asks(Set<String> missing) {
        return Stream.of(Slots.OFFER, Slots.REFERENCE, Slots.FLIGHT)
                .filter(missing::contains)
                .findFirst()
                .map(Set::of)
                .orElse(missing);
    }

    private static String part(String slot, Facts facts) {
        var where = facts.places().where();
        return switch (slot) {
            case Slots.PLACE_FROM, Slots.PLACE_FROM_COUNTRY, Slots.PLACE_FROM_IATA -> from(facts);
            case Slots.PLACE, Slots.PLACE_COUNTRY, Slots.PLACE_TO, Slots.PLACE_TO_COUNTRY, Slots.PLACE_TO_IATA ->
                where == null
                        ? "where you want to go"
                        : where.isCity()
                                ? "which larger city near %s you want, as I know no airport there"
                                        .formatted(where.city())
                                : "which city in %s you want".formatted(where.land());
            case Slots.DATE_START, Slots.DATE_SOON_START, Slots.DATE_SOON_END -> "on which day";
            case Slots.DATE_END -> "for how many nights";
            case Slots.DATE_MONTH -> "in which month";
            case Slots.TIME -> "at what time";
            default -> "the " + slot.substring(slot.lastIndexOf('.') + 1);
        };
    }

    private static String from(Facts facts) {
        var from = facts.places().from();
        if (from == null) {
            return "where you start from";
        }
        return from.isCity()
                ? "which larger city near %s you start from, as I know no airport there".formatted(from.city())
                : "from which city in %s you start".formatted(from.land());
    }

    private static String join(Collection<String> parts) {
        var list = List.copyOf(parts);
        int last = list.size() - 1;
        return last < 1 ? list.get(0) : String.join(", ", list.subList(0, last)) + " and " + list.get(last);
    }
}
