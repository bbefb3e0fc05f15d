package dev.jetway.agents.planning;

import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Place;
import dev.jetway.agents.planning.reading.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was said and understood, and could not be used: it is admitted. */
final class LeftOut {

    private static final Map<Preference, String> OF_FLIGHTS = Map.of(
            Preference.DIRECT, "I can't search for direct flights only; each line says where it stops.",
            Preference.REFUNDABLE, "I can't search for refundable fares only; each line says whether it is.",
            Preference.SEAT, "I can't choose seats.",
            Preference.BAGS, "I know nothing about bags.");

    private static final Map<Preference, String> OF_HOTELS = Map.of(
            Preference.REFUNDABLE,
            "I can't search for free cancellation only; each line says until when it is free.",
            Preference.BREAKFAST,
            "I can't search by breakfast; each line says whether it is included.",
            Preference.AMENITIES,
            "I know nothing about what else a hotel has, such as a pool or parking.");

    private final Facts said;
    private final Set<String> used;

    /** @param used the slots that were filled */
    LeftOut(Facts said, Set<String> used) {
        this.said = said;
        this.used = used;
    }

    List<String> notes(boolean flights, boolean hotels) {
        var notes = new ArrayList<String>();
        if (said.budget().amount() != null && !used.contains(Slots.BUDGET_NIGHT)) {
            notes.add("I can't search by price here, so nothing is left out because of your limit.");
        }
        if (said.details().stars() != null && !used.contains(Slots.STARS)) {
            notes.add("I can't search by stars here.");
        }
        if (said.details().cabin() != null && !used.contains(Slots.CABIN)) {
            notes.add("I can't search by class here.");
        }
        if (!said.times().empty() && !used.contains(Slots.TIME)) {
            notes.add(
                    flights
                            ? "I can't search by time of day here; each line says when a flight leaves."
                            : "I can't search by time of day here.");
        }
        if (flights && !said.places().via().isEmpty()) {
            notes.add("I can't search for flights by way of %s; each line says where it stops."
                    .formatted(names(said.places().via())));
        }
        preferences(flights, hotels, notes);
        return notes;
    }

    private void preferences(boolean flights, boolean hotels, List<String> notes) {
        said.details().preferences().stream().sorted().forEach(preference -> {
            if (flights && OF_FLIGHTS.containsKey(preference)) {
                notes.add(OF_FLIGHTS.get(preference));
            }
            if (hotels && OF_HOTELS.containsKey(preference)) {
                notes.add(OF_HOTELS.get(preference));
            }
        });
    }

    /** The places of a message that only the first one was searched for. */
    List<String> otherPlaces() {
        var places = said.places();
        var others = places.at().stream()
                .filter(place -> !place.same(places.where()))
                .filter(place -> places.from() == null || !place.same(places.from()))
                .distinct()
                .toList();
        return others.isEmpty()
                ? List.of()
                : List.of("This is for %s only. Please ask me about %s next."
                        .formatted(places.where().name(), names(others)));
    }

    private static String names(List<Place> places) {
        return places.stream().map(Place::name).distinct().collect(Collectors.joining(" and "));
    }
}
