package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.Asked.Aside;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What keywords alone get wrong in travel: booking the words "book a hotel in Rome" instead of searching
 * first, reading a booking nobody named, searching flights for a flight number; and what a trip consists
 * of. Skills of other agents pass through untouched.
 */
final class TravelRules {

    static final String FLIGHTS = "flights.search";
    static final String STATUS = "flights.status";
    static final String HOTELS = "hotels.search";
    static final String CLIMATE = "weather.climate";
    static final String FORECAST = "weather.forecast";
    static final String ITINERARY = "itinerary.compose";
    static final String LIST = "bookings.list";
    static final String GET = "bookings.get";
    static final String CREATE = "bookings.create";
    static final String CHANGE = "bookings.change";
    static final String CANCEL = "bookings.cancel";

    private final Words words;
    private final Facts said;
    private final Map<String, Skill> skills;
    private final List<Wish> wishes = new ArrayList<>();

    private TravelRules(Words words, Facts said, Map<String, Skill> skills) {
        this.words = words;
        this.said = said;
        this.skills = skills;
    }

    /** The wishes of a message, from what its words ask for. */
    static List<Wish> apply(Asked asked, Words words, Facts said, Map<String, Skill> skills, Offers offers) {
        var rules = new TravelRules(words, said, skills);
        asked.skills().forEach(hint -> rules.wishes.add(new Wish(hint, false)));
        rules.picked(offers);
        rules.bookings(offers);
        rules.flightNumber();
        rules.trip(asked.aside() == Aside.TRIP || trip(words));
        rules.way();
        rules.itinerary();
        return List.copyOf(rules.wishes);
    }

    private boolean wants(String skill) {
        return wishes.stream().anyMatch(wish -> wish.is(skill));
    }

    private void drop(String skill) {
        wishes.removeIf(wish -> wish.is(skill));
    }

    private void add(String skill) {
        if (skills.containsKey(skill) && !wants(skill)) {
            wishes.add(new Wish(List.of(skills.get(skill)), false));
        }
    }

    private void only(String skill) {
        wishes.removeIf(wish -> wish.skills().stream()
                .anyMatch(s -> s.id().startsWith("bookings.") || s.id().equals(FLIGHTS) || s.id().equals(HOTELS)));
        add(skill);
    }

    /** "The first flight, please", of flights that were shown, is no search. */
    private void picked(Offers offers) {
        boolean chosen = said.empty() && said.choices().stream().anyMatch(choice -> choice.number() != null);
        boolean search = !wishes.isEmpty() && wishes.stream().allMatch(wish -> wish.is(FLIGHTS) || wish.is(HOTELS));
        boolean shown =
                said.choices().stream().anyMatch(choice -> !offers.about(choice).isEmpty());
        if (chosen && search && shown) {
            only(CREATE);
        }
    }

    private void bookings(Offers offers) {
        var reference = said.details().reference();
        boolean noun = reference != null || words.has("booking", "reservation", "bookings", "reservations");
        boolean mine = noun || words.has("my", "it");
        if (wants(CANCEL)) {
            only(CANCEL);
        } else if (wants(CHANGE) && mine) {
            only(CHANGE);
        } else if (wants(CREATE)) {
            create(offers);
        }
        drop(wants(CHANGE) && !mine ? CHANGE : "");
        if (wants(GET) && reference == null) {
            drop(GET);
            add(LIST);
        } else if (reference != null && wants(LIST) && !words.has("all", "upcoming", "past")) {
            drop(LIST);
            add(GET);
        } else if (reference != null && wishes.isEmpty()) {
            add(GET);
        }
    }

    /** "Book a hotel in Rome" is a search; "book the second hotel" is a booking. */
    private void create(Offers offers) {
        boolean search = said.places().where() != null || said.places().from() != null;
        boolean picks = !said.choices().isEmpty() || words.has("it", "that", "this", "both");
        boolean named = !offers.none() && offers.named(words).isPresent();
        if (search && !(picks && said.places().from() == null && !offers.none()) && !named) {
            drop(CREATE);
        } else if (!picks && !named && offers.none() && (wants(FLIGHTS) || wants(HOTELS))) {
            drop(CREATE);
        } else {
            only(CREATE);
        }
    }

    private void flightNumber() {
        if (said.details().flight() == null || wants(CREATE)) {
            return;
        }
        if (wants(STATUS)
                || wishes.isEmpty()
                || (wants(FLIGHTS) && said.places().empty())) {
            drop(FLIGHTS);
            add(STATUS);
        }
    }

    /** A trip is a flight, a hotel and, if it can be had, the weather. */
    private void trip(boolean asked) {
        if (!asked || (!wishes.isEmpty() && !words.has("plan", "planning", "organise", "organize"))) {
            return;
        }
        boolean searches = wishes.stream()
                .allMatch(wish -> wish.is(FLIGHTS) || wish.is(HOTELS) || wish.is(CLIMATE) || wish.is(CREATE));
        if (!searches) {
            return;
        }
        drop(CREATE);
        add(FLIGHTS);
        add(HOTELS);
        var weather = new ArrayList<Skill>();
        for (var id : List.of(CLIMATE, FORECAST)) {
            if (skills.containsKey(id)) {
                weather.add(skills.get(id));
            }
        }
        if (!weather.isEmpty() && !wants(CLIMATE)) {
            wishes.add(new Wish(weather, true));
        }
    }

    /** "Lyon to Oslo on Friday, and a hotel there": the way is wanted as well, though nobody said how. */
    private void way() {
        boolean both = said.places().from() != null && said.places().where() != null;
        if (both && !wishes.isEmpty() && wishes.stream().allMatch(wish -> wish.is(HOTELS))) {
            add(FLIGHTS);
        }
    }

    static boolean trip(Words words) {
        return words.has(
                        "trip", "holiday", "holidays", "vacation", "getaway", "journey", "travel", "visit", "honeymoon")
                || (words.has("city") && words.has("break"))
                || (words.has("plan", "go") && words.has("weekend"));
    }

    private void itinerary() {
        boolean asked = words.has("itinerary") || (words.has("day") && words.has("by", "plan"));
        if (asked && (wants(FLIGHTS) || wants(HOTELS)) && skills.containsKey(ITINERARY)) {
            wishes.add(new Wish(List.of(skills.get(ITINERARY)), true));
        }
    }
}
