package dev.jetway.agents.memory;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a traveler starts from.
 *
 * @param city its name in English
 * @param country ISO 3166 code
 * @param iata of the airport they named, else of the city; empty when it has none
 */
public record Home(String city, String country, String iata) {

    private static final int LONGEST = 80;
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern IATA = Pattern.compile("([A-Z]{3})?");
    private static final Pattern TEXT =
            Pattern.compile("(?<city>.+), (?<country>[A-Z]{2})(?: \\((?<iata>[A-Z]{3})\\))?");

    public Home {
        if (city.isBlank()
                || city.length() > LONGEST
                || city.chars().anyMatch(Character::isISOControl)
                || !COUNTRY.matcher(country).matches()
                || !IATA.matcher(iata).matches()) {
            throw new IllegalArgumentException("A home is a city, a country's code and perhaps an airport's");
        }
    }

    /** {@code Edinburgh, GB (EDI)}; what {@link #parse} reads. Stored: a contract. */
    public String text() {
        return "%s, %s".formatted(city, country) + (iata.isEmpty() ? "" : " (%s)".formatted(iata));
    }

    public static Optional<Home> parse(String text) {
        var match = TEXT.matcher(text.length() > LONGEST + 16 ? "" : text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var iata = match.group("iata");
            return Optional.of(new Home(match.group("city"), match.group("country"), iata == null ? "" : iata));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** {@code Edinburgh (EDI)}. */
    String inWords() {
        return iata.isEmpty() ? city : "%s (%s)".formatted(city, iata);
    }
}
