package dev.jetway.runtime.region.link;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.region.follow.FollowingSettings;
import dev.jetway.runtime.region.link.News.UpTo;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Gathers for a moment what the conversations of this node stored, and tells every node of the other regions, one
 * message at a time. What a node does not hear waits for it, in the room there is; beyond that it is told that there
 * was more.
 */
final class NewsActor extends AbstractBehavior<NewsActor.Command> {

    sealed interface Command {}

    /** A journal of this region has events up to this one. @param mayKnow which regions may hear of it at all */
    record Stored(String persistenceId, long sequenceNumber, Predicate<String> mayKnow) implements Command {}

    private record Tell(Listener listener) implements Command {}

    private record Told(Listener listener, News news, Throwable error) implements Command {}

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** A node of another region, and what it is to be told. */
    private static final class Listener {
        private final String region;
        private final URI address;
        private final Map<String, Long> waiting = new LinkedHashMap<>();
        private boolean more;
        private boolean busy;

        Listener(String region, URI address) {
            this.region = region;
            this.address = address;
        }
    }

    private final TimerScheduler<Command> timers;
    private final FollowingSettings settings;
    private final BiFunction<URI, JsonNode, CompletionStage<?>> send;
    private final NewsTally tally;
    private final List<Listener> listeners;

    /**
     * @param addresses by region, those of the links of all its nodes
     * @param send fails when it was not heard
     */
    static Behavior<Command> create(
            FollowingSettings settings,
            Map<String, List<URI>> addresses,
            BiFunction<URI, JsonNode, CompletionStage<?>> send,
            NewsTally tally) {
        return Behaviors.supervise(Behaviors.<Command>setup(context -> Behaviors.withTimers(timers -> {
                    context.setLoggerName(NewsActor.class);
                    return new NewsActor(context, timers, settings, addresses, send, tally);
                })))
                .onFailure(SupervisorStrategy.restart());
    }

    private NewsActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            FollowingSettings settings,
            Map<String, List<URI>> addresses,
            BiFunction<URI, JsonNode, CompletionStage<?>> send,
            NewsTally tally) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.send = send;
        this.tally = tally;
        this.listeners = addresses.entrySet().stream()
                .flatMap(region -> region.getValue().stream().map(address -> new Listener(region.getKey(), address)))
                .toList();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Stored.class, this::onStored)
                .onMessage(Tell.class, this::onTell)
                .onMessage(Told.class, this::onTold)
                .build();
    }

    private Behavior<Command> onStored(Stored it) {
        for (var listener : listeners) {
            if (!it.mayKnow().test(listener.region)) {
                continue;
            }
            keep(listener, it.persistenceId(), it.sequenceNumber());
            tellAfter(listener, settings.gather());
        }
        return this;
    }

    private void keep(Listener listener, String persistenceId, long sequenceNumber) {
        if (listener.waiting.size() < settings.maxWaiting() || listener.waiting.containsKey(persistenceId)) {
            listener.waiting.merge(persistenceId, sequenceNumber, Math::max);
        } else {
            listener.more = true;
            tally.forgotten().increment();
        }
    }

    private void tellAfter(Listener listener, Duration wait) {
        if (!listener.busy) {
            listener.busy = true;
            timers.startSingleTimer(listener.address, new Tell(listener), wait);
        }
    }

    private Behavior<Command> onTell(Tell it) {
        var listener = it.listener();
        var events = new ArrayList<UpTo>();
        var waiting = listener.waiting.entrySet().iterator();
        while (waiting.hasNext() && events.size() < News.MOST) {
            var next = waiting.next();
            events.add(new UpTo(next.getKey(), next.getValue()));
            waiting.remove();
        }
        var news = new News(events, listener.more);
        listener.more = false;
        getContext()
                .pipeToSelf(
                        send.apply(listener.address, news.json()), (heard, error) -> new Told(listener, news, error));
        return this;
    }

    private Behavior<Command> onTold(Told it) {
        var listener = it.listener();
        listener.busy = false;
        if (it.error() == null) {
            tally.told().add(it.news().events().size());
            if (!listener.waiting.isEmpty() || listener.more) {
                tellAfter(listener, settings.gather());
            }
            return this;
        }
        getContext()
                .getLog()
                .debug(
                        "{} was not told of {} journals: {}",
                        listener.address,
                        it.news().events().size(),
                        it.error());
        tally.failed().increment();
        it.news().events().forEach(event -> keep(listener, event.id(), event.seq()));
        listener.more |= it.news().more();
        tellAfter(listener, AFTER_FAILURE);
        return this;
    }
}
