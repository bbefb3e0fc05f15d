package dev.jetway.runtime.conversation;

import akka.actor.typed.ActorRef;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who listens to a conversation on this node, and what they were told. Lives as long as the actor it
 * belongs to; its numbering therefore starts anew with every incarnation.
 */
final class Audience {

    /** More front ends than this on one conversation: the one that was silent longest is dropped. */
    private static final int MAX_SUBSCRIBERS = 32;

    private record Change(Conversation before, ConversationEvent event, Conversation after) {}

    private final Projection projection;
    private final long leaseMillis;
    private final Clock clock;
    private EventRing ring = new EventRing(UUID.randomUUID().toString());
    private final List<Change> unpublished = new ArrayList<>();
    private final Map<ActorRef<Update>, Long> renewedAt = new LinkedHashMap<>();

    Audience(Projection projection, Duration lease, Clock clock) {
        this.projection = projection;
        this.leaseMillis = lease.toMillis();
        this.clock = clock;
    }

    /** Keeps an event until it is durable. */
    void happened(Conversation before, ConversationEvent event, Conversation after) {
        unpublished.add(new Change(before, event, after));
    }

    /** What was not told yet may never have become durable, or may: everybody is to ask for all there is. */
    void ended() {
        if (unpublished.isEmpty()) {
            return;
        }
        unpublished.clear();
        ring = new EventRing(UUID.randomUUID().toString());
        renewedAt.keySet().forEach(subscriber -> subscriber.tell(new Lost(ring.epoch())));
        renewedAt.clear();
    }

    /** Tells everybody what has become durable since the last time. */
    void publish() {
        if (unpublished.isEmpty()) {
            return;
        }
        var events = new ArrayList<String>();
        for (var change : unpublished) {
            events.addAll(projection.events(change.before(), change.event(), change.after()));
        }
        unpublished.clear();
        send(events);
    }

    /** Tells everybody what is being done at this moment, behind all that is durable by now. */
    void tell(Conversation state, String turnId, String taskId, String line) {
        publish();
        if (!renewedAt.isEmpty()) {
            send(projection.progress(state, turnId, taskId, line, clock.millis()));
        }
    }

    private void send(List<String> events) {
        if (events.isEmpty()) {
            return;
        }
        long now = clock.millis();
        long firstSeq = ring.last() + 1;
        events.forEach(event -> ring.add(event, now));
        renewedAt.values().removeIf(at -> at < now - leaseMillis);
        var update = new Events(ring.epoch(), firstSeq, events);
        renewedAt.keySet().forEach(subscriber -> subscriber.tell(update));
    }

    void subscribe(Conversation state, Subscribe subscribe, ActorRef<Command> entity) {
        publish();
        seen(subscribe.subscriber());
        var missed = subscribe.afterSeq() == null
                ? Optional.<List<String>>empty()
                : ring.after(subscribe.epoch(), subscribe.afterSeq());
        var subscriber = subscribe.subscriber();
        subscriber.tell(new Subscribed(ring.epoch(), ring.last(), missed.isPresent(), entity));
        if (missed.isPresent()) {
            if (!missed.get().isEmpty()) {
                subscriber.tell(new Events(ring.epoch(), subscribe.afterSeq() + 1, missed.get()));
            }
        } else if (subscribe.epoch() != null || !state.turns().isEmpty()) {
            var reason = subscribe.epoch() == null ? "first-subscription" : "cursor-unknown";
            subscriber.tell(new Reset(ring.epoch(), ring.last(), reason, projection.snapshots(state)));
        }
    }

    /** What of a run is to be known now; what happens after it has the numbers after the cursor. */
    RunFound run(Conversation state, String runId) {
        publish();
        return new RunFound(
                ring.epoch(),
                ring.last(),
                List.copyOf(Questions.of(state).open().keySet()),
                projection.run(state, runId).orElse(null));
    }

    void renew(Renew renew) {
        if (ring.epoch().equals(renew.epoch()) && renewedAt.containsKey(renew.subscriber())) {
            seen(renew.subscriber());
        } else {
            renew.subscriber().tell(new Lost(ring.epoch()));
        }
    }

    void unsubscribe(ActorRef<Update> subscriber) {
        renewedAt.remove(subscriber);
    }

    private void seen(ActorRef<Update> subscriber) {
        renewedAt.remove(subscriber);
        renewedAt.put(subscriber, clock.millis());
        if (renewedAt.size() > MAX_SUBSCRIBERS) {
            renewedAt.remove(renewedAt.keySet().iterator().next());
        }
    }
}
