package dev.jetway.agents.planning.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The places of one message and their roles.
 *
 * @param from where somebody starts; null when not said
 * @param to where somebody goes; null when not said
 * @param at what else is named, in order: "in Rome", "near Lyon", or a name without any such word
 * @param assumptions which of several places of one name was taken
 */
public record Places(Place from, Place to, List<Place> at, List<String> assumptions) {

    public static final Places NONE = new Places(null, null, List.of(), List.of());

    private static final int WELL_KNOWN = 100_000;
    private static final int MOST_PLACES = 6;

    /** Names of towns that are words first: taken for a town only where a town must stand. */
    private static final Set<String> WORDS_FIRST = Set.copyOf(List.of(
            ("adam along ask bar bath bear bell bend best buy can central coin come converse cork crystal date deal "
                            + "delta dome drama eagle fare federal fleet gap god goes golden green hit ho holiday home "
                            + "hook hope hotel kind ladies liberty list love male man march mary mission mobile moss "
                            + "most much nice normal of opportunity orange pace papa pearl police pop punch reading "
                            + "republic roman roses sake salt same san sandy save sedan show sparks split spring "
                            + "springs star summit superior sur surprise tank than tire union university uptown "
                            + "victor wedding well young page price park beach lake river war eden house "
                            + "center centre airport station city town north south east west")
                    .split(" ")));

    public Places {
        at = List.copyOf(at);
        assumptions = List.copyOf(assumptions);
    }

    public boolean empty() {
        return from == null && to == null && at.isEmpty();
    }

    /** Where it is about: what is visited, else the first place without a direction. */
    public Place where() {
        return to != null ? to : at.isEmpty() ? null : at.get(0);
    }

    public static Places read(Words words) {
        return new Reader(words).read();
    }

    private enum Role {
        FROM,
        TO,
        AT,
        NONE
    }

    private static final class Reader {
        private final Words words;
        private final Gazetteer world = Gazetteer.world();
        private final List<String> assumptions = new ArrayList<>();
        private final List<Place> at = new ArrayList<>();
        private final List<Place> plain = new ArrayList<>();
        private Place from;
        private Place to;

        private Reader(Words words) {
            this.words = words;
        }

        private Places read() {
            int found = 0;
            for (int i = 0; i < words.size() && found < MOST_PLACES; i++) {
                int length = words.used(i) || !words.get(i).text() ? 0 : place(i);
                if (length > 0) {
                    words.use(i, i + length);
                    found++;
                    i += length - 1;
                }
            }
            if (to == null && from != null && at.isEmpty() && plain.size() == 1) {
                to = plain.remove(0); // “Tokyo from London”
            }
            at.addAll(plain);
            return new Places(from, to, at, assumptions);
        }

        /** Reads a place at {@code i}; the number of words it took. */
        private int place(int i) {
            var role = role(i);
            var raw = words.get(i).raw();
            if (raw.length() == 3 && raw.equals(raw.toUpperCase(Locale.ROOT))) {
                var airport = world.airport(raw);
                boolean placed = role == Role.FROM || role == Role.TO || words.is(i + 1, "to", "-", "–", "→");
                if (airport.isPresent() && placed && !world.city(raw, "").isPresent()) {
                    keep(airport.get(), role, i, 1);
                    return 1;
                }
            }
            int most = Math.min(Gazetteer.MOST_WORDS, world.longest(words.at(i)));
            for (int count = most; count > 0; count--) {
                int end = endOf(i, count);
                var key = end < 0 ? "" : key(i, end);
                var country = world.country(key);
                var cities = world.cities(key);
                boolean city = cities.length > 0 && credible(i, end, count, cities[0], role);
                if (city && (country.isEmpty() || cities[0].population() > WELL_KNOWN)) {
                    return keepCity(i, end, cities, role);
                }
                if (country.isPresent() && (words.get(i).capital() || role != Role.NONE || key.length() > 3)) {
                    keep(Place.country(country.get()), role, i, end);
                    return end - i;
                }
            }
            return 0;
        }

        private int keepCity(int i, int end, Place[] cities, Role role) {
            int behind = words.is(end, ",") ? end + 1 : end;
            for (int count = 3; count > 0; count--) {
                int stop = endOf(behind, count);
                var country = stop < 0 ? Optional.<String>empty() : world.country(key(behind, stop));
                for (var city : cities) {
                    if (country.isPresent() && city.country().equals(country.get())) {
                        keep(city, role, i, end);
                        return stop - i;
                    }
                }
            }
            if (cities.length > 1 && cities[1].population() > cities[0].population() / 5) {
                assumptions.add("I took %s as the one in %s.".formatted(cities[0].city(), cities[0].countryName()));
            }
            keep(cities[0], role, i, end);
            return end - i;
        }

        private void keep(Place place, Role role, int start, int end) {
            boolean towards = words.is(end, "to", "→") || (words.is(end, "-", "–") && words.size() > end + 1);
            if (role == Role.FROM || (role != Role.TO && towards && from == null && nameFollows(end + 1))) {
                from = from == null ? place : from;
            } else if (role == Role.TO) {
                if (to == null) {
                    to = place;
                } else {
                    at.add(place);
                }
            } else if (role == Role.AT) {
                at.add(place);
            } else {
                plain.add(place);
            }
        }

        private boolean nameFollows(int i) {
            return i < words.size()
                    && (world.longest(words.at(i)) > 0
                            || world.airport(words.get(i).raw()).isPresent());
        }

        private Role role(int i) {
            int before = words.is(i - 1, "the", "central", "downtown", "sunny", "beautiful") ? i - 2 : i - 1;
            switch (words.at(before)) {
                case "from", "leaving", "departing", "ex":
                    return Role.FROM;
                case "between":
                    return Role.FROM;
                case "to", "towards", "toward", "into", "visit", "visiting", "reach", "→":
                    return Role.TO;
                case "and":
                    return words.is(before - 2, "between") || words.is(before - 3, "between") ? Role.TO : alsoAt();
                case "-", "–":
                    return from != null ? Role.TO : Role.NONE;
                case "in", "near", "at", "around", "within", "about", "for", "of", "is", "explore":
                    return Role.AT;
                default:
                    return Role.NONE;
            }
        }

        private Role alsoAt() {
            return at.isEmpty() ? Role.NONE : Role.AT;
        }

        /** Whether a name that may be an ordinary word is meant as a place here. */
        private boolean credible(int i, int end, int count, Place place, Role role) {
            var word = words.get(i);
            if (word.plain().length() < 3 && !word.raw().equals(word.raw().toUpperCase(Locale.ROOT))) {
                return role == Role.FROM || (role == Role.TO && place.population() > WELL_KNOWN);
            }
            if (count == 1 && WORDS_FIRST.contains(word.plain())) {
                boolean boundary = end >= words.size()
                        || !words.get(end).text()
                        || words.is(end, "for", "from", "on", "in", "to", "and", "please", "next", "with", "under");
                return role != Role.NONE && (word.capital() || boundary);
            }
            if (word.capital() || place.population() >= WELL_KNOWN) {
                return !(role == Role.NONE && i == 0 && place.population() < WELL_KNOWN);
            }
            return role == Role.FROM || role == Role.AT && end >= words.size();
        }

        /** The end of a name of {@code count} words; dots and hyphens inside it do not count. */
        private int endOf(int i, int count) {
            int at = i;
            for (int taken = 0; taken < count; at++) {
                if (at >= words.size() || words.used(at)) {
                    return -1;
                }
                if (words.get(at).text()) {
                    taken++;
                } else if (!words.is(at, ".", "-") || !words.touches(at - 1)) {
                    return -1;
                }
            }
            return at;
        }

        private String key(int from, int end) {
            if (end == from + 1) {
                return words.at(from);
            }
            var key = new StringBuilder();
            for (int i = from; i < end; i++) {
                if (words.get(i).text()) {
                    key.append(key.isEmpty() ? "" : " ").append(words.at(i));
                }
            }
            return key.toString();
        }
    }
}
