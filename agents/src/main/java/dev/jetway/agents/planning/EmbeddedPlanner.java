package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Gazetteer;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.planning.remembering.MemoryPlans;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Plans by words, dates and places, without a model and without waiting: the stage it returns is already
 * complete.
 *
 * <p>It reads the message for <em>what</em> is wanted (the keywords of every skill on this node) and for
 * <em>facts</em> (places, days, people, money), completes the facts from the turns before, and fills the
 * input of each skill by the slots its schema names; see {@link Slots}. What the schema requires and
 * nobody said, it asks for. The work is linear in the length of the message, of which it reads the first
 * 3,000 characters.
 *
 * <p>A pure function of its argument, safe for many threads.
 */
public final class EmbeddedPlanner implements Planner {

    private static final int TURNS_REMEMBERED = 12;

    /** The compiled keywords of the skills seen last; a node's skills hardly ever change. */
    private volatile Compiled compiled = new Compiled(Map.of(), new Intents(List.of()));

    private record Compiled(Map<String, Skill> skills, Intents intents) {}

    /** Reads the gazetteer, which takes some hundred milliseconds the first time. */
    public EmbeddedPlanner() {
        Gazetteer.world();
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        return CompletableFuture.completedFuture(decide(request));
    }

    private Planning decide(PlanningRequest request) {
        var words = Words.of(request.text());
        if (words.size() == 0) {
            return new Planning.Answer(Smalltalk.empty());
        }
        var foreign = Smalltalk.foreign(words);
        if (foreign.isPresent()) {
            return new Planning.Answer(foreign.get());
        }
        var aboutMemory = MemoryPlans.of(request, this::decide);
        if (aboutMemory.isPresent()) {
            return aboutMemory.get();
        }
        var conversation = new Conversation(request, intents(request.skills()));
        var understood = conversation.understand(words, request.history(), remember(conversation, request.history()));
        if (understood.wishes().isEmpty()) {
            return new Planning.Answer(aside(words, understood.facts()));
        }
        return conversation
                .assemble(understood, words, request.history(), request.remembered())
                .planning();
    }

    private static Memory remember(Conversation conversation, List<PastTurn> history) {
        var memory = Memory.NOTHING;
        for (int i = Math.max(0, history.size() - TURNS_REMEMBERED); i < history.size(); i++) {
            memory = conversation.after(history.get(i), history.subList(0, i), memory);
        }
        return memory;
    }

    private static String aside(Words words, Facts facts) {
        if (facts.period().problem() != null) {
            return facts.period().problem();
        }
        var beyond = Smalltalk.beyond(words);
        if (beyond.isPresent()) {
            return beyond.get();
        }
        var where = facts.places().where();
        if (where != null && !words.cut()) {
            return "What can I do for you about %s: flights, hotels, the weather, or how to get there?"
                    .formatted(where.name());
        }
        if (words.cut()) {
            return Smalltalk.tooLong();
        }
        return Smalltalk.chat(words).orElseGet(Smalltalk::notUnderstood);
    }

    private Intents intents(Map<String, Skill> skills) {
        var known = compiled;
        if (known.skills() != skills) {
            known = new Compiled(skills, new Intents(new ArrayList<>(skills.values())));
            compiled = known;
        }
        return known.intents();
    }

    /**
     * What the traveler wants, and all that is known about it.
     *
     * @param said what of it the last message said
     */
    record Understood(List<Wish> wishes, Facts facts, Facts said, List<String> notes) {}

    static LocalDate today(PlanningRequest request) {
        return LocalDate.ofInstant(request.now(), request.traveler().zone());
    }
}
