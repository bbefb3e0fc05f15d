package dev.jetway.runtime.gateway.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Conversations that say what they were told, a few characters at a time. The timestamp of each event is its number, so
 * that a client can see whether it has them all.
 */
final class StreamingConversations implements Conversations {

    private static final int CHARACTERS = 3;

    private enum Tick {
        INSTANCE
    }

    private final ActorTestKit kit;
    private final Duration pace;
    private final Map<ConversationId, ActorRef<Command>> actors = new ConcurrentHashMap<>();

    /** @param pace between two pieces of a reply */
    StreamingConversations(ActorTestKit kit, Duration pace) {
        this.kit = kit;
        this.pace = pace;
    }

    @Override
    public void tell(ConversationId id, Command command) {
        actors.computeIfAbsent(id, key -> kit.spawn(create(key))).tell(command);
    }

    private Behavior<Command> create(ConversationId id) {
        return Behaviors.<Object>setup(context -> {
                    var streaming = new Streaming(context, id);
                    return Behaviors.receiveMessage(message -> {
                        streaming.receive(message);
                        return Behaviors.same();
                    });
                })
                .narrow();
    }

    private final class Streaming {
        private final ActorContext<Object> context;
        private final String thread;
        private final String epoch;
        private final List<String> events = new ArrayList<>();
        private final Queue<String> script = new ArrayDeque<>();
        private final Set<String> runs = new HashSet<>();
        private final Set<ActorRef<Update>> subscribers = new LinkedHashSet<>();
        private int written;

        private Streaming(ActorContext<Object> context, ConversationId id) {
            this.context = context;
            this.thread = id.thread();
            this.epoch = "e-" + thread;
        }

        private void receive(Object message) {
            if (message == Tick.INSTANCE) {
                tick();
            } else if (message instanceof Submit submit) {
                boolean fresh = runs.add(submit.runId());
                submit.replyTo().tell(new Accepted(!fresh));
                if (fresh) {
                    reply(submit.runId(), submit.messages().get(0).text());
                }
            } else if (message instanceof GetHistory get) {
                var said = runs.stream()
                        .map(run -> new HistoryMessage(run, "user", "", 1))
                        .toList();
                get.replyTo().tell(new History(said, false));
            } else if (message instanceof Subscribe subscribe) {
                subscribe(subscribe);
            } else if (message instanceof Renew renew && !subscribers.contains(renew.subscriber())) {
                renew.subscriber().tell(new Lost(epoch));
            } else if (message instanceof Unsubscribe unsubscribe) {
                subscribers.remove(unsubscribe.subscriber());
            }
        }

        private void reply(String run, String text) {
            write("RUN_STARTED", "threadId", thread, "runId", run);
            write("TEXT_MESSAGE_START", "messageId", "r-" + run, "role", "assistant");
            for (int from = 0; from < text.length(); ) {
                int to = text.offsetByCodePoints(from, Math.min(CHARACTERS, text.codePointCount(from, text.length())));
                write("TEXT_MESSAGE_CONTENT", "messageId", "r-" + run, "delta", text.substring(from, to));
                from = to;
            }
            write("TEXT_MESSAGE_END", "messageId", "r-" + run);
            write("RUN_FINISHED", "threadId", thread, "runId", run);
            tick();
        }

        private void write(String type, String... fields) {
            int number = ++written;
            script.add(Json.object(type, json -> {
                for (int i = 0; i < fields.length; i += 2) {
                    json.writeStringField(fields[i], fields[i + 1]);
                }
                json.writeNumberField("timestamp", number);
            }));
        }

        private void tick() {
            if (!script.isEmpty()) {
                var update = new Events(epoch, events.size() + 1L, List.of(script.remove()));
                events.addAll(update.events());
                subscribers.forEach(subscriber -> subscriber.tell(update));
                context.scheduleOnce(pace, context.getSelf(), Tick.INSTANCE);
            }
        }

        private void subscribe(Subscribe subscribe) {
            subscribers.add(subscribe.subscriber());
            boolean recovered = epoch.equals(subscribe.epoch()) && subscribe.afterSeq() <= events.size();
            var self = context.getSelf().<Command>unsafeUpcast();
            subscribe.subscriber().tell(new Subscribed(epoch, events.size(), recovered, self));
            if (recovered && subscribe.afterSeq() < events.size()) {
                var missed = List.copyOf(events.subList(subscribe.afterSeq().intValue(), events.size()));
                subscribe.subscriber().tell(new Events(epoch, subscribe.afterSeq() + 1, missed));
            } else if (!recovered && !events.isEmpty()) {
                subscribe.subscriber().tell(new Reset(epoch, events.size(), "first-subscription", SNAPSHOTS));
            }
        }
    }

    private static final List<String> SNAPSHOTS = List.of(
            "{\"type\":\"MESSAGES_SNAPSHOT\",\"messages\":[]}",
            "{\"type\":\"STATE_SNAPSHOT\",\"snapshot\":{\"running\":false}}");
}
