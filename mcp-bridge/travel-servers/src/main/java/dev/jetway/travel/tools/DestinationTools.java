package dev.jetway.travel.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.simulation.Flights;
import dev.jetway.travel.simulation.GroundTravel;
import dev.jetway.travel.world.Airport;
import dev.jetway.travel.world.City;
import dev.jetway.travel.world.Gazetteer;
import dev.jetway.travel.world.Spot;
import dev.jetway.travel.world.World;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code destinations} server. */
final class DestinationTools {

    private static final double AIRPORTS_WITHIN_KM = 120;
    private static final double NEARBY_KM = 200;
    private static final double SHORTEST_FLIGHT_KM = 120;

    private final World world;
    private final Gazetteer gazetteer;
    private final Flights flights;
    private final Clock clock;

    private DestinationTools(World world, Gazetteer gazetteer, Flights flights, Clock clock) {
        this.world = world;
        this.gazetteer = gazetteer;
        this.flights = flights;
        this.clock = clock;
    }

    static ToolServer server(World world, Gazetteer gazetteer, Flights flights, Clock clock) {
        DestinationTools tools = new DestinationTools(world, gazetteer, flights, clock);
        return new ToolServer(
                "destinations", Map.of("resolve", tools::resolve, "describe", tools::describe, "route", tools::route));
    }

    private Places resolve(Arguments arguments, Caller caller) {
        List<Spot> found = gazetteer.search(
                arguments.text("query"), arguments.optionalInteger("limit").orElse(5));
        return new Places(found.stream().map(DestinationTools::place).toList());
    }

    private Description describe(Arguments arguments, Caller caller) {
        City city = gazetteer.city(arguments.text("city"), arguments.optionalText("country"));
        List<Airport> airports = Stream.concat(
                        world.airportsOf(city).stream(), gazetteer.nearest(city, AIRPORTS_WITHIN_KM, 5).stream())
                .distinct()
                .limit(8)
                .toList();
        List<Near> nearby = world.cities().stream()
                .filter(other -> other.id() != city.id() && other.population() >= 50_000)
                .filter(other -> Math.abs(other.latitude() - city.latitude()) * 111 < NEARBY_KM)
                .filter(other -> other.kmTo(city) < NEARBY_KM && other.kmTo(city) > 8)
                .sorted(Comparator.comparingDouble((City other) -> -other.population() / (40 + other.kmTo(city)))
                        .thenComparing(City::id))
                .limit(6)
                .map(other -> new Near(other.name(), other.country().code(), km(other.kmTo(city))))
                .toList();
        return new Description(
                city.placeId(),
                city.name(),
                city.country().code(),
                city.country().name(),
                city.country().continent(),
                city.zone().getId(),
                city.population(),
                city.country().currency(),
                city.country().languages(),
                airports.stream()
                        .map(a -> new NearAirport(a.iata(), a.name(), km(a.kmTo(city))))
                        .toList(),
                nearby);
    }

    private Way route(Arguments arguments, Caller caller) {
        List<Airport> from = gazetteer.airportsFor(arguments.text("origin"));
        List<Airport> to = gazetteer.airportsFor(arguments.text("destination"));
        City origin = gazetteer.city(arguments.text("origin"), Optional.empty());
        City destination = gazetteer.city(arguments.text("destination"), Optional.empty());
        double km = origin.kmTo(destination);
        Optional<GroundTravel.Ways> ground = GroundTravel.between(origin, destination);
        return new Way(
                origin.name(),
                destination.name(),
                km(km),
                km < SHORTEST_FLIGHT_KM ? null : flight(from, to),
                ground.flatMap(GroundTravel.Ways::train)
                        .map(t -> new Train(t.minutes(), t.plausible()))
                        .orElse(null),
                ground.flatMap(GroundTravel.Ways::carMinutes).map(Car::new).orElse(null),
                true);
    }

    private Flight flight(List<Airport> from, List<Airport> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return null;
        }
        return flights.direct(from, to)
                .map(d -> new Flight(true, d.minutes(), d.from().iata(), d.to().iata()))
                .or(() -> flights.quickest(
                                from.get(0), to.get(0), LocalDate.now(clock).plusDays(30))
                        .map(d -> new Flight(false, d.minutes(), d.from().iata(), d.to().iata())))
                .orElse(null);
    }

    private static Place place(Spot spot) {
        return spot instanceof City city ? place(city) : place((Airport) spot);
    }

    private static Place place(City city) {
        return new Place(
                city.placeId(),
                city.name(),
                "city",
                city.country().code(),
                city.country().name(),
                null,
                city.latitude(),
                city.longitude(),
                city.zone().getId(),
                city.population());
    }

    private static Place place(Airport airport) {
        return new Place(
                airport.placeId(),
                airport.name(),
                "airport",
                airport.country().code(),
                airport.country().name(),
                airport.iata(),
                airport.latitude(),
                airport.longitude(),
                airport.zone().getId(),
                null);
    }

    private static double km(double km) {
        return km < 100 ? Math.round(km * 10) / 10.0 : Math.round(km);
    }

    record Places(List<Place> places) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String placeId,
            String name,
            String kind,
            String country,
            String countryName,
            String iata,
            double latitude,
            double longitude,
            String timeZone,
            Integer population) {}

    record Description(
            String placeId,
            String name,
            String country,
            String countryName,
            String continent,
            String timeZone,
            int population,
            String currency,
            List<String> languages,
            List<NearAirport> airports,
            List<Near> nearby) {}

    record NearAirport(String iata, String name, double distanceKm) {}

    record Near(String name, String country, double distanceKm) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Way(
            String origin,
            String destination,
            double distanceKm,
            Flight flight,
            Train train,
            Car car,
            boolean simulated) {}

    record Flight(boolean direct, int typicalMinutes, String from, String to) {}

    record Train(int typicalMinutes, boolean plausible) {}

    record Car(int typicalMinutes) {}
}
