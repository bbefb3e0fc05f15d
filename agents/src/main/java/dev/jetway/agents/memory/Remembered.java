package dev.jetway.agents.memory;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered of one traveler. Without consent that is nothing.
 *
 * @param consent when they allowed it; empty when they did not, or have withdrawn it
 * @param preferences what they told us of their ways
 * @param trips bookings made since, the latest start first; at most {@link #MAX_TRIPS}
 */
public record Remembered(Optional<Consent> consent, Map<Preference, Kept> preferences, List<Trip> trips) {

    public static final int MAX_TRIPS = 50;

    public static final Remembered NOTHING = new Remembered(Optional.empty(), Map.of(), List.of());

    /**
     * The traveler's yes.
     *
     * @param conversation in which they gave it
     */
    public record Consent(Instant at, String conversation) {}

    /**
     * A note and where it comes from.
     *
     * @param conversation in which the traveler said so
     */
    public record Kept(Note note, String conversation, Instant at) {}

    /** @throws IllegalArgumentException when there is something without consent */
    public Remembered {
        preferences = Collections.unmodifiableMap(new TreeMap<>(preferences));
        trips = trips.stream()
                .sorted(Comparator.comparing(Trip::start).reversed().thenComparing(Trip::reference))
                .limit(MAX_TRIPS)
                .toList();
        if (consent.isEmpty() && !(preferences.isEmpty() && trips.isEmpty())) {
            throw new IllegalArgumentException("Nothing is remembered without consent");
        }
    }

    public Optional<String> value(Preference preference) {
        return Optional.ofNullable(preferences.get(preference))
                .map(kept -> kept.note().value());
    }

    public Optional<Home> home() {
        return value(Preference.HOME).flatMap(Home::parse);
    }

    public boolean empty() {
        return preferences.isEmpty() && trips.isEmpty();
    }

    /** As much of it as is of these kinds. */
    public Remembered only(Set<Kind> kinds) {
        return new Remembered(
                consent,
                kinds.contains(Kind.PREFERENCES) ? preferences : Map.of(),
                kinds.contains(Kind.TRIPS) ? trips : List.of());
    }
}
