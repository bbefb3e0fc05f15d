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

    /** @param key names the leg, such as {@code JW412@2027-03-03} */
    record Leg(Flight flight, LocalDate date, ZonedDateTime departure, ZonedDateTime arrival, String key) {

        static Leg of(Flight flight, LocalDate date) {
            Route route = flight.route();
            ZonedDateTime departure = date.atTime(LocalTime.ofSecondOfDay(flight.departureMinute() * 60L))
                    .atZone(route.from().zone());
            ZonedDateTime arrival = departure
                    .plusMinutes(route.minutes())
                    .withZoneSameInstant(route.to().zone());
            return new Leg(flight, date, departure, arrival, flight.name() + "@" + date);
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
                .map(leg -> Leg.of(leg.flight(), leg.date().plusDays(days)))
                .toList());
    }
}
