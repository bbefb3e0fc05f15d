package dev.jetway.runtime.model.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.jetway.agents.Skill;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.SentenceEncoder;
import dev.jetway.runtime.model.cache.Question.Essence;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Asks a model for a plan only where no earlier plan serves: for an equal message, or for one that says the same in
 * other words. That is decided by {@link Cacheable}, by all that can be read from both, and only then by how near the
 * sentences are: "before Friday" and "after Friday" are nearer than most that mean the same.
 *
 * <p>Kept are plans alone, no answers, and only those that the model made itself. Bounded; safe for many threads.
 */
public final class CachedPlanner implements Planner {

    /** How often a plan was found. Grows. */
    public record Counts(long exact, long reworded, long missed, long personal) {

        /** Without a cache. */
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    private record Compiled(Map<String, Skill> skills, Vocabulary vocabulary) {}

    private final Planner planner;
    private final String models;
    private final Predicate<String> onlyReads;
    private final Optional<SentenceEncoder> encoder;
    private final double similarity;
    private final Cache<Essence, Shelf> shelves;
    private final LongAdder exact = new LongAdder();
    private final LongAdder reworded = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder personal = new LongAdder();
    private volatile Compiled compiled = new Compiled(Map.of(), Vocabulary.of(Map.of()));

    /**
     * @param models which ones may make a plan: plans of others do not serve
     * @param onlyReads whether a skill changes nothing
     * @param encoder without one, only equal messages are served
     */
    public CachedPlanner(
            Planner planner,
            String models,
            Predicate<String> onlyReads,
            Optional<SentenceEncoder> encoder,
            CacheSettings settings,
            Clock clock) {
        this.planner = planner;
        this.models = models;
        this.onlyReads = onlyReads;
        this.similarity = settings.similarity();
        this.encoder = encoder.filter(any -> similarity < 1);
        this.shelves = Caffeine.newBuilder()
                .maximumWeight(settings.maxPlans())
                .weigher((Essence essence, Shelf shelf) -> shelf.size())
                .expireAfterWrite(settings.keep())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public String name() {
        return planner.name();
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        var asked = Cacheable.question(request, vocabulary(request.skills()), models);
        if (asked.isEmpty()) {
            personal.increment();
            return planner.plan(request);
        }
        var question = asked.get();
        var shelf = shelves.getIfPresent(question.essence());
        var found = shelf == null ? Optional.<Planning.Tasks>empty() : find(shelf, question, request.text());
        if (found.isPresent()) {
            return CompletableFuture.completedFuture(found.get());
        }
        missed.increment();
        return planner.plan(request).thenApply(planning -> {
            planning.fold(this::keepable, answer -> Optional.<Planning.Tasks>empty())
                    .ifPresent(tasks -> keep(question, request.text(), tasks));
            return planning;
        });
    }

    private Optional<Planning.Tasks> find(Shelf shelf, Question question, String text) {
        var equal = shelf.equal(question.exact());
        if (equal.isPresent()) {
            exact.increment();
            return equal;
        }
        var near = encoder.filter(any -> question.reworded())
                .flatMap(encoder -> shelf.nearest(encoder.encode(text), similarity));
        if (near.isPresent()) {
            reworded.increment();
        }
        return near;
    }

    /** What it took was paid by whoever asked first. */
    private Optional<Planning.Tasks> keepable(Planning.Tasks tasks) {
        var maker = tasks.maker();
        boolean own = maker.planner().isEmpty() || maker.planner().equals(planner.name());
        return own && tasks.graph().tasks().values().stream().allMatch(task -> onlyReads.test(task.skill()))
                ? Optional.of(new Planning.Tasks(
                        tasks.graph(),
                        tasks.assumptions(),
                        new Planning.Maker(maker.planner(), maker.confidence(), TokenUse.NONE)))
                : Optional.empty();
    }

    private void keep(Question question, String text, Planning.Tasks tasks) {
        var vector = encoder.filter(any -> question.reworded())
                .map(encoder -> encoder.encode(text))
                .orElseGet(() -> new float[0]);
        shelves.asMap()
                .merge(
                        question.essence(),
                        Shelf.EMPTY.with(question.exact(), vector, tasks),
                        (before, one) -> before.with(question.exact(), vector, tasks));
    }

    private Vocabulary vocabulary(Map<String, Skill> skills) {
        var known = compiled;
        if (!known.skills().equals(skills)) {
            known = new Compiled(skills, Vocabulary.of(skills));
            compiled = known;
        }
        return known.vocabulary();
    }

    public Counts counts() {
        return new Counts(exact.sum(), reworded.sum(), missed.sum(), personal.sum());
    }
}
