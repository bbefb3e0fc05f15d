package dev.jetway.runtime.operations;

import dev.jetway.agents.model.ModelException;
import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelsStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.tag.TagSet;

/** What is kept of the language models of a node, by looking at them now and then. Used by one thread at a time. */
final class ModelMetrics {

    private static final String MODEL = "model";
    private static final String OUTCOME = "outcome";
    private static final int NANOS_PER_MILLIONTH = 1_000;

    /** A count that is kept elsewhere and only grows, and how much of it has been told. */
    private static final class Told<T> {
        private final Counter counter;
        private final ToLongFunction<T> count;
        private long told;

        private Told(Counter counter, ToLongFunction<T> count) {
            this.counter = counter;
            this.count = count;
        }

        private void update(T status) {
            long now = count.applyAsLong(status);
            counter.increment(now - told);
            told = now;
        }
    }

    private record OfModel(Gauge well, Gauge running, List<Told<ModelsStatus.Model>> counts) {

        private static OfModel named(String name) {
            var counts = new ArrayList<Told<ModelsStatus.Model>>();
            counts.add(new Told<>(calls(name, "answered"), ModelsStatus.Model::answered));
            for (var kind : ModelException.Kind.values()) {
                counts.add(new Told<>(
                        calls(name, kind.name().toLowerCase(Locale.ROOT)),
                        model -> model.failed().getOrDefault(kind, 0L)));
            }
            counts.add(new Told<>(tokens(name, "input"), model -> model.use().input()));
            counts.add(new Told<>(
                    tokens(name, "cached_input"), model -> model.use().cachedInput()));
            counts.add(new Told<>(tokens(name, "output"), model -> model.use().output()));
            counts.add(new Told<>(
                    Kamon.counter("jetway.model.call.millis", "What all calls of a model took together")
                            .withTag(MODEL, name),
                    ModelsStatus.Model::millis));
            counts.add(new Told<>(
                    Kamon.counter("jetway.model.cost.millionths", "What a model cost")
                            .withTag(MODEL, name),
                    model -> model.cost() / NANOS_PER_MILLIONTH));
            return new OfModel(
                    Kamon.gauge("jetway.model.well", "0 while a model is left alone")
                            .withTag(MODEL, name),
                    Kamon.gauge("jetway.model.running", "Calls under way").withTag(MODEL, name),
                    List.copyOf(counts));
        }

        private static Counter calls(String model, String outcome) {
            return Kamon.counter("jetway.model.calls", "Calls of language models that ended")
                    .withTags(TagSet.of(MODEL, model).withTag(OUTCOME, outcome));
        }

        private static Counter tokens(String model, String kind) {
            return Kamon.counter("jetway.model.tokens", "Tokens that language models read and wrote")
                    .withTags(TagSet.of(MODEL, model).withTag("kind", kind));
        }

        private void update(ModelsStatus.Model model) {
            well.update(model.well() ? 1 : 0);
            running.update(model.running());
            counts.forEach(count -> count.update(model));
        }
    }

    private final Map<String, OfModel> models = new HashMap<>();
    private final Map<String, Gauge> spent = new HashMap<>();
    private final List<Told<CachedPlanner.Counts>> plans = List.of(
            plans("equal", CachedPlanner.Counts::exact),
            plans("reworded", CachedPlanner.Counts::reworded),
            plans("miss", CachedPlanner.Counts::missed),
            plans("personal", CachedPlanner.Counts::personal));

    private static Told<CachedPlanner.Counts> plans(String outcome, ToLongFunction<CachedPlanner.Counts> count) {
        return new Told<>(
                Kamon.counter("jetway.plan.cache.reads", "Messages, by whether an earlier plan served")
                        .withTag(OUTCOME, outcome),
                count);
    }

    void update(ModelsStatus status, CachedPlanner.Counts counts) {
        status.models()
                .forEach((name, model) ->
                        models.computeIfAbsent(name, OfModel::named).update(model));
        status.spentToday()
                .forEach((tenant, amount) ->
                        spent.computeIfAbsent(tenant, ModelMetrics::spent).update(amount.doubleValue()));
        plans.forEach(count -> count.update(counts));
    }

    private static Gauge spent(String tenant) {
        return Kamon.gauge("jetway.model.spent", "What this node spent on models today, in UTC")
                .withTag("tenant", tenant.isEmpty() ? "all" : tenant);
    }
}
