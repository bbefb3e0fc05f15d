package dev.jetway.agents.planning.remembering;

import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Home;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Place;
import dev.jetway.agents.planning.reading.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a message says about what is to be remembered of who wrote it: "remember that I fly from Edinburgh", "what do you
 * know about me?", "forget my home airport". A message that looks for something as well is read as if it said
 * nothing of the kind, unless it begins with it.
 */
sealed interface AboutMe {

    /** @param notes empty when it is not said what, or nothing that can be remembered */
    record Remember(List<Note> notes) implements AboutMe {}

    record Recall() implements AboutMe {}

    record ForgetIt(Forget what) implements AboutMe {}

    /** Longer messages tell a story, and what looks like one of these is a part of it. */
    int MOST_WORDS = 40;

    int MOST_CHARACTERS = 400;

    static Optional<AboutMe> read(String text, LocalDate today, boolean monthFirst) {
        var words = Words.of(text);
        return words.count() > MOST_WORDS ? Optional.empty() : new Reader(text, words, today, monthFirst).read();
    }

    /** A message that asks for something after what it says of its writer. */
    record Parts(String first, String rest) {}

    Pattern AND_THEN = Pattern.compile(
            "(?i)(?:[.;,]\\s+|\\s+)(?:(?:and|then|now|please|also|so)[,\\s]+)*+(?=(?:can you |could you )?"
                    + "(?:find|show|search|look|get|give|book|plan|tell|what|what's|i need|i want|i'd like|i would like)\\b)");

    static Optional<Parts> split(String text) {
        var between = AND_THEN.matcher(text.length() > MOST_CHARACTERS ? "" : text);
        return between.find()
                ? Optional.of(new Parts(text.substring(0, between.start()), text.substring(between.end())))
                : Optional.empty();
    }

    /** Reads one message. */
    final class Reader {

        private static final Set<String> POLITE = Set.of(
                "please", "hey", "hi", "hello", "ok", "okay", "and", "also", "can", "could", "will", "would", "you",
                "jetway", "now", ",", "just");

        private final String text;
        private final Words words;
        private final LocalDate today;
        private final boolean monthFirst;
        private final int first;

        private Reader(String text, Words words, LocalDate today, boolean monthFirst) {
            this.text = text;
            this.words = words;
            this.today = today;
            this.monthFirst = monthFirst;
            int i = 0;
            while (i < words.size() && POLITE.contains(words.at(i))) {
                i++;
            }
            this.first = i;
        }

        private Optional<AboutMe> read() {
            if (refusesToBeRemembered()) {
                return Optional.of(new ForgetIt(Forget.EVERYTHING));
            }
            if (asksWhatIsKnown()) {
                return Optional.of(new Recall());
            }
            if (words.is(first, "forget", "delete", "erase", "remove", "clear", "wipe")) {
                return forget();
            }
            if (words.is(first, "remember", "memorise", "memorize") && !words.is(first + 1, "to", "when")
                    || (words.is(first, "keep") && words.phrase(first + 1, List.of("in", "mind")))) {
                return Optional.of(new Remember(notes()));
            }
            if (habit()) {
                var notes = notes();
                return notes.isEmpty() ? Optional.empty() : Optional.of(new Remember(notes));
            }
            return Optional.empty();
        }

        private boolean refusesToBeRemembered() {
            boolean not = words.is(first, "don't", "dont", "never", "stop")
                    || (words.is(first, "do") && words.is(first + 1, "not"));
            return not
                    && words.has("remember", "remembering", "store", "storing", "save", "saving", "keep", "keeping")
                    && words.has("anything", "me", "things", "data");
        }

        private boolean asksWhatIsKnown() {
            return words.has("me", "my")
                    && words.has("you")
                    && words.has("remember", "remembered", "know", "stored", "saved")
                    && (words.is(first, "what", "what's", "which", "show", "tell", "list"))
                    && (words.has("about") || words.has("preferences"));
        }

        private Optional<AboutMe> forget() {
            boolean ours = words.has("about") && words.has("me")
                    || words.has("you") && words.has("know", "remember", "remembered", "stored", "saved")
                    || words.has("data", "memory");
            boolean all = words.has("everything", "all", "anything", "what") || words.has("data", "memory");
            if (ours && all || words.is(first, "forget") && words.is(first + 1, "me") && words.count() <= first + 3) {
                return Optional.of(new ForgetIt(Forget.EVERYTHING));
            }
            if (!words.is(first, "forget") && !ours || !words.has("my", "i")) {
                return Optional.empty(); // "forget the hotel" is about a plan, "delete my booking" about a booking
            }
            var named = EnumSet.noneOf(Preference.class);
            nameIf(named, Preference.HOME, "home", "airport", "city");
            nameIf(named, Preference.CABIN, "cabin", "class");
            nameIf(named, Preference.SEAT, "seat", "aisle", "window");
            nameIf(named, Preference.STARS, "star", "stars");
            nameIf(named, Preference.DIET, "diet", "meal", "meals", "food", "vegetarian", "vegan");
            if (words.has("preferences")) {
                named.addAll(EnumSet.allOf(Preference.class));
            }
            boolean trips = words.has("trips");
            return named.isEmpty() && !trips ? Optional.empty() : Optional.of(new ForgetIt(Forget.only(named, trips)));
        }

        private void nameIf(Set<Preference> into, Preference preference, String... any) {
            if (words.has(any)) {
                into.add(preference);
            }
        }

        /** Said of oneself, with nothing asked for and no day named. */
        private boolean habit() {
            boolean self = words.is(first, "i", "i'm", "my");
            boolean always = words.has("always", "usually", "normally", "generally")
                    || words.is(first + 1, "prefer", "live")
                    || words.has("vegetarian", "vegan", "kosher", "halal") && words.is(first, "i", "i'm")
                    || words.is(first, "my") && words.has("home") && words.has("is");
            boolean asks = words.has(
                    "?", "need", "want", "find", "book", "search", "show", "looking", "get", "to", "trip", "tomorrow");
            return self && always && !asks;
        }

        private List<Note> notes() {
            var notes = new ArrayList<Note>();
            var facts = Facts.read(Words.of(text), today, monthFirst, null);
            home(facts).map(Note::of).ifPresent(notes::add);
            if (facts.details().cabin() != null) {
                notes.add(new Note(Preference.CABIN, facts.details().cabin()));
            }
            word(Preference.SEAT).ifPresent(notes::add);
            if (facts.details().stars() != null) {
                notes.add(new Note(Preference.STARS, facts.details().stars().toString()));
            }
            word(Preference.DIET).ifPresent(notes::add);
            return notes;
        }

        private Optional<Home> home(Facts facts) {
            var places = facts.places();
            Place place = places.from();
            boolean livesThere = words.has("home", "live", "based", "airport", "start");
            if (place == null && livesThere && places.at().size() == 1) {
                place = places.at().get(0);
            }
            if (place == null || !place.isCity() || places.to() != null) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Home(place.city(), place.country(), place.iata()));
            } catch (IllegalArgumentException oddName) {
                return Optional.empty();
            }
        }

        private Optional<Note> word(Preference preference) {
            if (words.has("gluten") && preference == Preference.DIET) {
                return Optional.of(new Note(preference, "gluten-free"));
            }
            return preference.choices().stream()
                    .filter(words::has)
                    .findFirst()
                    .map(value -> new Note(preference, value));
        }
    }
}
