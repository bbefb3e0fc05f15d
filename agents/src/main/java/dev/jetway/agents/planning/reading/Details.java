package dev.jetway.agents.planning.reading;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rest of what a message can say about a search or a booking; null where nothing was said. */
public record Details(
        Integer stars,
        String cabin,
        String near,
        String flight,
        String reference,
        String when,
        boolean oneWay,
        Set<Preference> preferences) {

    public static final Details NONE = new Details(null, null, null, null, null, null, false, Set.of());

    public Details {
        preferences = Set.copyOf(preferences);
    }

    private static final Pattern FLIGHT = Pattern.compile("[A-Z]{2}\\d{1,4}");
    private static final Pattern REFERENCE = Pattern.compile("(?i)JW[A-Z0-9]{6}");

    public boolean empty() {
        return equals(NONE);
    }

    public Details over(Details earlier) {
        return new Details(
                stars != null ? stars : earlier.stars,
                cabin != null ? cabin : earlier.cabin,
                near != null ? near : earlier.near,
                flight != null ? flight : earlier.flight,
                reference != null ? reference : earlier.reference,
                when != null ? when : earlier.when,
                oneWay || earlier.oneWay,
                preferences.isEmpty() ? earlier.preferences : preferences);
    }

    public static Details read(Words words) {
        Integer stars = null;
        String cabin = null;
        String near = null;
        String flight = null;
        String reference = null;
        String when = null;
        boolean oneWay = false;
        for (int i = 0; i < words.size(); i++) {
            var raw = words.get(i).raw();
            int noun = words.is(i + 1, "-") ? i + 2 : i + 1;
            if (words.is(noun, "star", "stars") && Numbers.cardinal(words.at(i)).isPresent()) {
                int count = Numbers.cardinal(words.at(i)).getAsInt();
                stars = count >= 1 && count <= 5 ? Integer.valueOf(count) : stars;
                words.use(i, noun + 1);
            } else if (words.is(i, "business", "first") && words.is(i + 1, "class")) {
                cabin = words.at(i);
                words.use(i, i + 2);
            } else if (words.is(i, "business", "first") && words.is(i - 1, "in", "fly") && ends(words, i + 1)) {
                cabin = words.at(i);
            } else if (words.is(i, "premium") && words.is(i + 1, "economy")) {
                cabin = "premium";
            } else if (words.is(i, "economy") && cabin == null) {
                cabin = "economy";
            } else if (words.is(i, "centre", "center", "central", "downtown", "centrally")) {
                near = "centre";
            } else if (raw.length() == 8 && REFERENCE.matcher(raw).matches()) {
                reference = reference == null ? raw.toUpperCase(Locale.ROOT) : reference;
                words.use(i, i + 1);
            } else if (raw.length() <= 6
                    && words.get(i).capital()
                    && FLIGHT.matcher(raw).matches()) {
                flight = flight == null ? raw : flight;
                words.use(i, i + 1);
            } else if (words.is(i, "past", "previous", "earlier") && words.is(i + 1, "bookings", "trips")) {
                when = "past";
            } else if (words.is(i, "old") && words.is(i + 1, "bookings", "trips")) {
                when = when == null ? "past" : when;
            } else if (words.is(i, "history", "everything") && words.has("booking", "bookings", "trips")) {
                when = "all";
            } else if (words.is(i, "all") && words.is(i + 1, "my", "bookings", "of")) {
                when = "all";
            } else if (words.is(i, "one") && words.is(noun, "way")) {
                oneWay = true;
            }
        }
        return new Details(stars, cabin, near, flight, reference, when, oneWay, Preference.read(words));
    }

    private static boolean ends(Words words, int i) {
        return i >= words.size() || !words.get(i).text() || words.is(i, "and", "please", "on", "from", "to");
    }
}
