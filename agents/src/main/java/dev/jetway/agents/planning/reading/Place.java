package dev.jetway.agents.planning.reading;

import java.util.Locale;
import java.util.Set;

/**
 * A place somebody named.
 *
 * @param city its name in English; empty when only a country was named
 * @param country ISO 3166 code
 * @param iata of the airport that was named, else of the city; empty when it has none
 * @param population of the city
 * @param longitude of the city, in whole degrees; 0 for a country
 */
public record Place(String city, String country, String iata, int population, int longitude) {

    /** Further apart than this, in degrees of longitude, a flight may well arrive on the next day. */
    private static final int FAR = 40;

    private static final Set<String> ARTICLE = Set.of("NL", "PH", "MV", "BS", "SC", "DO", "GM", "KY");

    public static Place country(String code) {
        return new Place("", code, "", 0, 0);
    }

    public boolean isCity() {
        return !city.isEmpty();
    }

    public String countryName() {
        return new Locale.Builder().setRegion(country).build().getDisplayCountry(Locale.ENGLISH);
    }

    /** The country's name as it stands in a sentence: with an article where it needs one. */
    public String land() {
        var name = countryName();
        boolean article = name.startsWith("United ") || ARTICLE.contains(country);
        return article ? "the " + name : name;
    }

    public String name() {
        return isCity() ? city : countryName();
    }

    /** True when people who fly from the one to the other may arrive a day later. */
    public boolean far(Place other) {
        int degrees = Math.abs(longitude - other.longitude);
        return isCity() && other.isCity() && Math.min(degrees, 360 - degrees) > FAR;
    }

    public boolean same(Place other) {
        return other != null && city.equals(other.city) && country.equals(other.country);
    }
}
