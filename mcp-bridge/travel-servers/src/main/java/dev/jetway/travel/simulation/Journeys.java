package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.Itinerary.Leg;
import dev.jetway.travel.simulation.Route.Flight;
import dev.jetway.travel.world.Airport;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every sensible way of flying from one airport to another on a day. Safe for many threads. */
final class Journeys {

    private static final Duration SHORTEST_CHANGE = Duration.ofMinutes(70);
    private static final Duration LONGEST_CHANGE = Duration.ofHours(14);
    private static final int ENOUGH_DIRECT = 5;
    private static final int CONNECTIONS = 5;
    private static final int REMEMBERED_PATHS = 8_192;
    private static final int REMEMBERED_DAYS = 1_024;

    private final RouteNetwork network;
    private final Memory<List<List<Route>>> paths = new Memory<>(REMEMBERED_PATHS);
    private final Memory<List<Itinerary>> days = new Memory<>(REMEMBERED_DAYS);

    Journeys(RouteNetwork network) {
        this.network = network;
    }

    /** Those that leave on {@code date}, local to the origin; those that take far too long are left out. */
    List<Itinerary> on(LocalDate date, Airport origin, Airport destination) {
        return days.get(origin.iata() + destination.iata() + date, () -> fly(date, origin, destination));
    }

    private List<Itinerary> fly(LocalDate date, Airport origin, Airport destination) {
        List<Itinerary> found = new ArrayList<>();
        for (List<Route> path : paths(origin, destination)) {
            path.get(0)
                    .flights()
                    .map(flight -> Leg.of(flight, date))
                    .map(first -> continued(first, path))
                    .flatMap(Optional::stream)
                    .forEach(found::add);
        }
        int quickest = found.stream().mapToInt(Itinerary::minutes).min().orElse(0);
        found.removeIf(journey -> journey.minutes() > quickest * 1.5 + 180);
        return List.copyOf(found);
    }

    private List<List<Route>> paths(Airport origin, Airport destination) {
        return paths.get(origin.iata() + destination.iata(), () -> find(origin, destination));
    }

    private List<List<Route>> find(Airport origin, Airport destination) {
        List<List<Route>> found = new ArrayList<>();
        Optional<Route> direct = network.between(origin, destination);
        direct.ifPresent(route -> found.add(List.of(route)));
        if (direct.map(Route::daily).orElse(0) >= ENOUGH_DIRECT) {
            return found;
        }
        double km = origin.kmTo(destination);
        List<List<Route>> oneStop = new ArrayList<>();
        for (Airport hub : network.hubs()) {
            network.between(origin, hub)
                    .flatMap(first -> network.between(hub, destination).map(second -> List.of(first, second)))
                    .filter(path -> length(path) < 1.5 * km + 500)
                    .ifPresent(oneStop::add);
        }
        found.addAll(shortest(oneStop));
        return found.isEmpty() ? shortest(twoStops(origin, destination)) : List.copyOf(found);
    }

    private List<List<Route>> twoStops(Airport origin, Airport destination) {
        List<List<Route>> found = new ArrayList<>();
        List<Airport> near = network.hubsFrom(origin);
        List<Airport> far = network.hubsFrom(destination);
        for (Airport first : near) {
            for (Airport second : far) {
                network.between(first, second)
                        .map(middle -> List.of(
                                network.between(origin, first).orElseThrow(),
                                middle,
                                network.between(second, destination).orElseThrow()))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<List<Route>> shortest(List<List<Route>> paths) {
        return paths.stream()
                .sorted(Comparator.comparingDouble(Journeys::length).thenComparing(Journeys::key))
                .limit(CONNECTIONS)
                .toList();
    }

    private static double length(List<Route> path) {
        return path.stream().mapToDouble(Route::km).sum();
    }

    private static String key(List<Route> path) {
        return path.stream().map(route -> route.to().iata()).reduce("", String::concat);
    }

    private static Optional<Itinerary> continued(Leg first, List<Route> path) {
        List<Leg> legs = new ArrayList<>(List.of(first));
        for (Route next : path.subList(1, path.size())) {
            Optional<Leg> leg = connection(legs.get(legs.size() - 1).arrival(), next);
            if (leg.isEmpty()) {
                return Optional.empty();
            }
            legs.add(leg.get());
        }
        return Optional.of(new Itinerary(List.copyOf(legs)));
    }

    /** The first flight that can be caught after an arrival, if one leaves within reason. */
    private static Optional<Leg> connection(ZonedDateTime arrival, Route next) {
        ZonedDateTime earliest = arrival.plus(SHORTEST_CHANGE);
        for (int days = 0; days <= 1; days++) {
            LocalDate date = arrival.toLocalDate().plusDays(days);
            for (int i = 0; i < next.daily(); i++) {
                Flight flight = next.flight(i);
                Leg leg = Leg.of(flight, date);
                if (!leg.departure().isBefore(earliest)) {
                    return leg.departure().isAfter(arrival.plus(LONGEST_CHANGE)) ? Optional.empty() : Optional.of(leg);
                }
            }
        }
        return Optional.empty();
    }
}
