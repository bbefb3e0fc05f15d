package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.TokenUse;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the models of a node are, and what they did since it started.
 *
 * @param models by the name of their entry
 * @param spentToday by tenant with a budget; of all travelers together under the empty name
 */
public record ModelsStatus(SortedMap<String, Model> models, SortedMap<String, BigDecimal> spentToday) {

    /** A node without models. */
    public static final ModelsStatus NONE = new ModelsStatus(new TreeMap<>(), new TreeMap<>());

    public ModelsStatus {
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
        spentToday = Collections.unmodifiableSortedMap(new TreeMap<>(spentToday));
    }

    /**
     * One of them.
     *
     * @param well false while it is left alone, or one call tries it
     * @param running calls under way
     * @param failed calls that were not, by why
     * @param millis what all calls took together
     * @param use tokens, estimated where the model did not say
     * @param cost in billionths
     */
    public record Model(
            boolean well,
            int running,
            long answered,
            Map<ModelException.Kind, Long> failed,
            long millis,
            TokenUse use,
            long cost) {
        public Model {
            failed = Map.copyOf(failed);
        }
    }
}
