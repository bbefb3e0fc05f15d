package dev.jetway.runtime.gateway;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * How a door sends its clients away when the node is to stop: over some time, so that they do not all knock at the next
 * one at once. Part of the actor whose timers it uses.
 *
 * @param <C> what that actor is told
 */
public final class Draining<C> {

    private final TimerScheduler<C> timers;
    private final Duration spread;
    private final List<ActorRef<Done>> askers = new ArrayList<>();
    private boolean begun;

    public Draining(TimerScheduler<C> timers, Duration spread) {
        this.timers = timers;
        this.spread = spread;
    }

    /** Whether nobody is admitted any more. */
    public boolean begun() {
        return begun;
    }

    /**
     * Begins, once however often it is asked.
     *
     * @param clients those that are there
     * @param sendAway what the actor is told when it is a client's turn
     * @param asker is told when all have gone
     */
    public <T> void begin(Collection<T> clients, Function<T, C> sendAway, ActorRef<Done> asker) {
        askers.add(asker);
        if (!begun) {
            begun = true;
            for (var client : clients) {
                var after = Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread.toMillis() + 1));
                timers.startSingleTimer(client, sendAway.apply(client), after);
            }
        }
        left(clients.size());
    }

    /** Somebody has gone. @param remaining how many are still there */
    public void left(int remaining) {
        if (begun && remaining == 0) {
            askers.forEach(asker -> asker.tell(Done.getInstance()));
            askers.clear();
        }
    }
}
