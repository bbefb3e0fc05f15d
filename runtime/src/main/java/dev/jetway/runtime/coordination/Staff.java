package dev.jetway.runtime.coordination;

import com.typesafe.config.Config;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.Risk;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.SentenceEncoders;
import dev.jetway.agents.planning.model.ModelPlanner;
import dev.jetway.agents.reply.Composer;
import dev.jetway.agents.reply.ModelComposer;
import dev.jetway.agents.reply.TemplateComposer;
import dev.jetway.runtime.model.cache.CacheSettings;
import dev.jetway.runtime.model.cache.CachedPlanner;
import dev.jetway.runtime.model.registry.ModelRegistry;
import dev.jetway.runtime.model.registry.ModelsSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who plans on a node, who works, and who writes.
 *
 * @param planner as {@code jetway.planner} names it, or a language model with that one behind it
 * @param writer of replies
 * @param agents those on the class path that {@code jetway.agents.disabled} leaves
 */
public record Staff(Planner planner, Composer writer, AgentRegistry agents, ModelsAtWork models) {

    private static final Logger log = LoggerFactory.getLogger(Staff.class);

    /**
     * Finds them. Takes up to a second in a new JVM and needs nothing else of a node, so it can
     * be done beside everything else.
     *
     * @param config the whole configuration
     * @throws IllegalArgumentException when the planner is none
     * @throws IllegalStateException when two agents don't fit together, or a disabled one doesn't exist
     */
    public static Staff from(Config config) {
        var jetway = config.getConfig("jetway");
        return new Staff(
                        planner(jetway.getString("planner")),
                        new TemplateComposer(),
                        AgentRegistry.load(Set.copyOf(jetway.getStringList("agents.disabled"))),
                        ModelsAtWork.NONE)
                .prepared();
    }

    /** The planner learns here what the agents can be asked for, and not while the first traveler waits. */
    private Staff prepared() {
        planner.prepare(agents.skills());
        SentenceEncoders.problem().ifPresent(log::warn);
        return this;
    }

    private static Planner planner(String className) {
        try {
            return (Planner) Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "jetway.planner = %s is no Planner with a public constructor without parameters (%s)"
                            .formatted(className, e));
        }
    }

    /**
     * With language models before them, as far as there are groups for that; whoever is here now has the turn when a
     * model has not.
     *
     * @param config the whole configuration
     */
    public Staff assistedBy(ModelRegistry registry, Config config, Clock clock) {
        var jetway = config.getConfig("jetway");
        var planning = registry.group(ModelsSettings.PLANNER)
                .map(model -> new ModelPlanner(
                        model,
                        planner,
                        agents.agents().values().stream()
                                .map(AgentBehavior::card)
                                .toList(),
                        new SkillSchemas(),
                        ModelUseSettings.planning(jetway),
                        clock,
                        trouble -> log.info("Planned without a model: {}", trouble)));
        var kept = planning.flatMap(model -> kept(model, CacheSettings.from(jetway), clock));
        var writing = registry.group(ModelsSettings.WRITER)
                .map(model -> new ModelComposer(
                        model,
                        writer,
                        ModelUseSettings.writing(jetway),
                        trouble -> log.info("Written without a model: {}", trouble)));
        return new Staff(
                kept.<Planner>map(it -> it).or(() -> planning).orElse(planner),
                writing.<Composer>map(it -> it).orElse(writer),
                agents,
                new ModelsAtWork(Optional.of(registry), kept));
    }

    private Optional<CachedPlanner> kept(Planner model, CacheSettings settings, Clock clock) {
        return settings.enabled()
                ? Optional.of(new CachedPlanner(
                        model,
                        ModelsSettings.PLANNER,
                        this::onlyReads,
                        settings.similarity() < 1 ? SentenceEncoders.shared() : Optional.empty(),
                        settings,
                        clock))
                : Optional.empty();
    }

    private boolean onlyReads(String skill) {
        return agents.forSkill(skill)
                .filter(agent -> agent.card().risk() == Risk.READ)
                .isPresent();
    }
}
