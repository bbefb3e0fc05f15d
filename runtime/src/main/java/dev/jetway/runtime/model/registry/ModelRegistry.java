package dev.jetway.runtime.model.registry;

import akka.actor.typed.ActorSystem;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.runtime.model.ChatModels;
import dev.jetway.runtime.model.ModelSettings;
import dev.jetway.runtime.model.exchange.JsonOutput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The language models of a node, and the groups they are asked through. Safe for many threads. */
public final class ModelRegistry {

    private static final Logger log = LoggerFactory.getLogger(ModelRegistry.class);

    private final Map<String, Member> members;
    private final Map<String, ModelGroup> groups;
    private final Budgets budgets;

    private ModelRegistry(Map<String, Member> members, Map<String, ModelGroup> groups, Budgets budgets) {
        this.members = members;
        this.groups = groups;
        this.budgets = budgets;
    }

    /**
     * Opens the models that this node may ask. Reads their keys, so it waits for the disk. Their connections end with
     * the actor system.
     *
     * @param region the node's
     * @param bound the tenants whose conversations may not leave their regions
     * @throws IllegalArgumentException naming the variable or file without a key in it
     */
    public static ModelRegistry open(
            ActorSystem<?> system, ModelsSettings settings, String region, Set<String> bound, Clock clock) {
        Alarm alarm = (time, what) -> {
            var timer = system.scheduler().scheduleOnce(time, what, system.executionContext());
            return timer::cancel;
        };
        return of(settings, region, bound, model -> ChatModels.open(model, system), alarm, clock);
    }

    static ModelRegistry of(
            ModelsSettings settings,
            String region,
            Set<String> bound,
            Function<ModelSettings, ChatModel> open,
            Alarm alarm,
            Clock clock) {
        var members = new TreeMap<String, Member>();
        settings.models().forEach((name, entry) -> {
            if (entry.regions().isEmpty() || entry.regions().contains(region)) {
                members.put(name, member(name, entry, open, settings.cooldown(), clock));
            } else {
                log.info("Model {} is not for the data of region {}", name, region);
            }
        });
        var budgets = new Budgets(settings.budgets(), clock);
        var shared =
                new ModelGroup.Shared(region, bound, budgets, settings.budgets().maxTokens(), alarm, clock);
        var groups = new TreeMap<String, ModelGroup>();
        settings.groups().keySet().forEach(name -> {
            var legs = new ArrayList<Leg>();
            for (var step : ModelsSettings.way(name, settings.groups(), new LinkedHashSet<>())) {
                leg(settings.groups().get(step), members).ifPresent(legs::add);
            }
            if (!legs.isEmpty()) {
                groups.put(name, new ModelGroup(name, legs, shared));
            }
        });
        return new ModelRegistry(members, groups, budgets);
    }

    private static Member member(
            String name,
            ModelsSettings.Entry entry,
            Function<ModelSettings, ChatModel> open,
            CooldownSettings cooldown,
            Clock clock) {
        var model = entry.model();
        var terms = new Terms(
                model.prices(),
                entry.regions(),
                model.contextTokens(),
                model.abilities().tools(),
                model.abilities().json() == JsonOutput.JSON_SCHEMA,
                model.limits().maxStreams(),
                model.limits().maxWaiting());
        return new Member(name, open.apply(model), terms, cooldown, clock);
    }

    private static Optional<Leg> leg(GroupSettings group, Map<String, Member> members) {
        var here = group.models().stream()
                .filter(members::containsKey)
                .map(members::get)
                .toList();
        return here.isEmpty()
                ? Optional.empty()
                : Optional.of(new Leg(group.name(), group.policy(), group.patience(), here));
    }

    /** Empty where no such group is configured, or none of its models is for the data of this node's region. */
    public Optional<ChatModel> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    public ModelsStatus status() {
        var models = new TreeMap<String, ModelsStatus.Model>();
        members.forEach((name, member) -> models.put(name, member.status()));
        return new ModelsStatus(models, budgets.spent());
    }
}
