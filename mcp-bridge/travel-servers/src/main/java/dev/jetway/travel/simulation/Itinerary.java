package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.Route.Flight;
import dev.jetway.travel.world.Airport;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;

/** Flights on dates, one after the other, that bring somebody from one airport to another. */
record Itinerary(List<Leg> legs) {

    record Leg(Flight flight, LocalDate date) {

        ZonedDateTime departure() {
            return date.atTime(LocalTime.ofSecondOfDay(flight.departureMinute() * 60L))
                    .atZone(flight.route().from().zone());
        }

        ZonedDateTime arrival() {
            return departure()
                    .plusMinutes(flight.route().minutes())
                    .withZoneSameInstant(flight.route().to().zone());
        }

        String key() {
            return flight.name() + "@" + date;
        }
    }

    Airport origin() {
        return legs.get(0).flight().route().from();
    }

    Airport destination() {
        return legs.get(legs.size() - 1).flight().route().to();
    }

    ZonedDateTime departure() {
        return legs.get(0).departure();
    }

    ZonedDateTime arrival() {
        return legs.get(legs.size() - 1).arrival();
    }

    int minutes() {
        return (int) Duration.between(departure(), arrival()).toMinutes();
    }

    double km() {
        return legs.stream().mapToDouble(leg -> leg.flight().route().km()).sum();
    }

    /** Each leg starts where the one before ended, and not before it did. */
    boolean connects() {
        for (int i = 1; i < legs.size(); i++) {
            Leg before = legs.get(i - 1);
            Leg after = legs.get(i);
            if (!before.flight().route().to().equals(after.flight().route().from())
                    || after.departure().isBefore(before.arrival())) {
                return false;
            }
        }
        return true;
    }

    Itinerary moved(long days) {
        return new Itinerary(legs.stream()
                .map(leg -> new Leg(leg.flight(), leg.date().plusDays(days)))
                .toList());
    }
}
