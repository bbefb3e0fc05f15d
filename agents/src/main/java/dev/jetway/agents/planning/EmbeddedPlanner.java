package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Asked.Aside;
import dev.jetway.agents.planning.Planning.Answer.Kind;
import dev.jetway.agents.planning.Planning.Maker;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Gazetteer;
import dev.jetway.agents.planning.reading.Words;
import dev.jetway.agents.planning.remembering.MemoryPlans;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Plans by words, dates and places, without a language model and without waiting: the stage it returns is already
 * complete.
 *
 * <p>It reads the message for <em>what</em> is wanted (the keywords and examples of every skill on this node; what is
 * not sure enough it asks) and for <em>facts</em> (places, days, people, money), completes the facts from the turns before, and fills the
 * input of each skill by the slots its schema names; see {@link Slots}. What the schema requires and
 * nobody said, it asks for. The work is linear in the length of the message, of which it reads the first
 * 3,000 characters.
 *
 * <p>A pure function of its argument, safe for many threads. In another JVM, another version of the encoder may decide
 * otherwise where it is not sure: a plan is stored, and never made again.
 */
public final class EmbeddedPlanner implements Planner {

    private static final String NAME = "embedded";
    private static final int TURNS_REMEMBERED = 12;

    private final Optional<SentenceEncoder> encoder;

    /** What was learned about the skills seen last; a node's skills hardly ever change. */
    private volatile Compiled compiled;

    private record Compiled(Map<String, Skill> skills, Intents intents) {}

    /**
     * With the sentence encoder of the class path, if there is one. Reads the gazetteer and loads the encoder, which
     * takes some hundred milliseconds each the first time.
     */
    public EmbeddedPlanner() {
        this(SentenceEncoders.shared());
    }

    /** @param encoder without which messages are understood by keywords alone */
    public EmbeddedPlanner(Optional<SentenceEncoder> encoder) {
        this.encoder = encoder;
        this.compiled = new Compiled(Map.of(), new Intents(List.of(), Optional.empty()));
        Gazetteer.world();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Learns the examples of the skills, in some hundred milliseconds. */
    @Override
    public void prepare(Map<String, Skill> skills) {
        intents(skills);
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        return CompletableFuture.completedFuture(decide(request));
    }

    private Planning decide(PlanningRequest request) {
        var words = Words.of(request.text());
        if (words.size() == 0) {
            return answer(Kind.NOT_UNDERSTOOD, Smalltalk.empty(), 1);
        }
        var foreign = Smalltalk.foreign(words);
        if (foreign.isPresent()) {
            return answer(Kind.NOT_UNDERSTOOD, foreign.get(), 1);
        }
        var aboutMemory = MemoryPlans.of(request, this::decide);
        if (aboutMemory.isPresent()) {
            return aboutMemory.get();
        }
        var conversation = new Conversation(request, intents(request.skills()));
        var understood = conversation.understand(words, request.history(), remember(conversation, request.history()));
        if (understood.wishes().isEmpty()) {
            return aside(words, understood);
        }
        double confidence = understood.asked().confidence();
        var planning = conversation
                .assemble(understood, words, request.history(), request.remembered())
                .planning();
        return planning.fold(
                tasks -> new Planning.Tasks(tasks.graph(), tasks.assumptions(), maker(confidence)),
                answer -> new Planning.Answer(answer.text(), Kind.QUESTION, maker(confidence), answer.asks()));
    }

    private static Planning answer(Kind kind, String text, double confidence) {
        return new Planning.Answer(text, kind, maker(confidence));
    }

    private static Maker maker(double confidence) {
        return new Maker(NAME, confidence, TokenUse.NONE);
    }

    private static Memory remember(Conversation conversation, List<PastTurn> history) {
        var memory = Memory.NOTHING;
        for (int i = Math.max(0, history.size() - TURNS_REMEMBERED); i < history.size(); i++) {
            memory = conversation.after(history.get(i), history.subList(0, i), memory);
        }
        return memory;
    }

    /** The answer to what asks for no skill, or for none that is known for sure. */
    private static Planning aside(Words words, Understood understood) {
        var asked = understood.asked();
        double confidence = asked.confidence();
        var problem = understood.facts().period().problem();
        if (problem != null) {
            return new Planning.Answer(problem, Kind.QUESTION, maker(confidence), Set.of(Slots.DATE_START));
        }
        var chat = Smalltalk.chat(words, asked.aside());
        if (chat.isPresent()) {
            return answer(Kind.CHAT, chat.get(), confidence);
        }
        if (asked.aside() == Aside.OUTSIDE || (asked.either().isEmpty() && Smalltalk.beyond(words))) {
            return answer(Kind.OUT_OF_SCOPE, Smalltalk.cannot(), confidence);
        }
        var where = understood.facts().places().where();
        if (asked.either().size() > 1) {
            return answer(Kind.QUESTION, EitherOr.ask(asked.either(), where), confidence);
        }
        if (where != null && !words.cut()) {
            return answer(
                    Kind.QUESTION,
                    "What can I do for you about %s: flights, hotels, the weather, or how to get there?"
                            .formatted(where.name()),
                    confidence);
        }
        if (words.cut()) {
            return answer(Kind.NOT_UNDERSTOOD, Smalltalk.tooLong(), confidence);
        }
        return answer(Kind.NOT_UNDERSTOOD, Smalltalk.notUnderstood(), confidence);
    }

    private Intents intents(Map<String, Skill> skills) {
        var known = compiled;
        if (known.skills() != skills) {
            known = learn(skills);
        }
        return known.intents();
    }

    private synchronized Compiled learn(Map<String, Skill> skills) {
        var intents = compiled.skills().equals(skills) ? compiled.intents() : new Intents(skills.values(), encoder);
        compiled = new Compiled(Map.copyOf(skills), intents);
        return compiled;
    }

    /**
     * What the traveler wants, and all that is known about it.
     *
     * @param said what of it the last message said
     * @param asked what its words ask for
     */
    record Understood(List<Wish> wishes, Facts facts, Facts said, List<String> notes, Asked asked) {

        Understood(List<Wish> wishes, Facts facts, Facts said, List<String> notes) {
            this(wishes, facts, said, notes, Asked.byKeywords(List.of()));
        }

        Understood as(Asked other) {
            return new Understood(wishes, facts, said, notes, other);
        }
    }

    static LocalDate today(PlanningRequest request) {
        return LocalDate.ofInstant(request.now(), request.traveler().zone());
    }
}
