package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.reading.Place;
import java.util.List;
import java.util.stream.Collectors;

/** The question of a planner that is not sure what is wanted. */
final class EitherOr {

    private EitherOr() {}

    /**
     * @param skills what may be wanted, the most probable first
     * @param where the place in question; null when none is
     */
    static String ask(List<List<Skill>> skills, Place where) {
        var offers = skills.stream()
                .map(skill -> offer(skill.get(0), where))
                .distinct()
                .collect(Collectors.joining(", or "));
        return "I am not sure what you would like. Shall I %s?".formatted(offers);
    }

    private static String offer(Skill skill, Place where) {
        var there = where == null ? "" : " in " + where.name();
        return switch (skill.id()) {
            case "flights.search" -> "look for flights" + (where == null ? "" : " to " + where.name());
            case "flights.status" -> "check whether a flight is on time";
            case "hotels.search" -> "look for hotels" + there;
            case "weather.climate", "weather.forecast" -> "tell you about the weather" + there;
            case "destinations.describe" -> "tell you about " + (where == null ? "a place" : where.name());
            case "destinations.route" -> "tell you how to get " + (where == null ? "there" : "to " + where.name());
            case "bookings.list" -> "show you your bookings";
            case "bookings.get" -> "show you one of your bookings";
            case "bookings.create" -> "book something I showed you";
            case "bookings.change" -> "change a booking";
            case "bookings.cancel" -> "cancel a booking";
            case "loyalty.account" -> "show you your points";
            default ->
                "help you with “%s”"
                        .formatted(
                                skill.keywords().isEmpty()
                                        ? skill.id()
                                        : skill.keywords().get(0));
        };
    }
}
