package dev.jetway.runtime.region.link;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks every other region again and again whether it is there, one question at a time, and says when one has been
 * lost: once for each time it goes away.
 */
final class NeighborWatch extends AbstractBehavior<NeighborWatch.Command> {

    sealed interface Command {}

    private enum Ask implements Command {
        NOW
    }

    private record Asked(String region, Throwable error) implements Command {}

    /**
     * @param ask asks a region; fails when it is not there
     * @param lost told of a region that has been silent for {@link LinkSettings#adoptAfter}
     */
    static Behavior<Command> create(
            LinkSettings settings,
            Neighbors neighbors,
            Function<String, CompletionStage<?>> ask,
            Consumer<String> lost) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.setLoggerName(NeighborWatch.class);
            timers.startTimerWithFixedDelay(Ask.NOW, Duration.ZERO, settings.interval());
            return new NeighborWatch(context, settings, neighbors, ask, lost);
        }));
    }

    private final LinkSettings settings;
    private final Neighbors neighbors;
    private final Function<String, CompletionStage<?>> ask;
    private final Consumer<String> lost;
    private final Set<String> asking = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();
    private final Set<String> gone = new TreeSet<>();

    private NeighborWatch(
            ActorContext<Command> context,
            LinkSettings settings,
            Neighbors neighbors,
            Function<String, CompletionStage<?>> ask,
            Consumer<String> lost) {
        super(context);
        this.settings = settings;
        this.neighbors = neighbors;
        this.ask = ask;
        this.lost = lost;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Asked.class, this::onAsked)
                .build();
    }

    private Behavior<Command> onAsk(Ask now) {
        for (var region : settings.neighbors().keySet()) {
            notice(region);
            if (asking.add(region)) {
                getContext().pipeToSelf(ask.apply(region), (answer, error) -> new Asked(region, error));
            }
        }
        return this;
    }

    private void notice(String region) {
        var silence = neighbors.silence(region).orElse(Duration.ZERO);
        if (neighbors.outOfReach(region) && silent.add(region)) {
            getContext().getLog().warn("Region {} has not answered for {}", region, settings.outOfReachAfter());
        }
        if (silence.compareTo(settings.adoptAfter()) >= 0 && gone.add(region)) {
            getContext().getLog().warn("What region {} had begun is gone on with here", region);
            lost.accept(region);
        }
    }

    private Behavior<Command> onAsked(Asked asked) {
        asking.remove(asked.region());
        if (asked.error() != null) {
            getContext()
                    .getLog()
                    .debug(
                            "Region {} did not answer: {}",
                            asked.region(),
                            asked.error().toString());
            return this;
        }
        neighbors.heard(asked.region());
        gone.remove(asked.region());
        if (silent.remove(asked.region())) {
            getContext().getLog().info("Region {} answers again", asked.region());
        }
        return this;
    }
}
