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
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The reply that is being told while it is written; null when none is. */
    private Begun begun;

    /** Replies that are told when they are stored, although they are written piece by piece. */
    private final Set<String> untold = new HashSet<>();

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
            events.addAll(told(change));
        }
        unpublished.clear();
        send(events);
    }

    private List<String> told(Change change) {
        if (begun == null) {
            return projection.events(change.before(), change.event(), change.after());
        }
        var after = change.after().turn(begun.turnId());
        boolean ended = after.filter(Turn::ended).isPresent();
        if (ended && change.event() instanceof ReplyComposed reply && isOf(begun, reply)) {
            var told = projection.written(change.before(), reply, change.after(), begun);
            begun = null;
            return told;
        }
        var told = projection.events(change.before(), change.event(), change.after());
        boolean goesOn = after.filter(turn -> begun.messageId().equals(Turn.replyId(turn.id(), turn.owner())))
                        .isPresent()
                && projection.tellsWriting(change.after(), begun.turnId());
        if (goesOn && told.stream().noneMatch(projection::replacesAll)) {
            return told;
        }
        var all = new ArrayList<>(
                projection.takenBack(change.before(), begun, change.event().at()));
        all.addAll(told);
        untold.add(begun.messageId());
        begun = null;
        return all;
    }

    private static boolean isOf(Begun begun, ReplyComposed reply) {
        return reply.turnId().equals(begun.turnId())
                && reply.reply().messageId().equals(begun.messageId())
                && reply.reply().text().startsWith(begun.text());
    }

    /** Tells everybody the next piece of the reply to a turn. */
    void write(Conversation state, Turn turn, String piece) {
        publish();
        var messageId = Turn.replyId(turn.id(), turn.owner());
        boolean first = begun == null;
        if (untold.contains(messageId) || !first && !begun.messageId().equals(messageId)) {
            return;
        }
        if (first && !projection.tellsWriting(state, turn.id())) {
            untold.add(messageId);
            return;
        }
        var before = first ? new Begun(turn.id(), messageId, "") : begun;
        begun = before.and(piece);
        send(projection.writing(state, before, piece, clock.millis()));
    }

    /** What a reply says when it also says what was told of it before. */
    String completed(Turn turn, String text) {
        return begun != null && begun.messageId().equals(Turn.replyId(turn.id(), turn.owner()))
                ? begun.completed(text)
                : text;
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
            subscriber.tell(new Reset(
                    ring.epoch(),
                    ring.last(),
                    reason,
                    begun == null ? projection.snapshots(state) : projection.snapshots(state, begun)));
        }
    }

    /** What of a run is to be known now; what happens after it has the numbers after the cursor. */
    RunFound run(Conversation state, String runId) {
        publish();
        return new RunFound(
                ring.epoch(),
                ring.last(),
                List.copyOf(Questions.of(state).open().keySet()),
                (begun == null ? projection.run(state, runId) : projection.run(state, runId, begun)).orElse(null));
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
