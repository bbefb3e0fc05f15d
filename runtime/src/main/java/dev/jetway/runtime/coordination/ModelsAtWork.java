package dev.jetway.runtime.coordination;

import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelRegistry;
import dev.jetway.runtime.model.registry.ModelsStatus;
import java.util.Optional;

/**
 * The language models of a node.
 *
 * @param registry empty on a node without
 * @param plans empty where none are kept
 */
public record ModelsAtWork(Optional<ModelRegistry> registry, Optional<CachedPlanner> plans) {

    static final ModelsAtWork NONE = new ModelsAtWork(Optional.empty(), Optional.empty());

    public ModelsStatus status() {
        return registry.map(ModelRegistry::status).orElse(ModelsStatus.NONE);
    }

    public CachedPlanner.Counts kept() {
        return plans.map(CachedPlanner::counts).orElse(CachedPlanner.Counts.NONE);
    }
}
