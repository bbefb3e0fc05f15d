package dev.jetway.runtime.gateway.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.GetRun;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Conversations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Conversations without a cluster: one plain actor each, which keeps its events for good and answers a
 * message with "You said: …", or not at all if that is "no end". Remembers every command it was sent.
 */
public final class ScriptedConversations implements Conversations {

    /** A command, and whom it was for. */
    record Told(ConversationId id, Command command) {}

    private final ActorTestKit kit;
    private final AtomicInteger incarnations = new AtomicInteger();
    private final Map<ConversationId, ActorRef<Command>> actors = new ConcurrentHashMap<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();

    public ScriptedConversations(ActorTestKit kit) {
        this.kit = kit;
    }

    @Override
    public void tell(ConversationId id, Command command) {
        told.add(new Told(id, command));
        if (refusing.contains(id.thread()) && command instanceof Submit submit) {
            submit.replyTo().tell(new Refused("conflict", "Not now", true));
        } else if (!silent.contains(id.thread())) {
            actor(id).tell(command);
        }
    }

    private ActorRef<Command> actor(ConversationId id) {
        return actors.computeIfAbsent(id, key -> kit.spawn(Scripted.create("e" + incarnations.incrementAndGet(), key)));
    }

    /** From now on the conversation does not answer. */
    public void silence(String thread) {
        silent.add(thread);
    }

    /** From now on the conversation takes no message. */
    public void refuse(String thread) {
        refusing.add(thread);
    }

    public void unsilence(String thread) {
        silent.remove(thread);
    }

    /** The conversation's actor stops, and the next command starts another that knows nothing. */
    public void stop(ConversationId id) {
        kit.stop(actors.remove(id));
    }

    /** Events as if the conversation had gone on by itself. */
    public void publish(ConversationId id, List<String> events) {
        actor(id).unsafeUpcast().tell(new Publish(events));
    }

    /** From now on the conversation has no events any more that came before this. */
    void forget(ConversationId id) {
        actor(id).unsafeUpcast().tell(Forget.INSTANCE);
    }

    public <C extends Command> List<C> told(String thread, Class<C> type) {
        return told.stream()
                .filter(it -> it.id().thread().equals(thread) && type.isInstance(it.command()))
                .map(it -> type.cast(it.command()))
                .toList();
    }

    /** Everything that was sent except subscriptions coming and going. */
    List<Told> changes() {
        return told.stream()
                .filter(it -> !(it.command() instanceof Subscribe)
                        && !(it.command() instanceof Renew)
                        && !(it.command() instanceof Unsubscribe))
                .toList();
    }

    private enum Forget {
        INSTANCE
    }

    private record Publish(List<String> events) {}

    private static final class Scripted {
        private final String epoch;
        private final ConversationId id;
        private final ActorRef<Command> self;
        private final List<String> events = new ArrayList<>();
        private long forgotten;
        private final List<HistoryMessage> messages = new ArrayList<>();
        private final Set<String> runs = new LinkedHashSet<>();
        private final Set<ActorRef<Update>> subscribers = new LinkedHashSet<>();

        private Scripted(String epoch, ConversationId id, ActorRef<Command> self) {
            this.epoch = epoch;
            this.id = id;
            this.self = self;
        }

        static Behavior<Command> create(String epoch, ConversationId id) {
            return Behaviors.<Object>setup(context -> {
                        var scripted = new Scripted(epoch, id, context.getSelf().narrow());
                        return Behaviors.receiveMessage(message -> {
                            scripted.receive(message);
                            return Behaviors.same();
                        });
                    })
                    .narrow();
        }

        private void receive(Object message) {
            if (message instanceof Submit submit) {
                submit(submit);
            } else if (message instanceof Answers answers) {
                answers.replyTo().tell(new Accepted(!runs.add(answers.runId())));
            } else if (message instanceof Cancel cancel) {
                cancel.replyTo().tell(new Accepted(cancel.runId() == null));
            } else if (message instanceof Subscribe subscribe) {
                subscribe(subscribe);
            } else if (message instanceof Renew renew && !subscribers.contains(renew.subscriber())) {
                renew.subscriber().tell(new Lost(epoch));
            } else if (message instanceof Unsubscribe unsubscribe) {
                subscribers.remove(unsubscribe.subscriber());
            } else if (message instanceof GetRun get) {
                get.replyTo().tell(new RunFound(epoch, events.size(), List.of(), null));
            } else if (message instanceof GetHistory get) {
                get.replyTo().tell(new History(List.copyOf(messages), false));
            } else if (message instanceof Publish publish) {
                publish(publish.events());
            } else if (message == Forget.INSTANCE) {
                forgotten = events.size();
            }
        }

        private void submit(Submit submit) {
            boolean duplicate = !runs.add(submit.runId());
            submit.replyTo().tell(new Accepted(duplicate));
            if (duplicate) {
                return;
            }
            var said = submit.messages().get(submit.messages().size() - 1);
            messages.add(new HistoryMessage(said.id(), "user", said.text(), 1));
            if (said.text().equals("no end")) {
                return;
            }
            publish(List.of(
                    "{\"type\":\"RUN_STARTED\",\"threadId\":\"%s\",\"runId\":\"%s\"}"
                            .formatted(id.thread(), submit.runId()),
                    "{\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"r-%s\",\"role\":\"assistant\"}"
                            .formatted(submit.runId()),
                    "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"r-%s\",\"delta\":\"You said: %s\"}"
                            .formatted(submit.runId(), said.text()),
                    "{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"r-%s\"}".formatted(submit.runId()),
                    "{\"type\":\"RUN_FINISHED\",\"threadId\":\"%s\",\"runId\":\"%s\"}"
                            .formatted(id.thread(), submit.runId())));
        }

        private void publish(List<String> next) {
            var update = new Events(epoch, events.size() + 1L, next);
            events.addAll(next);
            subscribers.forEach(subscriber -> subscriber.tell(update));
        }

        private void subscribe(Subscribe subscribe) {
            subscribers.add(subscribe.subscriber());
            boolean recovered = epoch.equals(subscribe.epoch())
                    && subscribe.afterSeq() >= forgotten
                    && subscribe.afterSeq() <= events.size();
            subscribe.subscriber().tell(new Subscribed(epoch, events.size(), recovered, self));
            if (recovered) {
                var missed = events.subList(subscribe.afterSeq().intValue(), events.size());
                if (!missed.isEmpty()) {
                    subscribe.subscriber().tell(new Events(epoch, subscribe.afterSeq() + 1, List.copyOf(missed)));
                }
            } else if (subscribe.epoch() != null || !events.isEmpty()) {
                subscribe
                        .subscriber()
                        .tell(new Reset(
                                epoch,
                                events.size(),
                                subscribe.epoch() == null ? "first-subscription" : "cursor-unknown",
                                List.of(
                                        "{\"type\":\"MESSAGES_SNAPSHOT\",\"messages\":[]}",
                                        "{\"type\":\"STATE_SNAPSHOT\",\"snapshot\":{}}")));
            }
        }
    }
}
