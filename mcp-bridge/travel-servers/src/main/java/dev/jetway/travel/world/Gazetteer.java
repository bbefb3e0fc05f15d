package dev.jetway.travel.world;

import dev.jetway.travel.Refusal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds places by what people call them: names, aliases in many scripts, IATA codes, "Boston, MA". */
public final class Gazetteer {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Comparator<City> LARGEST =
            Comparator.comparingInt(City::population).reversed().thenComparingLong(City::id);

    private final World world;
    private final NavigableMap<String, List<City>> byName = new TreeMap<>();
    private final Map<String, List<City>> byAlias = new HashMap<>();
    private final Map<String, Country> byCountryName = new HashMap<>();
    private final Map<Airport, String> airportWords = new LinkedHashMap<>();

    public Gazetteer(World world) {
        this.world = world;
        for (City city : world.cities()) {
            byName.computeIfAbsent(fold(city.name()), name -> new ArrayList<>(1))
                    .add(city);
            for (String alias : city.aliases()) {
                byAlias.computeIfAbsent(fold(alias), name -> new ArrayList<>(1)).add(city);
            }
        }
        world.airports().forEach(airport -> airportWords.put(airport, " " + fold(airport.name())));
        byName.values().forEach(cities -> cities.sort(LARGEST));
        byAlias.values().forEach(cities -> cities.sort(LARGEST));
        for (Country country : world.countries()) {
            byCountryName.put(fold(country.name()), country);
            byCountryName.put(fold(country.code()), country);
        }
        Map.of("uk", "GB", "england", "GB", "scotland", "GB", "usa", "US", "america", "US", "holland", "NL")
                .forEach((name, code) -> byCountryName.put(name, country(code)));
    }

    /** Lower case, without accents and punctuation. */
    static String fold(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return SEPARATORS
                .matcher(plain.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }

    /** The largest city of that name, optionally within a country (code or name). */
    public City city(String text, Optional<String> country) {
        Optional<Country> within = country.map(this::countryNamed);
        return placeById(text)
                .or(() -> candidates(text, within).stream().findFirst())
                .orElseThrow(() -> new Refusal("No city called '" + text + "' is known"
                        + within.map(c -> " in " + c.name()).orElse("")
                        + "; give a larger city nearby, or add its country"));
    }

    /** The airports behind an IATA airport or city code, the main one first. */
    public List<Airport> airports(String code) {
        String iata = code.strip().toUpperCase(Locale.ROOT);
        List<Airport> metro = world.metro(iata);
        if (!metro.isEmpty()) {
            return metro;
        }
        return world.airport(iata)
                .map(List::of)
                .orElseThrow(() -> new Refusal("No airport or city has the IATA code '" + code
                        + "'; find the code of a place with destinations.resolve"));
    }

    /** The airports of a city or code, else the nearest ones with scheduled service within 150 km of it. */
    public List<Airport> airportsFor(String cityOrCode) {
        String code = cityOrCode.strip();
        if (code.matches("[A-Za-z]{3}")
                && (world.airport(code.toUpperCase(Locale.ROOT)).isPresent()
                        || !world.metro(code.toUpperCase(Locale.ROOT)).isEmpty())) {
            return airports(code);
        }
        City city = city(cityOrCode, Optional.empty());
        List<Airport> own = world.airportsOf(city);
        return own.isEmpty() ? nearest(city, 150, 2) : own;
    }

    /** Airports around a spot, nearest first. */
    public List<Airport> nearest(Spot spot, double withinKm, int limit) {
        return world.airports().stream()
                .filter(a -> Math.abs(a.latitude() - spot.latitude()) * 111 <= withinKm)
                .filter(a -> a.kmTo(spot) <= withinKm)
                .sorted(Comparator.comparingDouble((Airport a) -> a.kmTo(spot)).thenComparing(Airport::iata))
                .limit(limit)
                .toList();
    }

    /** Cities and airports that answer to a text, best first; cities come before airports of equal fit. */
    public List<Spot> search(String query, int limit) {
        Set<Spot> found = new LinkedHashSet<>();
        String code = query.strip().toUpperCase(Locale.ROOT);
        world.metro(code).stream().findFirst().ifPresent(main -> {
            found.add(main.city());
            found.addAll(world.metro(code));
        });
        world.airport(code).ifPresent(found::add);
        placeById(query).ifPresent(found::add);
        candidates(query, Optional.empty()).forEach(city -> {
            found.add(city);
            found.addAll(world.airportsOf(city));
        });
        String folded = fold(query);
        if (folded.length() >= 3 && found.size() < limit) {
            byName.subMap(folded, folded + Character.MAX_VALUE).values().stream()
                    .flatMap(List::stream)
                    .sorted(LARGEST)
                    .limit(limit)
                    .forEach(found::add);
            airportWords.entrySet().stream()
                    .filter(words -> words.getValue().contains(" " + folded))
                    .limit(limit)
                    .forEach(words -> found.add(words.getKey()));
        }
        return found.stream().limit(limit).toList();
    }

    private List<City> candidates(String text, Optional<Country> within) {
        int comma = text.lastIndexOf(',');
        if (comma > 0 && within.isEmpty()) {
            String name = text.substring(0, comma);
            String region = text.substring(comma + 1).strip();
            List<City> inRegion = named(name).stream()
                    .filter(c -> c.region().equalsIgnoreCase(region))
                    .toList();
            Country country = byCountryName.get(fold(region));
            if (inRegion.isEmpty() && country != null) {
                return candidates(name, Optional.of(country));
            }
            return inRegion;
        }
        return named(text).stream()
                .filter(c -> within.isEmpty() || within.get().equals(c.country()))
                .toList();
    }

    private List<City> named(String text) {
        String folded = fold(text);
        Set<City> found = new LinkedHashSet<>(byName.getOrDefault(folded, List.of()));
        found.addAll(byAlias.getOrDefault(folded, List.of()));
        List<City> largest = new ArrayList<>(found);
        largest.sort(LARGEST);
        if (largest.isEmpty() && text.strip().length() == 3) {
            String code = text.strip().toUpperCase(Locale.ROOT);
            world.metro(code).stream().findFirst().or(() -> world.airport(code)).ifPresent(a -> largest.add(a.city()));
        }
        return largest;
    }

    private Optional<City> placeById(String text) {
        if (text.startsWith("gn:") && text.length() < 15 && text.substring(3).matches("\\d+")) {
            return world.city(Long.parseLong(text.substring(3)));
        }
        return text.startsWith("iata:") ? world.airport(text.substring(5)).map(Airport::city) : Optional.empty();
    }

    private Country countryNamed(String text) {
        Country country = byCountryName.get(fold(text));
        if (country == null) {
            throw new Refusal("'" + text + "' is no country; give its ISO 3166 code, such as PT");
        }
        return country;
    }

    private Country country(String code) {
        return world.country(code).orElseThrow();
    }
}
