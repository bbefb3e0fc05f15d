package dev.jetway.travel.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.Refusal;
import dev.jetway.travel.simulation.Cabin;
import dev.jetway.travel.simulation.Clocks;
import dev.jetway.travel.simulation.FlightOffer;
import dev.jetway.travel.simulation.FlightStatus;
import dev.jetway.travel.simulation.Flights;
import dev.jetway.travel.simulation.Money;
import dev.jetway.travel.simulation.Party;
import dev.jetway.travel.simulation.Rates;
import dev.jetway.travel.world.Airport;
import dev.jetway.travel.world.Gazetteer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code flights} server. */
final class FlightTools {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private final Flights flights;
    private final Gazetteer gazetteer;
    private final Clock clock;

    private FlightTools(Flights flights, Gazetteer gazetteer, Clock clock) {
        this.flights = flights;
        this.gazetteer = gazetteer;
        this.clock = clock;
    }

    static ToolServer server(Flights flights, Gazetteer gazetteer, Clock clock) {
        FlightTools tools = new FlightTools(flights, gazetteer, clock);
        return new ToolServer("flights", Map.of("search", tools::search, "status", tools::status));
    }

    static String local(OffsetDateTime time) {
        return LOCAL.format(time);
    }

    private Found search(Arguments arguments, Caller caller) {
        List<Airport> origins = gazetteer.airports(arguments.text("origin"));
        List<Airport> destinations = gazetteer.airports(arguments.text("destination"));
        if (origins.get(0).city().id() == destinations.get(0).city().id()) {
            throw new Refusal("origin and destination are the same city, "
                    + origins.get(0).city().name());
        }
        LocalDate date = Clocks.bookable(arguments.date("date"), clock, "date");
        Optional<LocalDate> back = arguments.optionalDate("returnDate");
        back.ifPresent(day -> {
            Clocks.bookable(day, clock, "returnDate");
            if (day.isBefore(date)) {
                throw new Refusal("returnDate " + day + " must not be before date " + date);
            }
        });
        Party party = new Party(
                arguments.optionalInteger("adults").orElse(1),
                arguments.optionalInteger("children").orElse(0),
                Cabin.named(arguments.optionalText("cabin").orElse("economy")),
                Rates.known(arguments.optionalText("currency").orElse(Rates.DEFAULT)));
        int limit = arguments.optionalInteger("limit").orElse(5);
        FlightOffer.Found found =
                flights.search(new FlightOffer.Request(origins, destinations, date, back, party, limit));
        String validUntil = Clocks.offersValidUntil(clock).toString();
        return new Found(
                arguments.text("origin").toUpperCase(Locale.ROOT),
                arguments.text("destination").toUpperCase(Locale.ROOT),
                date.toString(),
                back.map(LocalDate::toString).orElse(null),
                party.adults(),
                party.children(),
                party.cabin().label(),
                true,
                found.offers().stream().map(o -> Offer.of(o, validUntil)).toList(),
                found.full());
    }

    private Status status(Arguments arguments, Caller caller) {
        FlightStatus status = flights.status(arguments.text("flight").replace(" ", ""), arguments.date("date"));
        return new Status(
                status.flight(),
                arguments.text("date"),
                status.origin().iata(),
                status.destination().iata(),
                status.status(),
                local(status.departure()),
                local(status.arrival()),
                status.estimatedDeparture().map(FlightTools::local).orElse(null),
                true);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(
            String origin,
            String destination,
            String date,
            String returnDate,
            int adults,
            int children,
            String cabin,
            boolean simulated,
            List<Offer> offers,
            int full) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Offer(
            String offerId,
            Journey outbound,
            Journey inbound,
            Money price,
            int seatsLeft,
            boolean refundable,
            String validUntil) {

        static Offer of(FlightOffer offer, String validUntil) {
            return new Offer(
                    offer.offerId(),
                    Journey.of(offer.outbound()),
                    offer.inbound().map(Journey::of).orElse(null),
                    offer.price(),
                    offer.seatsLeft(),
                    offer.refundable(),
                    validUntil);
        }
    }

    record Journey(
            String origin,
            String destination,
            String departure,
            String arrival,
            int durationMinutes,
            int stops,
            List<Leg> legs) {

        static Journey of(FlightOffer.Journey journey) {
            return new Journey(
                    journey.origin().iata(),
                    journey.destination().iata(),
                    local(journey.departure()),
                    local(journey.arrival()),
                    journey.durationMinutes(),
                    journey.legs().size() - 1,
                    journey.legs().stream().map(Leg::of).toList());
        }
    }

    record Leg(
            String flight,
            String carrier,
            String origin,
            String originCity,
            String destination,
            String destinationCity,
            String departure,
            String arrival,
            int durationMinutes) {

        static Leg of(FlightOffer.Leg leg) {
            return new Leg(
                    leg.flight(),
                    leg.carrier(),
                    leg.origin().iata(),
                    leg.origin().city().name(),
                    leg.destination().iata(),
                    leg.destination().city().name(),
                    local(leg.departure()),
                    local(leg.arrival()),
                    leg.durationMinutes());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(
            String flight,
            String date,
            String origin,
            String destination,
            String status,
            String departure,
            String arrival,
            String estimatedDeparture,
            boolean simulated) {}
}
