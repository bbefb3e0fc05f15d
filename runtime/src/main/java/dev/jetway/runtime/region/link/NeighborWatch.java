package dev.jetway.runtime.region.link;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.region.primary.Primary;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks every other region again and again whether it is there, one question at a time, and says when one has been
 * lost. Only questions that were asked and not answered count.
 */
final class NeighborWatch extends AbstractBehavior<NeighborWatch.Command> {

    sealed interface Command {}

    private enum Ask implements Command {
        NOW
    }

    private record Asked(String region, JsonNode answer, Throwable error) implements Command {}

    /** Whoever is told of a lost region may have lost that themselves. */
    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    /**
     * @param ask asks a region for its health; fails when it is not there
     * @param lost told of a region that has been silent for {@link LinkSettings#adoptAfter}, and again every minute
     */
    static Behavior<Command> create(
            LinkSettings settings,
            Neighbors neighbors,
            Primary primary,
            Function<String, CompletionStage<JsonNode>> ask,
            Consumer<String> lost) {
        return Behaviors.supervise(started(settings, neighbors, primary, ask, lost))
                .onFailure(SupervisorStrategy.restart());
    }

    private static Behavior<Command> started(
            LinkSettings settings,
            Neighbors neighbors,
            Primary primary,
            Function<String, CompletionStage<JsonNode>> ask,
            Consumer<String> lost) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.setLoggerName(NeighborWatch.class);
            timers.startTimerWithFixedDelay(Ask.NOW, Duration.ZERO, settings.interval());
            return new NeighborWatch(context, settings, neighbors, primary, ask, lost);
        }));
    }

    private final LinkSettings settings;
    private final Neighbors neighbors;
    private final Primary primary;
    private final Function<String, CompletionStage<JsonNode>> ask;
    private final Consumer<String> lost;
    private final Set<String> asking = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();
    private final Map<String, Long> told = new TreeMap<>();
    private final Set<String> otherwise = new TreeSet<>();
    private long asked;

    private NeighborWatch(
            ActorContext<Command> context,
            LinkSettings settings,
            Neighbors neighbors,
            Primary primary,
            Function<String, CompletionStage<JsonNode>> ask,
            Consumer<String> lost) {
        super(context);
        this.settings = settings;
        this.neighbors = neighbors;
        this.primary = primary;
        this.ask = ask;
        this.lost = lost;
        neighbors.listenAgain();
        asked = System.nanoTime();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Asked.class, this::onAsked)
                .build();
    }

    private Behavior<Command> onAsk(Ask now) {
        long before = asked;
        asked = System.nanoTime();
        if (asked - before > settings.interval().plus(settings.timeout()).toNanos()) {
            neighbors.listenAgain(); // this process stood still
        }
        neighbors.asking();
        primary.read(settings.timeout()); // another node of this region may have heard of a move
        for (var region : settings.neighbors().keySet()) {
            if (asking.add(region)) {
                getContext().pipeToSelf(ask.apply(region), (answer, error) -> new Asked(region, answer, error));
            }
        }
        return this;
    }

    private Behavior<Command> onAsked(Asked it) {
        asking.remove(it.region());
        var named = it.error() == null ? it.answer().path("region").asText() : "";
        if (named.equals(it.region())) {
            heard(it.region(), HealthPage.primary(it.answer()));
        } else {
            getContext()
                    .getLog()
                    .debug("Region {} did not answer: {}", it.region(), it.error() == null ? named : it.error());
            notice(it.region());
        }
        return this;
    }

    private void heard(String region, Optional<PrimaryMoved> said) {
        neighbors.heard(region, said.orElse(null));
        told.remove(region);
        if (silent.remove(region)) {
            getContext().getLog().info("Region {} answers again", region);
        }
        said.ifPresent(moved -> compare(region, moved));
    }

    private void compare(String region, PrimaryMoved said) {
        var known = primary.latest();
        if (said.term() > known.term()) {
            primary.hear(said);
        } else if (!said.contradicts(known)) {
            otherwise.remove(region);
        } else if (otherwise.add(region)) {
            getContext()
                    .getLog()
                    .error(
                            "Region {} takes {} for the primary, and this one {}, both in term {}: nothing that is"
                                    + " approved is carried out until they agree. {}",
                            region,
                            said.region(),
                            known.region(),
                            known.term(),
                            PrimaryMoves.HOW_TO_AGREE);
        }
    }

    private void notice(String region) {
        var silence = neighbors.silence(region).orElse(Duration.ZERO);
        if (neighbors.outOfReach(region) && silent.add(region)) {
            getContext().getLog().warn("Region {} has not answered for {}", region, settings.outOfReachAfter());
        }
        if (silence.compareTo(settings.adoptAfter()) < 0) {
            return;
        }
        var last = told.get(region);
        if (last == null) {
            getContext().getLog().warn("What region {} had begun is gone on with here", region);
        }
        if (last == null || asked - last > TELL_AGAIN.toNanos()) {
            told.put(region, asked);
            lost.accept(region);
        }
    }
}
