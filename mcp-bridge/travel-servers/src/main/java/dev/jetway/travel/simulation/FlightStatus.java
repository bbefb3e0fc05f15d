package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.Itinerary.Leg;
import dev.jetway.travel.world.Airport;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;

/** How a flight is doing; nothing but the timetable is known earlier than a day before. */
public record FlightStatus(
        String flight,
        Airport origin,
        Airport destination,
        String status,
        OffsetDateTime departure,
        OffsetDateTime arrival,
        Optional<OffsetDateTime> estimatedDeparture) {

    static FlightStatus of(Leg leg, long seed, Clock clock) {
        boolean soon =
                Duration.between(ZonedDateTime.now(clock), leg.departure()).compareTo(Duration.ofDays(1)) < 0;
        Dice dice = Dice.of(seed, "status " + leg.key());
        double luck = dice.unit();
        boolean cancelled = soon && luck < 0.02;
        boolean delayed = soon && !cancelled && luck < 0.2;
        int minutes = 5 * (3 + dice.below(30));
        return new FlightStatus(
                leg.flight().name(),
                leg.flight().route().from(),
                leg.flight().route().to(),
                cancelled ? "cancelled" : delayed ? "delayed" : "scheduled",
                leg.departure().toOffsetDateTime(),
                leg.arrival().toOffsetDateTime(),
                delayed ? Optional.of(leg.departure().plusMinutes(minutes).toOffsetDateTime()) : Optional.empty());
    }
}
