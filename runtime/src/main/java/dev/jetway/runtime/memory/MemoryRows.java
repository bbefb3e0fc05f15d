package dev.jetway.runtime.memory;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.Trip;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The partition of one traveler, as it was read.
 *
 * @param newest when the latest of it was written, in microseconds since 1970; 0 when there is nothing
 */
record MemoryRows(
        Optional<Consent> consent, Map<Preference, Kept> preferences, List<Trip> trips, int rows, long newest) {

    static final String PREFERENCE = "preference";
    static final String TRIP = "trip";

    private static final ObjectMapper JSON = new ObjectMapper();

    static MemoryRows of(List<Row> read) {
        Optional<Consent> consent = Optional.empty();
        Map<Preference, Kept> preferences = new EnumMap<>(Preference.class);
        List<Trip> trips = new ArrayList<>();
        int rows = 0;
        long newest = 0;
        for (var row : read) {
            if (!row.isNull("consent_at")) {
                consent = Optional.of(new Consent(row.getInstant("consent_at"), row.getString("consent_in")));
                newest = Math.max(newest, row.getLong("consented"));
            }
            if (row.isNull("kind")) {
                continue; // a consent, and nothing else yet
            }
            rows++;
            newest = Math.max(newest, row.isNull("written") ? 0 : row.getLong("written"));
            if (PREFERENCE.equals(row.getString("kind"))) {
                kept(row).ifPresent(kept -> preferences.put(kept.note().preference(), kept));
            } else if (TRIP.equals(row.getString("kind"))) {
                trip(row.getString("key"), row.getString("value")).ifPresent(trips::add);
            }
        }
        return new MemoryRows(consent, preferences, trips, rows, newest);
    }

    /** What a newer version has written, and this one does not know, is left alone. */
    private static Optional<Kept> kept(Row row) {
        var value = row.getString("value");
        return Preference.of(row.getString("key"))
                .filter(preference -> value != null && preference.takes(value))
                .map(preference ->
                        new Kept(new Note(preference, value), row.getString("said_in"), row.getInstant("said_at")));
    }

    private static Optional<Trip> trip(String reference, String value) {
        try {
            var json = JSON.readTree(value);
            return Optional.of(new Trip(
                    reference,
                    json.path("kind").asText(),
                    json.path("title").asText(),
                    LocalDate.parse(json.path("start").asText())));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    static String value(Trip trip) {
        return JSON.createObjectNode()
                .put("kind", trip.kind())
                .put("title", trip.title())
                .put("start", trip.start().toString())
                .toString();
    }

    /** Something is left of a traveler who has withdrawn, or written at the moment they did. */
    boolean orphaned() {
        return consent.isEmpty() && rows > 0;
    }

    Remembered remembered() {
        return consent.isEmpty() ? Remembered.NOTHING : new Remembered(consent, preferences, trips);
    }
}
