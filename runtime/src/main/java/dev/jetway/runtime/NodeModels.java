package dev.jetway.runtime;

import akka.actor.typed.ActorSystem;
import dev.jetway.cluster.Placement;
import dev.jetway.mcp.asked.TextModel;
import dev.jetway.runtime.gateway.identity.Tenant;
import dev.jetway.runtime.gateway.identity.Tenants;
import dev.jetway.runtime.model.registry.ModelRegistry;
import dev.jetway.runtime.model.registry.ModelsSettings;
import dev.jetway.runtime.model.registry.SampledText;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The language models of a node, opened as it is configured. */
final class NodeModels {

    private NodeModels() {}

    /** Waits for the disk. */
    static ModelRegistry open(ActorSystem<?> system, NodeSettings settings) {
        var bound = Tenants.from(settings.config().getConfig("jetway")).named().values().stream()
                .filter(tenant -> !tenant.placement().equals(Placement.EVERYWHERE))
                .map(Tenant::name)
                .collect(Collectors.toSet());
        return ModelRegistry.open(system, read(settings), settings.node().region(), bound, Clock.systemUTC());
    }

    /** Who writes for tool servers that ask for it; empty where no group is for that. */
    static Optional<TextModel> writer(NodeSettings settings, CompletionStage<ModelRegistry> models) {
        return read(settings).groups().containsKey(ModelsSettings.SAMPLING)
                ? Optional.of(prompt -> models.thenCompose(registry -> registry.group(ModelsSettings.SAMPLING)
                        .map(model -> SampledText.write(model, prompt))
                        .orElseThrow(() -> new IllegalStateException(
                                "No model of the group sampling is for the data of this region"))))
                : Optional.empty();
    }

    private static ModelsSettings read(NodeSettings settings) {
        return ModelsSettings.from(settings.config(), settings.node().regions().keySet(), System.getenv());
    }
}
