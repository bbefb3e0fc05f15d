package dev.jetway.travel.simulation;

import dev.jetway.travel.simulation.HotelOffer.Hotel;
import dev.jetway.travel.world.City;
import java.util.List;
import java.util.Map;

/** Which hotels a city has: invented houses, as many as its size suggests. */
final class HotelDirectory {

    private record District(String name, double distance) {}

    private static final List<District> DISTRICTS = List.of(
            new District("Old Town", 0.1),
            new District("City Centre", 0.08),
            new District("Station Quarter", 0.3),
            new District("Museum Quarter", 0.25),
            new District("Market District", 0.2),
            new District("University Quarter", 0.5),
            new District("Business District", 0.6),
            new District("Garden District", 0.7),
            new District("North End", 0.9),
            new District("West Side", 0.95),
            new District("Exhibition Grounds", 1.2),
            new District("Airport Road", 1.6));
    private static final List<String> STREETS = List.of(
            "Station Road",
            "Market Street",
            "Church Lane",
            "Garden Avenue",
            "Park Street",
            "Museum Square",
            "Mill Street",
            "High Street",
            "Theatre Place",
            "Orchard Road",
            "Bridge Street",
            "Linden Avenue");
    private static final List<String> FIRST = List.of(
            "Grand",
            "Royal",
            "Linden",
            "Meridian",
            "Compass",
            "Lantern",
            "Cedar",
            "Aurora",
            "Harrow",
            "Magnolia",
            "Swan",
            "Atlas",
            "Juniper",
            "Beacon",
            "Orchid",
            "Sterling",
            "Willow",
            "Falcon",
            "Laurel",
            "Amber");
    private static final List<List<String>> SECOND = List.of(
            List.of("Hostel", "Rooms"),
            List.of("Inn", "Lodge", "Guest House"),
            List.of("Hotel", "House", "Court"),
            List.of("Hotel", "Plaza", "Suites"),
            List.of("Palace", "Grand Hotel", "Residence"));
    private static final double[] SHARE_OF_STARS = {0.07, 0.25, 0.66, 0.92, 1};

    private static final Map<String, Double> CONTINENTS = Map.of(
            "Europe",
            0.85,
            "North America",
            0.95,
            "Asia",
            0.68,
            "Africa",
            0.62,
            "South America",
            0.66,
            "Oceania",
            1.1,
            "Antarctica",
            1.5);
    private static final Map<String, Double> COUNTRIES = Map.ofEntries(
            Map.entry("CH", 1.6),
            Map.entry("NO", 1.35),
            Map.entry("IS", 1.4),
            Map.entry("DK", 1.3),
            Map.entry("US", 1.3),
            Map.entry("GB", 1.25),
            Map.entry("IE", 1.25),
            Map.entry("FR", 1.15),
            Map.entry("NL", 1.15),
            Map.entry("SE", 1.1),
            Map.entry("FI", 1.1),
            Map.entry("DE", 1.0),
            Map.entry("AT", 1.0),
            Map.entry("BE", 1.05),
            Map.entry("IT", 1.0),
            Map.entry("ES", 0.9),
            Map.entry("PT", 0.85),
            Map.entry("GR", 0.85),
            Map.entry("PL", 0.7),
            Map.entry("CZ", 0.72),
            Map.entry("HU", 0.68),
            Map.entry("RO", 0.62),
            Map.entry("BG", 0.58),
            Map.entry("TR", 0.6),
            Map.entry("JP", 0.95),
            Map.entry("SG", 1.3),
            Map.entry("HK", 1.15),
            Map.entry("KR", 0.9),
            Map.entry("AE", 1.05),
            Map.entry("QA", 1.05),
            Map.entry("IL", 1.3),
            Map.entry("IN", 0.5),
            Map.entry("TH", 0.52),
            Map.entry("VN", 0.45),
            Map.entry("ID", 0.48),
            Map.entry("CN", 0.62),
            Map.entry("CA", 1.1),
            Map.entry("MX", 0.65),
            Map.entry("AU", 1.1),
            Map.entry("NZ", 1.05));

    private HotelDirectory() {}

    static int hotelsIn(City city) {
        return Math.max(5, Math.min(60, 4 + (int) (Math.sqrt(city.population()) / 52)));
    }

    static double radiusKm(City city) {
        return 1.2 + Math.sqrt(city.population()) / 700;
    }

    static double priceLevel(City city) {
        double country = COUNTRIES.getOrDefault(
                city.country().code(), CONTINENTS.getOrDefault(city.country().continent(), 0.8));
        double size = Math.max(0, StrictMath.log10(Math.max(1, city.population()) / 100_000.0));
        return country * (1 + 0.1 * size) * (city.capital() ? 1.05 : 1);
    }

    static Hotel hotel(City city, int index, long seed) {
        Dice dice = Dice.of(seed, "hotel " + city.id() + "#" + index);
        double share = dice.unit();
        int stars = 1;
        while (share >= SHARE_OF_STARS[stars - 1]) {
            stars++;
        }
        District district = DISTRICTS.get(dice.below(DISTRICTS.size()));
        List<String> kinds = SECOND.get(stars - 1);
        // Twenty first words before any repeats, so that a city's hotels are told apart by name.
        String name = FIRST.get((index * 7 + (int) (city.id() % FIRST.size())) % FIRST.size());
        String kind = kinds.get(dice.below(kinds.size()));
        String full = index < FIRST.size() ? name + " " + kind : name + " " + kind + " " + district.name();
        double distance = Math.max(0.1, radiusKm(city) * district.distance() * dice.between(0.7, 1.3));
        double rating = Math.min(9.7, 5.6 + stars * 0.5 + dice.between(0, 2));
        String address = 1 + dice.below(120) + " " + STREETS.get(dice.below(STREETS.size())) + ", " + city.name();
        return new Hotel(
                index,
                full,
                stars,
                address,
                district.name(),
                Math.round(distance * 10) / 10.0,
                Math.round(rating * 10) / 10.0,
                dice.chance(0.25 + 0.1 * stars));
    }
}
