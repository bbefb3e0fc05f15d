package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.planning.EmbeddedPlanner.Understood;
import dev.jetway.agents.planning.Learned.Light;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Choice;
import dev.jetway.agents.planning.reading.Dates;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Numbers;
import dev.jetway.agents.planning.reading.Period;
import dev.jetway.agents.planning.reading.Places;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.planning.remembering.MemoryPlans;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a message in the light of what was said before it. */
final class Conversation {

    private final Map<String, Skill> skills;
    private final Intents intents;
    private final LocalDate today;
    private final boolean monthFirst;
    private final String currency;

    Conversation(PlanningRequest request, Intents intents) {
        this.skills = request.skills();
        this.intents = intents;
        this.today = EmbeddedPlanner.today(request);
        this.monthFirst = request.traveler().toLocale().getCountry().equals("US");
        this.currency = request.traveler().currency();
    }

    /** What a past turn leaves to the next one. */
    Memory after(PastTurn turn, List<PastTurn> before, Memory memory) {
        if (MemoryPlans.made(turn.plan())) {
            return memory;
        }
        var words = Words.of(turn.text());
        var planned = planned(turn);
        var understood = planned.isEmpty()
                ? understand(words, before, memory)
                : wanted(planned, read(words, memory), memory, words);
        if (understood.wishes().isEmpty()) {
            return understood.said().empty()
                    ? memory
                    : new Memory(
                            List.of(), understood.said().over(memory.facts().lasting()), Set.of());
        }
        if (turn.plan().tasks().isEmpty()) {
            var missing = assemble(understood, words, before).missing();
            return new Memory(understood.wishes(), understood.facts(), missing);
        }
        var facts = Memory.planned(turn, skills)
                .map(period -> understood.facts().with(period))
                .orElse(understood.facts());
        return new Memory(understood.wishes(), facts.with(List.of()), Set.of());
    }

    /** What was planned then is what was wanted, whoever planned it. */
    private List<Wish> planned(PastTurn turn) {
        return turn.plan().tasks().values().stream()
                .filter(task -> skills.containsKey(task.skill()))
                .map(task -> new Wish(intents.like(skills.get(task.skill())), task.optional()))
                .distinct()
                .toList();
    }

    private Facts read(Words words, Memory memory) {
        return answer(Facts.read(words, today, monthFirst, memory.facts().period()), words, memory);
    }

    Understood understand(Words words, List<PastTurn> history, Memory memory) {
        var said = read(words, memory);
        var asked = intents.asked(words, new Light(memory.refinable(), searched(history), said));
        var hints = asked.skills();
        boolean books = hints.stream().anyMatch(hint -> hint.get(0).id().equals(TravelRules.CREATE));
        var offers = words.count() > 0 && (books || mayBook(said, words)) ? Offers.in(history) : new Offers(List.of());
        if (answersChoice(said, memory) || (hints.isEmpty() && answersReference(said, memory))) {
            return new Understood(memory.wishes(), said.over(memory.facts()), said, List.of()).as(asked);
        }
        var wishes = TravelRules.apply(asked, words, said, skills, offers);
        if (!wishes.isEmpty()) {
            return wanted(wishes, said, memory, words).as(asked);
        }
        if (!said.choices().isEmpty() && !offers.none() && skills.containsKey(TravelRules.CREATE)) {
            var book = new Wish(List.of(skills.get(TravelRules.CREATE)), false);
            return new Understood(
                            List.of(book), said.over(current(memory.facts()).lasting()), said, List.of())
                    .as(asked);
        }
        if (!said.empty() && memory.refinable()) {
            return new Understood(memory.wishes(), said.over(current(memory.facts())), said, List.of()).as(asked);
        }
        return new Understood(List.of(), said, said, List.of()).as(asked);
    }

    /** "The hotel", "2", after the question which one to book. */
    private static boolean answersChoice(Facts said, Memory memory) {
        return memory.waitsFor(Slots.OFFER) && !said.choices().isEmpty() && said.empty();
    }

    private static boolean answersReference(Facts said, Memory memory) {
        boolean named = said.details().reference() != null || !said.choices().isEmpty();
        return memory.waitsFor(Slots.REFERENCE) && named;
    }

    /** True when there may be offers to choose from. */
    private static boolean searched(List<PastTurn> history) {
        return history.stream()
                .flatMap(turn -> turn.plan().tasks().values().stream())
                .anyMatch(task ->
                        task.skill().equals(TravelRules.FLIGHTS) || task.skill().equals(TravelRules.HOTELS));
    }

    private static boolean mayBook(Facts said, Words words) {
        return !said.choices().isEmpty() || words.has("book", "reserve", "buy", "take");
    }

    /** Completes a new wish from what was said before, as far as that still holds. */
    private Understood wanted(List<Wish> wishes, Facts said, Memory memory, Words words) {
        var earlier = current(memory.facts());
        boolean newPlace = said.places().where() != null;
        boolean sameWish = wishes.stream().anyMatch(memory.wishes()::contains);
        var notes = new ArrayList<String>();
        if (newPlace && said.places().from() != null) {
            return new Understood(
                    wishes,
                    memory.missing().isEmpty() && !words.has("same") ? said : said.over(earlier.lasting()),
                    said,
                    notes);
        }
        var facts = said.over(sameWish ? earlier : earlier.lasting());
        if (!sameWish && said.period().start() != null) {
            facts = facts.with(said.period());
        }
        if (said.choices().isEmpty() && !memory.waitsFor(Slots.OFFER)) {
            facts = facts.with(List.of());
        }
        boolean otherPlace = newPlace
                && earlier.places().where() != null
                && !said.places().where().same(earlier.places().where());
        if (otherPlace && said.period().empty() && facts.period().start() != null && !words.has("there")) {
            notes.add("I kept the dates from before.");
        }
        return new Understood(wishes, facts, said, notes);
    }

    /** Days that are over do not come back. */
    private Facts current(Facts facts) {
        var start = facts.period().start();
        return start != null && start.isBefore(today) ? facts.with(Period.NONE) : facts;
    }

    /** Takes a bare name or number for the answer to what was asked. */
    private Facts answer(Facts said, Words words, Memory memory) {
        var places = said.places();
        boolean asksOrigin = memory.waitsFor(Slots.PLACE_FROM, Slots.PLACE_FROM_IATA, Slots.PLACE_FROM_COUNTRY);
        boolean asksGoal = memory.waitsFor(
                Slots.PLACE, Slots.PLACE_COUNTRY, Slots.PLACE_TO, Slots.PLACE_TO_IATA, Slots.PLACE_TO_COUNTRY);
        if (asksOrigin
                && !asksGoal
                && places.from() == null
                && places.to() == null
                && places.at().size() == 1) {
            return said.with(new Places(places.at().get(0), null, List.of(), places.assumptions()));
        }
        if (places.empty() && said.period().empty() && memory.waitsFor(Slots.DATE_START, Slots.DATE_SOON_START)) {
            var days = Dates.answer(words, today, monthFirst, memory.facts().period());
            boolean nights = memory.waitsFor(Slots.DATE_END) && words.count() <= 1;
            if (!days.empty() && !nights) {
                return said.with(days).with(List.of());
            }
        }
        if (words.count() <= 2 && places.empty() && said.period().empty()) {
            var number = Numbers.cardinal(words.at(0));
            if (number.isPresent() && memory.waitsFor(Slots.DATE_END) && number.getAsInt() <= 30) {
                return said.with(new Period(null, null, number.getAsInt(), null, List.of(), null));
            }
            if (said.choices().isEmpty()
                    && said.empty()
                    && Numbers.digits(words.at(0), 2).isPresent()) {
                return said.with(List.of(new Choice(null, number.getAsInt(), null)));
            }
            var kind = Choice.kind(words.at(words.is(0, "the") ? 1 : 0));
            if (kind != null && said.choices().isEmpty() && memory.waitsFor(Slots.OFFER)) {
                return said.with(List.of(new Choice(kind, null, null)));
            }
        }
        return said;
    }

    Assembly assemble(Understood understood, Words words, List<PastTurn> history) {
        return assemble(understood, words, history, Remembered.NOTHING);
    }

    /** As above; what nobody said is filled from what is remembered. */
    Assembly assemble(Understood understood, Words words, List<PastTurn> history, Remembered remembered) {
        return new Assembly(understood, words, history, skills, today, currency)
                .remembering(remembered)
                .made();
    }
}
