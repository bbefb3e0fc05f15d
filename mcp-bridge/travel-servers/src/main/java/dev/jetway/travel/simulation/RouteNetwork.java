package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.Route.Carrier;
import dev.jetway.travel.simulation.Route.Flight;
import dev.jetway.travel.world.Airport;
import dev.jetway.travel.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which airports have non-stop flights between them, by whom and how often. Built once, then immutable. */
final class RouteNetwork {

    private static final Pattern FLIGHT = Pattern.compile("([A-Z]{2})([1-9]\\d{0,4})");
    private static final int FIRST_NUMBER = 101;
    private static final double SHORTEST_KM = 120;
    private static final double LONGEST_KM = 15_400;

    /** Invented airlines; those of a route come from its two continents, or serve the whole world. */
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier("JW", "Jetway Air", "*"),
            new Carrier("GX", "Globe Express", "*"),
            new Carrier("NV", "Northvale Airways", "Europe"),
            new Carrier("ZX", "Zephyr Lines", "Europe"),
            new Carrier("OX", "Oberon Air", "Europe"),
            new Carrier("RM", "Rheinmark", "Europe"),
            new Carrier("HV", "Hansa Vela", "Europe"),
            new Carrier("IX", "Iberis", "Europe"),
            new Carrier("PQ", "Pinelake Airlines", "North America"),
            new Carrier("CQ", "Cascade Western", "North America"),
            new Carrier("AQ", "Atlantic Trail", "North America"),
            new Carrier("GJ", "Great Lakes Jet", "North America"),
            new Carrier("DX", "Dixie Sky", "North America"),
            new Carrier("SX", "Sakura Blue", "Asia"),
            new Carrier("MJ", "Monsoon Airways", "Asia"),
            new Carrier("YQ", "Silk Road Air", "Asia"),
            new Carrier("LZ", "Lotus Sky", "Asia"),
            new Carrier("EJ", "Emerald Jet", "Asia"),
            new Carrier("HQ", "Heron Air", "Asia"),
            new Carrier("QN", "Condor Norte", "South America"),
            new Carrier("PJ", "Pampa Aereo", "South America"),
            new Carrier("BZ", "Baobab Air", "Africa"),
            new Carrier("VJ", "Savanna Wings", "Africa"),
            new Carrier("KJ", "Kookaburra", "Oceania"),
            new Carrier("TJ", "Tasman Star", "Oceania"));

    private final long seed;
    private final Map<String, Map<String, Route>> from = new HashMap<>();
    private final Map<String, NavigableMap<Integer, Route>> byNumber = new HashMap<>();
    private final List<Airport> hubs;
    private final Distances distances;

    RouteNetwork(World world, long seed) {
        this.seed = seed;
        List<Airport> airports = List.copyOf(world.airports());
        distances = new Distances(airports);
        hubs = airports.stream().filter(a -> a.hub() > 0).toList();
        for (Airport airport : airports) {
            for (Airport partner : partners(airport, airports)) {
                if (between(airport, partner).isEmpty()) {
                    open(airport, partner);
                }
            }
        }
    }

    Optional<Route> between(Airport origin, Airport destination) {
        return Optional.ofNullable(from.getOrDefault(origin.iata(), Map.of()).get(destination.iata()));
    }

    Collection<Airport> hubs() {
        return hubs;
    }

    /** Large hubs with a flight from here. */
    List<Airport> hubsFrom(Airport origin) {
        return hubs.stream()
                .filter(hub -> hub.hub() >= 2 && between(origin, hub).isPresent())
                .toList();
    }

    Optional<Flight> flight(String name) {
        Matcher parts = FLIGHT.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(parts.group(2));
        return Optional.ofNullable(byNumber.get(parts.group(1)))
                .map(numbers -> numbers.floorEntry(number))
                .map(Map.Entry::getValue)
                .filter(route -> number < route.firstNumber() + route.daily())
                .map(route -> route.flight(number - route.firstNumber()));
    }

    /** Those an airport has flights to by its own doing: hubs within reach, a few neighbours, always one large hub. */
    private List<Airport> partners(Airport airport, List<Airport> all) {
        List<Airport> partners = new ArrayList<>();
        for (Airport other : airport.large() ? all : hubs) {
            if (other != airport && (other.hub() > 0 || other.large()) && flies(airport, other)) {
                partners.add(other);
            }
        }
        hubs.stream()
                .filter(hub -> hub.hub() >= 2 && hub != airport && distances.km(airport, hub) > SHORTEST_KM)
                .min(Comparator.comparingDouble((Airport hub) -> distances.km(hub, airport))
                        .thenComparing(Airport::iata))
                .filter(hub -> !partners.contains(hub))
                .ifPresent(partners::add);
        return partners;
    }

    private boolean flies(Airport a, Airport b) {
        double km = distances.km(a, b);
        if (km < SHORTEST_KM || km > LONGEST_KM || a.city().id() == b.city().id()) {
            return false;
        }
        double likelihood = likelihood(a, b, km);
        if (likelihood == 0) {
            return false;
        }
        String pair = a.iata().compareTo(b.iata()) < 0 ? a.iata() + b.iata() : b.iata() + a.iata();
        boolean domestic = a.country().equals(b.country());
        return Dice.of(seed, "route " + pair).chance(likelihood * (domestic ? 1.3 : 1));
    }

    private static double likelihood(Airport a, Airport b, double km) {
        int high = Math.max(a.hub(), b.hub());
        int low = Math.min(a.hub(), b.hub());
        if (low == 3) {
            return km < 13_800 ? 1 : 0.4;
        }
        if (high == 3 && low == 2) {
            return km < 7_500 ? 0.92 : 0.55;
        }
        if (low == 2) {
            return km < 4_500 ? 0.8 : km < 9_000 ? 0.3 : 0.06;
        }
        if (high == 3 && low == 1) {
            return km < 3_500 ? 0.85 : km < 9_000 ? 0.35 : 0;
        }
        if (low == 1) {
            return km < 3_000 ? 0.5 : km < 6_000 && high == 2 ? 0.25 : 0;
        }
        boolean bothLarge = a.large() && b.large();
        double reach = switch (high) {
            case 3 -> bothLarge ? 6_000 : 2_400;
            case 2 -> bothLarge ? 3_600 : 1_600;
            case 1 -> bothLarge ? 2_400 : 1_000;
            default -> bothLarge ? 1_500 : 0;
        };
        return km >= reach ? 0 : (high == 0 ? 0.25 : 0.8) * (1 - km / reach);
    }

    private void open(Airport a, Airport b) {
        double km = distances.km(a, b);
        Dice dice = Dice.of(seed, "service " + a.iata() + b.iata());
        int daily = Math.max(1, Math.min(6, (a.hub() + b.hub() + dice.below(2)) / (km > 5_500 ? 2 : 1)));
        boolean worldwide = dice.chance(0.12);
        List<Carrier> flying = CARRIERS.stream()
                .filter(c -> worldwide
                        ? c.continent().equals("*")
                        : c.continent().equals(a.country().continent())
                                || c.continent().equals(b.country().continent()))
                .toList();
        Carrier carrier = flying.get(dice.below(flying.size()));
        add(a, b, km, carrier, daily);
        add(b, a, km, carrier, daily);
    }

    private void add(Airport a, Airport b, double km, Carrier carrier, int daily) {
        NavigableMap<Integer, Route> numbers = byNumber.computeIfAbsent(carrier.code(), code -> new TreeMap<>());
        int first = numbers.isEmpty()
                ? FIRST_NUMBER
                : numbers.lastKey() + numbers.lastEntry().getValue().daily();
        Route route = new Route(a, b, km, minutes(a, b, km), carrier, first, daily);
        numbers.put(first, route);
        from.computeIfAbsent(a.iata(), iata -> new HashMap<>()).put(b.iata(), route);
    }

    /** Half an hour for taxi, climb and approach; 840 km/h in between; the jet stream helps eastward. */
    private static int minutes(Airport a, Airport b, double km) {
        double east = Math.IEEEremainder(b.longitude() - a.longitude(), 360);
        double wind = km < 1_500 ? 0 : 0.05 * Math.max(-1, Math.min(1, east / 60));
        return (int) Math.round((30 + km / 14.0 * (1 - wind)) / 5) * 5;
    }
}
