package dev.jetway.agents.planning.reading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Names of cities, airports and countries. Cities are GeoNames' (CC BY 4.0), airports are OurAirports'
 * (public domain); both are read once from the class path.
 */
public final class Gazetteer {

    /** The longest name looked for, in words. */
    public static final int MOST_WORDS = 5;

    private static final int WELL_KNOWN = 100_000;
    private static final int LARGE = 300_000;

    private static final Gazetteer WORLD = new Gazetteer();

    /** A name with every place that bears it, the largest first; at most three. */
    private final Map<String, Place[]> cities = new HashMap<>(60_000);

    private final Map<String, Place> airports = new HashMap<>(5_000);
    private final Map<String, String> countries = new HashMap<>(600);
    /** How many words the longest name has that starts with this word. */
    private final Map<String, Integer> longest = new HashMap<>(50_000);

    /** Names one may have misspelt: of countries, cities and airports. */
    private final Misspellings wellKnown = new Misspellings();

    /** Those of countries, large cities and their airports. */
    private final Misspellings large = new Misspellings();

    private Gazetteer() {
        lines("places.tsv", this::place);
        lines("aliases.tsv", this::alias);
        for (var code : Locale.getISOCountries()) {
            country(Place.country(code).countryName(), code);
        }
        country("uk", "GB");
        country("great britain", "GB");
        country("england", "GB");
        country("scotland", "GB");
        country("wales", "GB");
        country("usa", "US");
        country("america", "US");
        country("the states", "US");
        country("korea", "KR");
        country("holland", "NL");
        country("turkey", "TR");
        country("czech republic", "CZ");
        countries.keySet().forEach(this::spell);
        cities.keySet().stream().filter(key -> !countries.containsKey(key)).forEach(this::spell);
    }

    public static Gazetteer world() {
        return WORLD;
    }

    private void place(String[] line) {
        if (line[0].startsWith("@")) {
            var city = city(line[2], line[1]);
            var known = city.orElse(new Place(line[2], line[1], "", 0, 0));
            airports.put(
                    line[0].substring(1),
                    new Place(
                            known.city(),
                            known.country(),
                            line[0].substring(1),
                            known.population(),
                            known.longitude()));
        } else {
            int people = Integer.parseInt(line[2]);
            int longitude = Integer.parseInt(line[3]);
            var city = new Place(line[0], line[1], line.length > 4 ? line[4] : "", people, longitude);
            add(key(line[0]), city);
            if (!city.iata().isEmpty()) {
                airports.putIfAbsent(city.iata(), city);
            }
        }
    }

    private void alias(String[] line) {
        var place = line[1].startsWith("@") ? airport(line[1].substring(1)) : city(line[1], line[2]);
        place.ifPresent(meant -> {
            var key = key(line[0]);
            cities.put(key, new Place[] {meant});
            remember(key);
        });
    }

    private void add(String key, Place place) {
        var known = cities.get(key);
        if (known == null) {
            cities.put(key, new Place[] {place});
            remember(key);
        } else if (known.length < 3) {
            var more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = place;
            cities.put(key, more);
        }
    }

    private void country(String name, String code) {
        countries.put(key(name), code);
        remember(key(name));
    }

    private void spell(String key) {
        int people = cities.containsKey(key) ? cities.get(key)[0].population() : Integer.MAX_VALUE;
        if (people >= LARGE) {
            large.add(key);
        }
        if (people >= WELL_KNOWN) {
            wellKnown.add(key);
        }
    }

    /**
     * The well-known name that this one is a slip of the pen away from; empty when there is none, or more than one.
     *
     * @param sure whether a name must stand there; smaller cities count then
     */
    public Optional<String> meant(String key, boolean sure) {
        return (sure ? wellKnown : large)
                .meant(key, name -> countries.containsKey(name) ? countries.get(name) : cities.get(name)[0]);
    }

    private void remember(String key) {
        int words = 1 + (int) key.chars().filter(c -> c == ' ').count();
        int space = key.indexOf(' ');
        longest.merge(space < 0 ? key : key.substring(0, space), Math.min(words, MOST_WORDS), Math::max);
    }

    /** How many words a name that starts with this word may have; 0 when there is none. */
    public int longest(String firstWord) {
        return longest.getOrDefault(firstWord, 0);
    }

    /** The places of this name, the largest first. */
    public Place[] cities(String key) {
        return cities.getOrDefault(key, new Place[0]);
    }

    public Optional<Place> city(String name, String country) {
        for (var place : cities(key(name))) {
            if (place.country().equals(country)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** The airport of this code, else the largest city of it: {@code LON} is London. */
    public Optional<Place> airport(String code) {
        return Optional.ofNullable(airports.get(code));
    }

    /** ISO code of a country by one of its English names. */
    public Optional<String> country(String key) {
        return Optional.ofNullable(countries.get(key));
    }

    /** The form under which a name is kept: plain words with one space between them. */
    public static String key(String name) {
        var key = new StringBuilder();
        var words = Words.of(name);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).text()) {
                key.append(key.isEmpty() ? "" : " ").append(words.at(i));
            }
        }
        return key.toString();
    }

    private void lines(String resource, Consumer<String[]> each) {
        var stream = Gazetteer.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException(
                    "The resource %s is missing from the jar of the agents".formatted(resource));
        }
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().map(line -> line.split("\t")).forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
