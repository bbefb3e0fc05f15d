package dev.jetway.agents.planning;

import java.util.Locale;

/**
 * A place somebody named.
 *
 * @param city its name in English; empty when only a country was named
 * @param country ISO 3166 code
 * @param iata of the airport that was named, else of the city; empty when it has none
 * @param population of the city
 */
record Place(String city, String country, String iata, int population) {

    static Place country(String code) {
        return new Place("", code, "", 0);
    }

    boolean isCity() {
        return !city.isEmpty();
    }

    String countryName() {
        return new Locale.Builder().setRegion(country).build().getDisplayCountry(Locale.ENGLISH);
    }

    String name() {
        return isCity() ? city : countryName();
    }

    boolean same(Place other) {
        return other != null && city.equals(other.city) && country.equals(other.country);
    }
}
