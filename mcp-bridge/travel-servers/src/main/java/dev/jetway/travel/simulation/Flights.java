package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import dev.jetway.travel.simulation.FlightOffer.Found;
import dev.jetway.travel.simulation.FlightOffer.Journey;
import dev.jetway.travel.simulation.FlightOffer.Request;
import dev.jetway.travel.simulation.Itinerary.Leg;
import dev.jetway.travel.simulation.Route.Flight;
import dev.jetway.travel.world.Airport;
import dev.jetway.travel.world.World;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The flights of the simulated world. Safe for many threads; equal questions on a day have equal answers. */
public final class Flights {

    private static final int AIRPORTS_OF_A_CITY = 4;
    private static final int OFFER_FIELDS = 7;

    private final long seed;
    private final Clock clock;
    private final RouteNetwork network;
    private final Journeys journeys;
    private final Fares fares;
    private final OfferCode codes;

    public Flights(World world, long seed, Clock clock) {
        this.seed = seed;
        this.clock = clock;
        network = new RouteNetwork(world, seed);
        journeys = new Journeys(network);
        fares = new Fares(seed);
        codes = new OfferCode(seed);
    }

    /** The cheapest offers, each by another outbound journey. */
    public Found search(Request request) {
        Party party = request.party();
        List<Priced> out = priced(request.origins(), request.destinations(), request.date(), party);
        List<Priced> back = request.returnDate()
                .map(date -> priced(request.destinations(), request.origins(), date, party))
                .orElse(List.of());
        int full = (int) (out.stream().filter(p -> p.seats() < party.size()).count()
                + back.stream().filter(p -> p.seats() < party.size()).count());
        List<Priced> outFree =
                out.stream().filter(p -> p.seats() >= party.size()).toList();
        List<Priced> backFree =
                back.stream().filter(p -> p.seats() >= party.size()).toList();
        List<List<Itinerary>> trips = new ArrayList<>();
        for (int i = 0; i < outFree.size() && i < 3 * request.limit(); i++) {
            Itinerary outbound = outFree.get(i).journey();
            if (request.returnDate().isEmpty()) {
                trips.add(List.of(outbound));
                continue;
            }
            List<Itinerary> later = backFree.stream()
                    .map(Priced::journey)
                    .filter(j -> j.departure().isAfter(outbound.arrival().plusHours(1)))
                    .toList();
            if (!later.isEmpty()) {
                trips.add(List.of(outbound, later.get(i % later.size())));
            }
        }
        List<FlightOffer> offers = trips.stream()
                .map(trip -> offer(trip, party))
                .sorted(Comparator.comparing((FlightOffer o) -> o.price().amount())
                        .thenComparing(o -> o.outbound().durationMinutes())
                        .thenComparing(FlightOffer::offerId))
                .limit(request.limit())
                .toList();
        return new Found(offers, full);
    }

    /** The same offer again, at today's price; refused when it has left or is full. */
    public FlightOffer reprice(String offerId) {
        return reprice(decoded(offerId));
    }

    /** The same flights and stay, with the outward journey on another day. */
    public FlightOffer onAnotherDay(String offerId, LocalDate date) {
        Trip trip = decoded(offerId);
        Clocks.bookable(date, clock, "newDate");
        LocalDate booked = trip.journeys().get(0).legs().get(0).date();
        long days = date.toEpochDay() - booked.toEpochDay();
        return reprice(new Trip(trip.journeys().stream().map(j -> j.moved(days)).toList(), trip.party()));
    }

    /** How a flight is doing on a day. */
    public FlightStatus status(String name, LocalDate date) {
        Flight flight = network.flight(name.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new Refusal("No flight is called '" + name + "'; flight numbers look like JW412"));
        return FlightStatus.of(Leg.of(flight, date), seed, clock);
    }

    /** The quickest single flight between two groups of airports, if there is one. */
    public Optional<DirectFlight> direct(List<Airport> origins, List<Airport> destinations) {
        return origins.stream()
                .flatMap(o -> destinations.stream().map(d -> network.between(o, d)))
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(Route::minutes)
                        .thenComparing(r -> r.from().iata() + r.to().iata()))
                .map(r -> new DirectFlight(r.from(), r.to(), r.minutes()));
    }

    /** Minutes of the quickest journey of a day, changes included. */
    public Optional<DirectFlight> quickest(Airport origin, Airport destination, LocalDate date) {
        return journeys.on(date, origin, destination).stream()
                .min(Comparator.comparingInt(Itinerary::minutes))
                .map(j -> new DirectFlight(origin, destination, j.minutes()));
    }

    public record DirectFlight(Airport from, Airport to, int minutes) {}

    private record Priced(Itinerary journey, int seats, double pounds) {}

    private record Trip(List<Itinerary> journeys, Party party) {}

    private List<Priced> priced(List<Airport> from, List<Airport> to, LocalDate date, Party party) {
        LocalDate today = LocalDate.now(clock);
        ZonedDateTime soonest = ZonedDateTime.now(clock).plusMinutes(45);
        List<Itinerary> all = new ArrayList<>();
        for (Airport origin : from.subList(0, Math.min(AIRPORTS_OF_A_CITY, from.size()))) {
            for (Airport destination : to.subList(0, Math.min(AIRPORTS_OF_A_CITY, to.size()))) {
                all.addAll(journeys.on(date, origin, destination));
            }
        }
        List<Itinerary> withCabin = all.stream()
                .filter(j ->
                        j.legs().stream().anyMatch(leg -> leg.flight().route().km() >= party.cabin().fromKm))
                .toList();
        if (withCabin.isEmpty() && !all.isEmpty()) {
            throw new Refusal("No flight between " + from.get(0).city().name() + " and "
                    + to.get(0).city().name() + " has a " + party.cabin().label()
                    + " cabin; choose economy or business");
        }
        return withCabin.stream()
                .filter(j -> j.departure().isAfter(soonest))
                .map(j ->
                        new Priced(j, fares.seatsLeft(j, party.cabin(), today), fares.price(List.of(j), party, today)))
                .sorted(Comparator.comparingDouble(Priced::pounds)
                        .thenComparing(p -> p.journey().minutes())
                        .thenComparing(p -> key(p.journey())))
                .toList();
    }

    private FlightOffer reprice(Trip trip) {
        for (Itinerary journey : trip.journeys()) {
            if (!journey.departure().isAfter(ZonedDateTime.now(clock))) {
                throw new Refusal("Flight " + key(journey) + " has left; search again for a later one");
            }
            if (fares.seatsLeft(journey, trip.party().cabin(), LocalDate.now(clock))
                    < trip.party().size()) {
                throw new Refusal("Flight " + key(journey) + " has no seats left for " + trip.party()
                        + "; choose another flight or day");
            }
        }
        return offer(trip.journeys(), trip.party());
    }

    private FlightOffer offer(List<Itinerary> trip, Party party) {
        LocalDate today = LocalDate.now(clock);
        List<String> fields = List.of(
                "flight",
                Integer.toString(party.adults()),
                Integer.toString(party.children()),
                party.cabin().label(),
                party.currency(),
                key(trip.get(0)),
                trip.size() > 1 ? key(trip.get(1)) : "");
        return new FlightOffer(
                codes.encode(fields),
                Journey.of(trip.get(0)),
                trip.size() > 1 ? Optional.of(Journey.of(trip.get(1))) : Optional.empty(),
                Rates.of(fares.price(trip, party, today), party.currency()),
                trip.stream()
                        .mapToInt(j -> fares.seatsLeft(j, party.cabin(), today))
                        .min()
                        .orElse(0),
                fares.refundable(trip.get(0), party.cabin()),
                party);
    }

    private Trip decoded(String offerId) {
        List<String> fields = codes.decode(offerId, "flight", OFFER_FIELDS);
        Party party = new Party(
                Integer.parseInt(fields.get(1)),
                Integer.parseInt(fields.get(2)),
                Cabin.named(fields.get(3)),
                fields.get(4));
        List<Itinerary> trip = new ArrayList<>(List.of(itinerary(fields.get(5))));
        if (!fields.get(6).isEmpty()) {
            trip.add(itinerary(fields.get(6)));
        }
        return new Trip(trip, party);
    }

    private Itinerary itinerary(String key) {
        List<Leg> legs = new ArrayList<>();
        for (String part : key.split(",")) {
            String[] leg = part.split("@");
            Flight flight = network.flight(leg[0])
                    .orElseThrow(() -> new Refusal("Flight " + leg[0] + " is no longer flown; search again"));
            legs.add(Leg.of(flight, LocalDate.parse(leg[1])));
        }
        Itinerary itinerary = new Itinerary(legs);
        if (!itinerary.connects()) {
            throw new Refusal("The flights " + key + " do not connect any more; search again");
        }
        return itinerary;
    }

    private static String key(Itinerary journey) {
        return journey.legs().stream().map(Leg::key).collect(Collectors.joining(","));
    }
}
