package dev.jetway.agents.planning.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** States and provinces that people put behind the name of a city: "Paris, Texas", "Vancouver, BC". */
final class Regions {

    private static final int MOST_WORDS = 3;

    private static final Map<String, String> COUNTRIES = new HashMap<>();
    private static final Map<String, String> CODES = new HashMap<>();

    static {
        names("US", "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware");
        names("US", "florida", "georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky");
        names("US", "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota", "mississippi");
        names("US", "missouri", "montana", "nebraska", "nevada", "new hampshire", "new jersey", "new mexico");
        names("US", "new york", "north carolina", "north dakota", "ohio", "oklahoma", "oregon", "pennsylvania");
        names("US", "rhode island", "south carolina", "south dakota", "tennessee", "texas", "utah", "vermont");
        names("US", "virginia", "washington", "west virginia", "wisconsin", "wyoming");
        names("CA", "alberta", "british columbia", "manitoba", "new brunswick", "newfoundland", "nova scotia");
        names("CA", "ontario", "prince edward island", "quebec", "saskatchewan");
        names("AU", "new south wales", "queensland", "south australia", "tasmania", "victoria", "western australia");
        codes("US", "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY");
        codes("US", "NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC");
        codes("CA", "AB BC MB NB NS ON PEI QC SK");
        codes("AU", "NSW QLD SA TAS VIC WA ACT");
    }

    /** Cities and countries first, and states only behind a city. */
    private static final List<String> CITIES_FIRST =
            List.of("new york", "washington", "georgia", "quebec", "victoria", "ontario");

    /**
     * @param country ISO code of the country it belongs to
     * @param next the word behind it
     */
    record Region(String country, int next) {}

    private Regions() {}

    /** The region named behind a city: in full, or by its code behind a comma or in capitals. */
    static Optional<Region> behind(Words words, int i) {
        boolean comma = words.is(i, ",");
        int at = comma ? i + 1 : i;
        var named = named(words, at);
        if (named.isPresent()) {
            return named;
        }
        if (at >= words.size()) {
            return Optional.empty();
        }
        var word = words.get(at);
        var country = CODES.get(word.plain());
        boolean capitals = word.raw().equals(word.raw().toUpperCase(Locale.ROOT));
        boolean ends = at + 1 >= words.size() || !words.get(at + 1).text();
        boolean preposition = words.is(at, "in", "on", "or", "me", "hi", "ok", "la", "sd", "ny", "dc");
        boolean meant = capitals || (comma && (word.capital() || ends)) || (ends && !preposition);
        return country != null && meant && !(preposition && !comma)
                ? Optional.of(new Region(country, at + 1))
                : Optional.empty();
    }

    /** A region by itself, where no city of that name is better known. */
    static Optional<Region> alone(Words words, int i) {
        return named(words, i)
                .filter(region -> CITIES_FIRST.stream().noneMatch(city -> words.phrase(i, List.of(city.split(" ")))));
    }

    private static Optional<Region> named(Words words, int i) {
        for (int count = MOST_WORDS; count > 0; count--) {
            if (i + count <= words.size()) {
                var key = new StringBuilder(words.at(i));
                for (int k = 1; k < count; k++) {
                    key.append(' ').append(words.at(i + k));
                }
                var country = COUNTRIES.get(key.toString());
                if (country != null) {
                    return Optional.of(new Region(country, i + count));
                }
            }
        }
        return Optional.empty();
    }

    private static void names(String country, String... names) {
        for (var name : names) {
            COUNTRIES.put(name, country);
        }
    }

    private static void codes(String country, String codes) {
        for (var code : codes.split(" ")) {
            CODES.putIfAbsent(code.toLowerCase(Locale.ROOT), country);
        }
    }
}
