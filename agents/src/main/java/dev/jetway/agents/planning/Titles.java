package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Place;

/** The few words by which the traveler sees a task. */
final class Titles {

    private Titles() {}

    static String of(Skill skill, Facts facts, Place about) {
        var places = facts.places();
        var where = about == null ? "" : about.name();
        return switch (skill.id()) {
            case "flights.search" ->
                places.from() == null
                        ? "Flights to " + where
                        : "Flights %s → %s".formatted(places.from().name(), where);
            case "hotels.search" -> "Hotels in " + where;
            case "weather.climate", "weather.forecast" -> "Weather in " + where;
            case "destinations.describe" -> "About " + where;
            case "destinations.route" ->
                places.from() == null
                        ? "The way to " + where
                        : "The way from %s to %s".formatted(places.from().name(), where);
            case "flights.status" -> "Is your flight on time";
            case "bookings.list" -> "Your bookings";
            case "bookings.get" -> "Your booking";
            case "bookings.change" -> "Change your booking";
            case "bookings.cancel" -> "Cancel your booking";
            case "loyalty.account" -> "Your points";
            case "itinerary.compose" -> "Day by day";
            default -> other(skill, where);
        };
    }

    private static String other(Skill skill, String where) {
        var word = skill.keywords().isEmpty() ? skill.id() : skill.keywords().get(0);
        var title = Character.toUpperCase(word.charAt(0)) + word.substring(1);
        return where.isEmpty() ? title : title + ": " + where;
    }
}
