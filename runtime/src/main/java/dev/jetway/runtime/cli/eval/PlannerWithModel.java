package dev.jetway.runtime.cli.eval;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.Planner;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.coordination.Staff;
import dev.jetway.runtime.model.registry.ModelRegistry;
import dev.jetway.runtime.model.registry.ModelsSettings;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The planner of a node with a language model, without the node. */
final class PlannerWithModel implements AutoCloseable {

    private static final Config ALONE = ConfigFactory.parseString("""
            akka.actor.provider = local
            akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
            akka.loglevel = warning
            """);

    private final ActorSystem<Void> system;
    private final Staff staff;

    /**
     * @param given as for a node
     * @throws Failure when no model is configured, or one wrongly
     */
    PlannerWithModel(Config given) {
        Config config = ALONE.withFallback(given).withFallback(ConfigFactory.load());
        String region = config.getString("jetway.region");
        try {
            ModelsSettings settings = ModelsSettings.from(config, Set.of(region), System.getenv());
            if (!settings.groups().containsKey(ModelsSettings.PLANNER)) {
                throw new Failure("No language model plans: set OPENAI_BASE_URL or a key in the environment, or"
                        + " configure jetway.models with --config; runtime/docs/models.md says how.");
            }
            system = ActorSystem.create(Behaviors.empty(), "jetway-eval", config);
            staff = Staff.from(config)
                    .assistedBy(
                            ModelRegistry.open(system, settings, region, Set.of(), Clock.systemUTC()),
                            config,
                            Clock.systemUTC());
        } catch (ConfigException | IllegalArgumentException e) {
            throw new Failure("The language models are configured wrongly: " + e.getMessage(), e);
        }
    }

    Planner planner() {
        return staff.planner();
    }

    /** Those of the agents that the configuration leaves. */
    Map<String, Skill> skills() {
        return staff.agents().skills();
    }

    /** Ends what is under way; does not wait for it. */
    @Override
    public void close() {
        system.terminate();
    }
}
