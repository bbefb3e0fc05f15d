package dev.jetway.travel.simulation;

import dev.jetway.travel.world.Airport;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** One way to fly, with its price for everybody who travels. */
public record FlightOffer(
        String offerId,
        Journey outbound,
        Optional<Journey> inbound,
        Money price,
        int seatsLeft,
        boolean refundable,
        Party party) {

    public record Journey(
            Airport origin,
            Airport destination,
            OffsetDateTime departure,
            OffsetDateTime arrival,
            int durationMinutes,
            List<Leg> legs) {

        static Journey of(Itinerary itinerary) {
            return new Journey(
                    itinerary.origin(),
                    itinerary.destination(),
                    itinerary.departure().toOffsetDateTime(),
                    itinerary.arrival().toOffsetDateTime(),
                    itinerary.minutes(),
                    itinerary.legs().stream().map(Leg::of).toList());
        }
    }

    public record Leg(
            String flight,
            String carrier,
            Airport origin,
            Airport destination,
            OffsetDateTime departure,
            OffsetDateTime arrival,
            int durationMinutes) {

        static Leg of(Itinerary.Leg leg) {
            Route route = leg.flight().route();
            return new Leg(
                    leg.flight().name(),
                    route.carrier().name(),
                    route.from(),
                    route.to(),
                    leg.departure().toOffsetDateTime(),
                    leg.arrival().toOffsetDateTime(),
                    route.minutes());
        }
    }

    /** What a search asks for. */
    public record Request(
            List<Airport> origins,
            List<Airport> destinations,
            LocalDate date,
            Optional<LocalDate> returnDate,
            Party party,
            int limit) {}

    /** @param full journeys of the day without enough seats, in either direction */
    public record Found(List<FlightOffer> offers, int full) {}
}
