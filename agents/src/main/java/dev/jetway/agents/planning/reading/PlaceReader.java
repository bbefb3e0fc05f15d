package dev.jetway.agents.planning.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the places of one message, and gives each its role. */
final class PlaceReader {

    private static final int WELL_KNOWN = 100_000;
    private static final int LARGE = 300_000;
    private static final int MOST_PLACES = 6;
    private static final int LETTERS_OF_A_CODE = 3;
    private static final int MOST_MISSPELT = 3;
    private static final int LONG_NAME = 7;

    private final Words words;
    private final Gazetteer world = Gazetteer.world();
    private final List<String> assumptions = new ArrayList<>();
    private final List<Place> at = new ArrayList<>();
    private final List<Place> plain = new ArrayList<>();
    private final List<Place> via = new ArrayList<>();
    private Place from;
    private Place to;
    private Place latest;
    /** The word behind the last place without a role. */
    private int behind;
    /** True when two of them stand side by side. */
    private boolean pair;

    PlaceReader(Words words) {
        this.words = words;
    }

    Places read() {
        int found = 0;
        for (int i = 0; i < words.size() && found < MOST_PLACES; i++) {
            int end = words.used(i) || !words.get(i).text() ? i : place(i);
            if (end > i) {
                words.use(i, end);
                found++;
                i = end - 1;
            }
        }
        if (from == null && to == null && pair && at.isEmpty() && plain.size() == 2) {
            from = plain.remove(0); // “flights LHR JFK”
            to = plain.remove(0);
        }
        if (to == null && from != null && at.isEmpty() && plain.size() == 1) {
            to = plain.remove(0); // “Tokyo from London”
        }
        at.addAll(plain);
        return new Places(from, to, at, via, from == null && there(), assumptions);
    }

    /** "From there", where the traveler wanted to go before. */
    private boolean there() {
        for (int i = 1; i < words.size(); i++) {
            if (words.is(i, "there") && words.is(i - 1, "from")) {
                return true;
            }
        }
        return false;
    }

    /** Reads a place at {@code i}; the word behind it, or {@code i} when there is none. */
    private int place(int i) {
        var role = role(i);
        var code = code(i, role);
        if (code.isPresent()) {
            return keep(code.get(), role, i, i + 1);
        }
        int most = Math.min(Gazetteer.MOST_WORDS, world.longest(words.at(i)));
        for (int count = most; count > 0; count--) {
            int end = endOf(i, count);
            var key = end < 0 ? "" : key(i, end);
            // “San Fransisco” is no San.
            int longer = count == 1 && words.get(i).capital() && TownWords.first(key) ? misspelt(i, role, 2) : i;
            if (longer > i) {
                return longer;
            }
            var country = world.country(key);
            var cities = world.cities(key);
            boolean city = cities.length > 0 && credible(i, end, count, cities[0], role);
            var region = Regions.alone(words, i).filter(found -> found.next() >= end);
            if (region.isPresent()
                    && cities.length > 0
                    && (role != PlaceRole.NONE || words.get(i).capital())) {
                return keep(
                        Place.country(region.get().country()),
                        role,
                        i,
                        region.get().next());
            }
            if (city && (country.isEmpty() || cities[0].population() > WELL_KNOWN)) {
                return keepCity(i, end, cities, role);
            }
            if (country.isPresent() && (words.get(i).capital() || role != PlaceRole.NONE || key.length() > 3)) {
                return keep(Place.country(country.get()), role, i, end);
            }
        }
        return most == 0 || words.get(i).capital() ? misspelt(i, role, 1) : i;
    }

    /** An airport or a city by its code, in capitals. */
    private Optional<Place> code(int i, PlaceRole role) {
        var raw = words.get(i).raw();
        if (raw.length() != LETTERS_OF_A_CODE || !raw.equals(raw.toUpperCase(Locale.ROOT))) {
            return Optional.empty();
        }
        boolean directed = role == PlaceRole.FROM || role == PlaceRole.TO || role == PlaceRole.VIA;
        boolean placed = directed || words.is(i + 1, "to", "-", "–", "→");
        return world.airport(raw)
                .filter(airport -> placed || (role == PlaceRole.AT && airport.population() >= LARGE))
                .filter(airport -> world.city(raw, "").isEmpty());
    }

    private int keepCity(int i, int end, Place[] cities, PlaceRole role) {
        var airport = airport(end, cities[0]);
        if (airport.isPresent()) {
            return keep(airport.get().place(), role, i, airport.get().next());
        }
        int behind = words.is(end, ",") ? end + 1 : end;
        for (int count = 3; count > 0; count--) {
            int stop = endOf(behind, count);
            var country = stop < 0 ? Optional.<String>empty() : world.country(key(behind, stop));
            for (var city : cities) {
                if (country.isPresent() && city.country().equals(country.get())) {
                    return keep(city, role, i, stop);
                }
            }
        }
        var region = Regions.behind(words, end);
        for (var city : cities) {
            if (region.isPresent() && city.country().equals(region.get().country())) {
                return keep(city, role, i, region.get().next());
            }
        }
        if (cities.length > 1 && cities[1].population() > cities[0].population() / 5) {
            assumptions.add("I took %s as the one in %s.".formatted(cities[0].city(), cities[0].land()));
        }
        return keep(cities[0], role, i, end);
    }

    private record Airport(Place place, int next) {}

    /** The airport behind its city: "London Heathrow", "Paris (CDG)". */
    private Optional<Airport> airport(int i, Place city) {
        boolean bracket = words.is(i, "(");
        int at = bracket ? i + 1 : words.is(i, ",") ? i + 1 : i;
        if (at >= words.size() || !words.get(at).text()) {
            return Optional.empty();
        }
        var raw = words.get(at).raw();
        var code = raw.equals(raw.toUpperCase(Locale.ROOT)) ? world.airport(raw) : Optional.<Place>empty();
        int end = at + 1;
        var meant = code.filter(city::same);
        for (int count = 3; count > 0 && meant.isEmpty(); count--) {
            int stop = endOf(at, count);
            var named = stop < 0 ? new Place[0] : world.cities(key(at, stop));
            if (named.length > 0 && city.same(named[0]) && !named[0].iata().equals(city.iata())) {
                meant = Optional.of(named[0]);
                end = stop;
            }
        }
        int next = bracket && words.is(end, ")") ? end + 1 : end;
        return meant.map(place -> new Airport(place, next));
    }

    /** A name with a slip of the pen, where it can be only one place; what it was taken for is admitted. */
    private int misspelt(int i, PlaceRole role, int least) {
        boolean capital = words.get(i).capital() && (i > 0 || words.is(i + 1, "to", "-", "–"));
        if (!capital && !PlaceRole.mustFollow(words, i)) {
            return i;
        }
        boolean sure = role != PlaceRole.NONE;
        for (int count = MOST_MISSPELT; count >= least; count--) {
            int end = endOf(i, count);
            var key = end < 0 ? "" : key(i, end);
            var name = key.isEmpty()
                    ? Optional.<String>empty()
                    : world.meant(key, sure && (capital || key.length() >= LONG_NAME));
            if (name.isPresent()) {
                var cities = world.cities(name.get());
                var country = world.country(name.get());
                var place = cities.length > 0 && country.isEmpty() ? cities[0] : Place.country(country.orElseThrow());
                assumptions.add("I read “%s” as %s.".formatted(words.phrase(i, end), place.name()));
                return keep(place, role, i, end);
            }
        }
        return i;
    }

    private int keep(Place place, PlaceRole role, int start, int end) {
        boolean towards = words.is(end, "to", "→") || (words.is(end, "-", "–") && words.size() > end + 1);
        int goal = words.is(end + 1, ">") ? end + 2 : end + 1;
        if (role == PlaceRole.NOT) {
            return end;
        }
        if (corrected(start)) {
            return instead(place, end);
        }
        latest = place;
        if (role == PlaceRole.VIA) {
            via.add(place);
        } else if (role == PlaceRole.FROM || (role != PlaceRole.TO && towards && from == null && nameFollows(goal))) {
            from = from == null ? place : from;
        } else if (role == PlaceRole.TO) {
            if (to == null) {
                to = place;
            } else {
                at.add(place);
            }
        } else if (role == PlaceRole.AT) {
            at.add(place);
        } else {
            pair = pair || (!plain.isEmpty() && behind == start);
            behind = end;
            plain.add(place);
        }
        return end;
    }

    /** "Berlin, no wait, Hamburg". */
    private boolean corrected(int i) {
        int before = words.is(i - 1, ",", "to", "from", "in") ? i - 2 : i - 1;
        before = words.is(before, ",") ? before - 1 : before;
        boolean mean = words.is(before, "mean", "meant") && words.is(before - 1, "i");
        return latest != null && (mean || (words.is(before, "wait", "sorry") && words.has("no", "sorry")));
    }

    private int instead(Place place, int end) {
        from = from == latest ? place : from;
        to = to == latest ? place : to;
        at.replaceAll(other -> other == latest ? place : other);
        plain.replaceAll(other -> other == latest ? place : other);
        latest = place;
        return end;
    }

    private boolean nameFollows(int i) {
        return i < words.size()
                && (world.longest(words.at(i)) > 0
                        || world.airport(words.get(i).raw()).isPresent()
                        || (words.get(i).capital()
                                && world.meant(words.at(i), true).isPresent()));
    }

    private PlaceRole role(int i) {
        int before = words.is(i - 1, "the") ? i - 2 : i - 1;
        if (words.is(before, "and")) {
            boolean pair = words.is(before - 2, "between") || words.is(before - 3, "between");
            return pair ? PlaceRole.TO : at.isEmpty() ? PlaceRole.NONE : PlaceRole.AT;
        }
        if (words.is(before, "-", "–", ">")) {
            return from != null ? PlaceRole.TO : PlaceRole.NONE;
        }
        return PlaceRole.before(words, i);
    }

    /** Whether a name that may be an ordinary word is meant as a place here. */
    private boolean credible(int i, int end, int count, Place place, PlaceRole role) {
        var word = words.get(i);
        boolean hard = role == PlaceRole.FROM || role == PlaceRole.TO || role == PlaceRole.VIA;
        if (count == 1 && words.is(end, "airlines", "airways", "air", "rewards")) {
            return false;
        }
        if (word.plain().length() < 3 && !word.raw().equals(word.raw().toUpperCase(Locale.ROOT))) {
            return role == PlaceRole.FROM || (role == PlaceRole.TO && place.population() > WELL_KNOWN);
        }
        if (count == 1 && TownWords.first(word.plain())) {
            boolean boundary = end >= words.size()
                    || !words.get(end).text()
                    || words.is(end, "for", "from", "on", "in", "to", "and", "please", "next", "with", "under", "at");
            boolean led = hard || words.is(i - 1, "in", "near");
            return role != PlaceRole.NONE
                    && (word.capital() || (led && boundary && TownWords.writtenSmall(word.plain())));
        }
        if (role == PlaceRole.NONE && count == 1 && place.population() < LARGE && personal(i, end)) {
            return false;
        }
        if (word.capital() || place.population() >= WELL_KNOWN) {
            return !(role == PlaceRole.NONE && i == 0 && place.population() < WELL_KNOWN && words.count() > 1);
        }
        boolean last = end >= words.size() || !words.get(end).text();
        return role == PlaceRole.FROM || (last && words.is(i - 1, "in", "near", "at"));
    }

    /** True when another name that is no place stands beside it: "Tyler Perry" is somebody. */
    private boolean personal(int i, int end) {
        return name(i - 1) || name(end);
    }

    private boolean name(int i) {
        return i > 0
                && i < words.size()
                && words.get(i).capital()
                && !words.used(i)
                && words.at(i).length() > 2
                && (world.longest(words.at(i)) == 0 || TownWords.first(words.at(i)))
                && !words.is(i - 1, ".", "!", "?");
    }

    /** The end of a name of {@code count} words; dots and hyphens inside it do not count. */
    private int endOf(int i, int count) {
        int end = i;
        for (int taken = 0; taken < count; end++) {
            if (end >= words.size() || words.used(end)) {
                return -1;
            }
            if (words.get(end).text()) {
                taken++;
            } else if (!words.is(end, ".", "-") || !words.touches(end - 1)) {
                return -1;
            }
        }
        return end;
    }

    private String key(int start, int end) {
        if (end == start + 1) {
            return words.at(start);
        }
        var key = new StringBuilder();
        for (int i = start; i < end; i++) {
            if (words.get(i).text()) {
                key.append(key.isEmpty() ? "" : " ").append(words.at(i));
            }
        }
        return key.toString();
    }
}
