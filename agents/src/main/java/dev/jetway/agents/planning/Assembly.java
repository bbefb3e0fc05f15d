package dev.jetway.agents.planning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.Skill;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.EmbeddedPlanner.Understood;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Choice;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Place;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts the tasks of one message together, or finds out what is missing for them. */
final class Assembly {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.ENGLISH);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,23}");
    private static final int MOST_ADULTS = 9;
    private static final int MOST_PLACES = 3;
    private static final int MOST_BOOKINGS = 4;

    private final List<Wish> wishes;
    private final Facts facts;
    private final Facts said;
    private final Words words;
    private final List<PastTurn> history;
    private final Map<String, Skill> skills;
    private final SlotValues values;

    private final List<Task> tasks = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private String problem;
    /** What the problem is with, and has to be said again; other than what is missing, it is not waited for. */
    private final Set<String> refused = new LinkedHashSet<>();

    Assembly(
            Understood understood,
            Words words,
            List<PastTurn> history,
            Map<String, Skill> skills,
            LocalDate today,
            String currency) {
        this.wishes = understood.wishes();
        this.words = words;
        this.history = history;
        this.skills = skills;
        this.facts = understood.facts();
        this.said = understood.said();
        boolean flights = wants(TravelRules.FLIGHTS);
        boolean hotels = wants(TravelRules.HOTELS);
        boolean trip = flights && hotels && wishes.stream().anyMatch(Wish::optional);
        this.values = new SlotValues(facts, today, currency, trip, hotels && !flights);
        notes.addAll(understood.notes());
    }

    /** Completes what nobody said. */
    Assembly remembering(Remembered remembered) {
        values.remembered(remembered, facts.places());
        return this;
    }

    Assembly made() {
        problem = refusal();
        if (problem == null) {
            for (var wish : wishes) {
                make(wish);
            }
        }
        return this;
    }

    Set<String> missing() {
        return Set.copyOf(missing);
    }

    private Planning question(String text) {
        var asks = problem == null || refused.isEmpty() ? Questions.asks(missing) : refused;
        return new Planning.Answer(text, Planning.Answer.Kind.QUESTION, Planning.Maker.UNNAMED, asks);
    }

    Planning planning() {
        if (problem != null) {
            return question(problem);
        }
        if (!missing.isEmpty()) {
            return question(Questions.ask(missing, facts));
        }
        if (tasks.isEmpty()) {
            return new Planning.Answer(Smalltalk.notUnderstood());
        }
        if (words.cut()) {
            notes.add("I read only the first part of your long message.");
        }
        leftOut();
        return new Planning.Tasks(TaskGraph.of(tasks, skills.keySet()), List.copyOf(notes));
    }

    private void leftOut() {
        if (used.isEmpty()) {
            return;
        }
        var left = new LeftOut(said, used);
        notes.addAll(left.notes(wants(TravelRules.FLIGHTS), wants(TravelRules.HOTELS)));
        if (wishes.stream().flatMap(wish -> wish.skills().stream()).noneMatch(Assembly::answersForEachPlace)) {
            notes.addAll(left.otherPlaces());
        }
    }

    private boolean wants(String skill) {
        return wishes.stream().anyMatch(wish -> wish.is(skill));
    }

    private String refusal() {
        var places = facts.places();
        if (facts.period().problem() != null) {
            refused.add(Slots.DATE_START);
            return facts.period().problem();
        }
        if (places.from() != null && places.from().same(places.where())) {
            refused.add(Slots.PLACE_TO);
            return "You would start and arrive in %s. Where do you want to go?"
                    .formatted(places.from().name());
        }
        var adults = facts.party().adults();
        if (adults != null && (adults < 1 || adults > MOST_ADULTS)) {
            refused.add(Slots.ADULTS);
            return "I can search for 1 to %d adults. How many are you?".formatted(MOST_ADULTS);
        }
        return null;
    }

    private void make(Wish wish) {
        if (wish.is(TravelRules.CREATE)) {
            book(wish.skills().get(0));
        } else if (wish.is(TravelRules.ITINERARY)) {
            itinerary(wish.skills().get(0));
        } else if (wish.skills().stream().anyMatch(Assembly::answersForEachPlace)
                && facts.places().to() == null
                && facts.places().at().size() > 1) {
            facts.places().at().stream().limit(MOST_PLACES).forEach(place -> {
                values.place(place);
                fill(wish, place);
            });
        } else {
            fill(wish, facts.places().where());
        }
    }

    private void fill(Wish wish, Place about) {
        if (facts.details().reference() == null && wish.skills().stream().anyMatch(this::needsReference)) {
            Booked.in(history).meant(facts.choices(), words).ifPresent(values::reference);
        }
        var best = best(wish);
        if (best.unplannable()) {
            problem = "I cannot plan “%s” from words alone; it needs more than I can read."
                    .formatted(Titles.of(best.skill(), facts, about));
            return;
        }
        if (!best.missing().isEmpty() && wish.optional()) {
            return;
        }
        missing.addAll(best.missing());
        used.addAll(best.used());
        notes.addAll(values.assumed(best.used()));
        if (best.used().stream().anyMatch(slot -> slot.startsWith("date."))) {
            notes.addAll(facts.period().assumptions());
        }
        if (best.used().stream().anyMatch(slot -> slot.startsWith("place"))) {
            notes.addAll(facts.places().assumptions());
        }
        travelNotes(best);
        add(best.skill(), Titles.of(best.skill(), facts, about), best.input(), wish.optional());
    }

    private static boolean answersForEachPlace(Skill skill) {
        return skill.id().startsWith("weather.") || skill.id().equals("destinations.describe");
    }

    private boolean needsReference(Skill skill) {
        return skill.id().equals(TravelRules.CANCEL) || skill.id().equals(TravelRules.CHANGE);
    }

    /** The skill with nothing missing; among several, the one that makes most of what is known. */
    private Slotted best(Wish wish) {
        return wish.skills().stream()
                .map(skill -> Slotted.fill(skill, values, object()))
                .min(Comparator.comparing((Slotted filled) -> filled.complete() ? 0 : 1)
                        .thenComparing(filled -> filled.complete()
                                ? -filled.skill().inputSchema().path("required").size()
                                : filled.missing().size()))
                .orElseThrow();
    }

    private void travelNotes(Slotted filled) {
        var period = facts.period();
        if (filled.skill().id().equals(TravelRules.FLIGHTS)) {
            if (facts.details().oneWay()) {
                filled.input().remove("returnDate");
            } else if (filled.input().has("returnDate")
                    && !facts.back()
                    && period.end() == null
                    && period.nights() != null) {
                notes.add("I looked for a flight back on %s."
                        .formatted(DAY.format(
                                LocalDate.parse(filled.input().get("returnDate").asText()))));
            }
        }
        boolean far = facts.places().from() != null
                && facts.places().where() != null
                && facts.places().from().far(facts.places().where());
        if (filled.skill().id().equals(TravelRules.HOTELS) && wants(TravelRules.FLIGHTS) && far) {
            notes.add("The hotel is from the day you leave; a night flight arrives a day later.");
        }
    }

    private void book(Skill skill) {
        var offers = Offers.in(history);
        if (offers.none()) {
            refused.add(Slots.OFFER);
            problem = "There is nothing to book yet. Tell me which flight or hotel you are looking for.";
            return;
        }
        var named = facts.choices().stream().allMatch(choice -> choice.number() == null && choice.which() == null)
                ? offers.named(words)
                : Optional.<Offers.Offer>empty();
        if (named.isPresent()) {
            book(skill, named.get());
            return;
        }
        var choices = facts.choices().isEmpty() ? List.of(new Choice(noun(), null, null)) : facts.choices();
        choices.stream().limit(MOST_BOOKINGS).forEach(choice -> choose(skill, offers, choice));
    }

    private String noun() {
        for (int i = 0; i < words.size(); i++) {
            if (Choice.kind(words.at(i)) != null) {
                return Choice.kind(words.at(i));
            }
        }
        return null;
    }

    private void choose(Skill skill, Offers offers, Choice choice) {
        var about = offers.about(choice);
        if (about.size() > 1) {
            missing.add(Slots.OFFER);
            problem = "I showed you flights and hotels. Which do you mean, the flight or the hotel?";
            return;
        }
        if (about.isEmpty()) {
            refused.add(Slots.OFFER);
            problem = "I have not shown you a %s yet.".formatted(choice.kind());
            return;
        }
        var offer = Offers.pick(about.get(0), choice);
        if (offer.isPresent()) {
            book(skill, offer.get());
        } else if (choice.number() != null) {
            missing.add(Slots.OFFER);
            problem = "There is no number %d; I showed %d. Which one shall I book?"
                    .formatted(choice.number(), about.get(0).options().size());
        } else {
            missing.add(Slots.OFFER);
        }
    }

    private void book(Skill skill, Offers.Offer offer) {
        values.offer(offer);
        var filled = Slotted.fill(skill, values, object());
        missing.addAll(filled.missing());
        add(skill, "Book " + offer.title(), filled.input(), false);
    }

    private void itinerary(Skill skill) {
        var input = object();
        var behind = new ArrayList<String>();
        for (var name : List.of("flights", "hotels")) {
            if (tasks.stream().anyMatch(task -> task.id().equals(name))) {
                input.putObject(name).put("$artifact", name).put("at", "");
                behind.add(name);
            }
        }
        tasks.add(Task.of("itinerary", skill.id(), "Day by day", input.toString(), behind.toArray(String[]::new))
                .asOptional());
    }

    private void add(Skill skill, String title, ObjectNode input, boolean optional) {
        var task = Task.of(id(skill), skill.id(), title, input.toString());
        tasks.add(optional ? task.asOptional() : task);
    }

    private String id(Skill skill) {
        int dot = skill.id().indexOf('.');
        var first = dot < 0 ? skill.id() : skill.id().substring(0, dot);
        var base = NAME.matcher(first).matches() ? first : "task";
        var id = base;
        for (int n = 2; taken(id); n++) {
            id = base + "-" + n;
        }
        return id;
    }

    private boolean taken(String id) {
        return tasks.stream().anyMatch(task -> task.id().equals(id));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
