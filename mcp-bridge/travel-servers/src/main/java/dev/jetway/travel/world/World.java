package dev.jetway.travel.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Countries, cities and airports, read once from the module's resources; immutable, in the files' order. */
public final class World {

    private final Map<String, Country> countries = new LinkedHashMap<>();
    private final Map<Long, City> cities = new LinkedHashMap<>();
    private final Map<String, Airport> airports = new LinkedHashMap<>();
    private final Map<String, List<Airport>> metros = new LinkedHashMap<>();
    private final Map<Long, List<Airport>> airportsOfCity = new LinkedHashMap<>();

    private World() {
        rows("countries.tsv", f -> countries.put(f[0], new Country(f[0], f[1], f[2], f[3], parts(f[4]))));
        rows("cities.tsv", f -> cities.put(Long.parseLong(f[0]), city(f)));
        rows("airports.tsv", f -> airports.put(f[0], airport(f)));
        airports.values()
                .forEach(a -> airportsOfCity
                        .computeIfAbsent(a.city().id(), id -> new ArrayList<>())
                        .add(a));
        rows(
                "metros.tsv",
                f -> metros.put(
                        f[0],
                        List.of(f[1].split(",")).stream().map(airports::get).toList()));
        metros.values().forEach(m -> airportsOfCity.put(m.get(0).city().id(), m));
    }

    public static World load() {
        return new World();
    }

    public Optional<Country> country(String code) {
        return Optional.ofNullable(countries.get(code));
    }

    public Collection<Country> countries() {
        return countries.values();
    }

    public Collection<City> cities() {
        return cities.values();
    }

    public Optional<City> city(long id) {
        return Optional.ofNullable(cities.get(id));
    }

    public Collection<Airport> airports() {
        return airports.values();
    }

    public Optional<Airport> airport(String iata) {
        return Optional.ofNullable(airports.get(iata));
    }

    /** The airports a city code such as {@code LON} stands for, the main one first; empty for any other code. */
    public List<Airport> metro(String code) {
        return metros.getOrDefault(code, List.of());
    }

    public Collection<String> metroCodes() {
        return metros.keySet();
    }

    /** The airports that serve this city by name, the main one first; empty where it has none of its own. */
    public List<Airport> airportsOf(City city) {
        return airportsOfCity.getOrDefault(city.id(), List.of());
    }

    private City city(String[] f) {
        return new City(
                Long.parseLong(f[0]),
                f[1],
                countryOf(f[2], f[1]),
                f[3],
                Double.parseDouble(f[4]),
                Double.parseDouble(f[5]),
                Integer.parseInt(f[6]),
                Integer.parseInt(f[7]),
                ZoneId.of(f[8]),
                f[9].equals("1"),
                f[10],
                parts(f[11]));
    }

    private Airport airport(String[] f) {
        return new Airport(
                f[0],
                f[1],
                cities.get(Long.parseLong(f[2])),
                countryOf(f[3], f[0]),
                Double.parseDouble(f[4]),
                Double.parseDouble(f[5]),
                ZoneId.of(f[6]),
                f[7].equals("L"),
                Integer.parseInt(f[8]));
    }

    private Country countryOf(String code, String of) {
        Country country = countries.get(code);
        if (country == null) {
            throw new IllegalStateException("countries.tsv has no " + code + ", the country of " + of);
        }
        return country;
    }

    private static List<String> parts(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split("\\|"));
    }

    private static void rows(String file, Consumer<String[]> row) {
        try (InputStream in = World.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the jar; run the script in data/");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                row.accept(line.split("\t", -1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
