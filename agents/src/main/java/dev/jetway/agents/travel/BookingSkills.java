package dev.jetway.agents.travel;

import dev.jetway.agents.Examples;
import dev.jetway.agents.Skill;
import java.util.List;
import java.util.Map;

/** The skills on the card of {@link BookingAgent}. */
final class BookingSkills {

    private static final String BY_REFERENCE = """
            {"type": "object", "required": ["reference"], "properties": {
              "reference": {"type": "string", "x-jetway-slot": "reference"}}}
            """;

    static final List<Skill> ALL = List.of(
            new Skill(
                            "bookings.list",
                            "Lists the traveler's own bookings: upcoming, past or all.",
                            Json.literal("""
                            {"type": "object", "properties": {
                              "when": {"enum": ["upcoming", "past", "all"], "x-jetway-slot": "when"}}}
                            """),
                            List.of("bookings", "my trips", "my reservations", "reservations", "upcoming trips"))
                    .askedLike(examples("bookings.list")),
            new Skill(
                            "bookings.get",
                            "Shows one booking of the traveler, by its reference.",
                            Json.literal(BY_REFERENCE),
                            List.of("my booking", "the booking", "booking reference", "my reservation"))
                    .askedLike(examples("bookings.get")),
            new Skill(
                            "bookings.create",
                            "Prepares the booking of an offer that was shown before; the traveler approves it.",
                            Json.literal("""
                            {"type": "object", "required": ["offerId", "kind"], "properties": {
                              "offerId": {"type": "string", "x-jetway-slot": "offer"},
                              "kind": {"enum": ["flight", "hotel"], "x-jetway-slot": "offer.kind"}}}
                            """),
                            List.of("book", "reserve", "buy", "i'll take", "i will take"))
                    .askedLike(examples("bookings.create"))
                    .undoneBy("bookings.cancel", Map.of("reference", "/reference")),
            new Skill(
                            "bookings.change",
                            "Prepares moving a booking of the traveler to other dates; the traveler approves it.",
                            Json.literal("""
                            {"type": "object", "required": ["reference", "start"], "properties": {
                              "reference": {"type": "string", "x-jetway-slot": "reference"},
                              "start": {"type": "string", "format": "date", "x-jetway-slot": "date.start"},
                              "end": {"type": "string", "format": "date", "x-jetway-slot": "date.end"}}}
                            """),
                            List.of("change", "move", "rebook", "reschedule", "postpone"))
                    .askedLike(examples("bookings.change")),
            new Skill(
                            "bookings.cancel",
                            "Prepares the cancellation of a booking of the traveler; the traveler approves it.",
                            Json.literal(BY_REFERENCE),
                            List.of("cancel"))
                    .askedLike(examples("bookings.cancel")));

    private BookingSkills() {}

    private static List<String> examples(String skill) {
        return Examples.beside(BookingSkills.class, skill + ".txt");
    }
}
