package dev.jetway.runtime.gateway.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.GetRun;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationEvent;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import dev.jetway.runtime.gateway.agui.TripStory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Conversations that play {@link TripStory} through the real fold and the real projection. */
public final class StagedConversations implements Conversations {

    /** One event, and those that come after it. */
    private record Step(ConversationEvent event, List<ConversationEvent> then) {}

    private record Line(String task, String text) {}

    private static final int CHAPTERS = 90;

    private final ActorTestKit kit;
    private final Duration pace;
    private final Map<ConversationId, ActorRef<Command>> actors = new ConcurrentHashMap<>();
    private final AtomicInteger incarnations = new AtomicInteger();

    public StagedConversations(ActorTestKit kit, Duration pace) {
        this.kit = kit;
        this.pace = pace;
    }

    @Override
    public void tell(ConversationId id, Command command) {
        actors.computeIfAbsent(id, key -> kit.spawn(create(key))).tell(command);
    }

    private Behavior<Command> create(ConversationId id) {
        return Behaviors.<Object>setup(context -> {
                    var stage = new Stage(context, id.thread(), "e" + incarnations.incrementAndGet());
                    return Behaviors.receiveMessage(message -> {
                        stage.receive(message);
                        return Behaviors.same();
                    });
                })
                .narrow();
    }

    private final class Stage {
        private final ActorContext<Object> context;
        private final AgUiProjection projection;
        private final String epoch;
        private final List<String> ring = new ArrayList<>();
        private final Set<ActorRef<Update>> subscribers = new LinkedHashSet<>();
        private final Instant until = Instant.now().plusSeconds(900);
        private Conversation state = Conversation.EMPTY;
        private long clock = Instant.now().toEpochMilli();
        private String turn = "";

        private Stage(ActorContext<Object> context, String thread, String epoch) {
            this.context = context;
            this.projection = new AgUiProjection(thread);
            this.epoch = epoch;
        }

        private void receive(Object message) {
            if (message instanceof Step step) {
                happen(step.event());
                play(step.then());
            } else if (message instanceof Line line) {
                publish(projection.progress(state, turn, line.task(), line.text(), ++clock));
            } else if (message instanceof Submit submit) {
                submit(submit);
            } else if (message instanceof Answers answers) {
                answer(answers);
            } else if (message instanceof Cancel cancel) {
                boolean open = state.turn(turn)
                        .filter(it -> !it.ended())
                        .filter(it -> cancel.runId() == null || state.isRunOf(cancel.runId(), it))
                        .isPresent();
                cancel.replyTo().tell(new Accepted(!open));
                if (!open) {
                    return;
                }
                happen(TripStory.cancel(turn, ++clock));
                happen(TripStory.reply(turn, ++clock, "Stopped, as you asked.", Outcome.CANCELED));
            } else if (message instanceof GetHistory get) {
                get.replyTo().tell(before(get.before(), get.limit()));
            } else if (message instanceof Subscribe subscribe) {
                subscribe(subscribe);
            } else if (message instanceof Unsubscribe unsubscribe) {
                subscribers.remove(unsubscribe.subscriber());
            } else if (message instanceof GetRun get) {
                get.replyTo()
                        .tell(new RunFound(
                                epoch,
                                ring.size(),
                                questions(),
                                projection.run(state, get.runId()).orElse(null)));
            }
        }

        private List<String> questions() {
            return state.turns().open().stream()
                    .filter(turn -> turn.waiting() && !state.isCanceled(turn.id()))
                    .flatMap(turn -> turn.plan().awaitingApproval().stream())
                    .map(task -> ((TaskStatus.ApprovalRequired) task.status()).approvalId())
                    .filter(id -> !state.answers().containsKey(id))
                    .toList();
        }

        private void submit(Submit submit) {
            if (state.turn(submit.runId()).isPresent()) {
                submit.replyTo().tell(new Accepted(true));
                return;
            }
            var unseen = submit.messages().stream()
                    .filter(message -> !state.hasMessage(message.id()))
                    .toList();
            if (unseen.isEmpty()) {
                submit.replyTo().tell(new Refused("bad_request", "Nothing new", false));
                return;
            }
            if (!submit.respond()) {
                happen(TripStory.noted(submit.runId(), ++clock, unseen.get(0).text()));
                submit.replyTo().tell(new Accepted(false));
                return;
            }
            if (!questions().isEmpty()) {
                happen(TripStory.cancel(turn, ++clock));
                happen(TripStory.reply(turn, ++clock, "You went on to something else.", Outcome.CANCELED));
            }
            turn = submit.runId();
            var said = unseen.get(unseen.size() - 1);
            happen(new ConversationEvent.MessageReceived(
                    turn,
                    new dev.jetway.runtime.conversation.Owner(0, "local"),
                    ++clock,
                    new dev.jetway.runtime.conversation.Turn.Message(said.id(), said.text(), submit.traveler(), true)));
            submit.replyTo().tell(new Accepted(false));
            if (said.text().equals("a long story")) {
                longStory();
            } else if (said.text().equals("think aloud")) {
                play(List.of(TripStory.begun(TripStory.searchPlan(turn, ++clock))));
                context.scheduleOnce(
                        pace.multipliedBy(2), context.getSelf(), new Line("hotels", "Asking <b>two</b> chains"));
            } else if (said.text().equals("book both")) {
                play(bookBoth());
            } else if (said.text().toLowerCase(Locale.ROOT).startsWith("book")) {
                play(said.text().contains("hostile") ? hostile() : booking());
            } else {
                play(search(said.text().contains("nothing")));
            }
        }

        /** More than a snapshot holds, and as old. */
        private void longStory() {
            happen(TripStory.reply(turn, ++clock, "It began like this.", Outcome.ANSWERED));
            for (int i = 1; i <= CHAPTERS; i++) {
                happen(TripStory.said(turn + "-" + i, ++clock, "Chapter %d, please".formatted(i)));
                happen(TripStory.reply(turn + "-" + i, ++clock, "This was chapter %d.".formatted(i), Outcome.ANSWERED));
            }
        }

        private List<ConversationEvent> hostile() {
            return List.of(
                    TripStory.begun(TripStory.hostilePlan(turn, ++clock)),
                    TripStory.progress(turn, ++clock, TripStory.hostileQuestion(turn, until)));
        }

        private List<ConversationEvent> bookBoth() {
            var events = new ArrayList<>(List.of(TripStory.twoBookings(turn, ++clock)));
            events.remove(0); // the message
            events.add(TripStory.progress(
                    turn, ++clock, TripStory.failed("hotel", "The room is gone."), TripStory.working("undo-flight")));
            events.add(TripStory.progress(turn, ++clock, TripStory.failed("undo-flight", "It can't be.")));
            return events;
        }

        private List<ConversationEvent> search(boolean fails) {
            if (fails) {
                return List.of(TripStory.reply(
                        turn, later(), "I could not do that: <img src=x onerror=alert(1)> no.", Outcome.FAILED));
            }
            return List.of(
                    TripStory.begun(TripStory.searchPlan(turn, later())),
                    TripStory.progress(
                            turn,
                            later(),
                            TripStory.found(
                                    "flights", TripStory.FLIGHTS, TripStory.call("flights.search_flights", clock, 124)),
                            TripStory.working("weather")),
                    TripStory.progress(
                            turn,
                            later(),
                            TripStory.found(
                                    "hotels", TripStory.HOTELS, TripStory.call("hotels.search_hotels", clock, 183))),
                    TripStory.progress(
                            turn,
                            later(),
                            TripStory.failed(
                                    "weather",
                                    "the weather service did not answer",
                                    TripStory.down("weather.get_forecast", clock))),
                    TripStory.reply(turn, later(), TripStory.SEARCH_REPLY, Outcome.ANSWERED));
        }

        private long later() {
            clock += 190;
            return clock;
        }

        private List<ConversationEvent> booking() {
            return List.of(
                    TripStory.begun(TripStory.bookingPlan(turn, ++clock)),
                    TripStory.progress(turn, ++clock, TripStory.asks(turn, until)));
        }

        private void answer(Answers answers) {
            var asked = answers.approvals().keySet();
            if (state.answers().keySet().containsAll(asked)) {
                answers.replyTo().tell(new Accepted(true));
                return;
            }
            if (!questions().containsAll(asked)) {
                answers.replyTo().tell(new Refused("interrupt_unknown", "Nobody asks this", false));
                return;
            }
            boolean approved = answers.approvals().values().iterator().next();
            happen(TripStory.answered(turn, ++clock, answers.runId(), approved));
            answers.replyTo().tell(new Accepted(false));
            if (approved) {
                play(List.of(
                        TripStory.progress(turn, ++clock, TripStory.committing(turn, until)),
                        TripStory.progress(
                                turn,
                                ++clock,
                                TripStory.done("book", TripStory.call("bookings.create_booking", clock, 91))),
                        TripStory.reply(
                                turn,
                                ++clock,
                                "Booked. Your reference is **JW7Q2M**. £1,284.00 was charged to your card ending in 4242.",
                                Outcome.ANSWERED)));
            } else {
                play(List.of(
                        TripStory.progress(turn, ++clock, TripStory.canceled("book", "you declined it")),
                        TripStory.reply(turn, ++clock, "All right, nothing was booked.", Outcome.ANSWERED)));
            }
        }

        /** One after the other: of several timers, the later one may well be the first under load. */
        private void play(List<ConversationEvent> events) {
            if (!events.isEmpty()) {
                var step = new Step(events.get(0), events.subList(1, events.size()));
                context.scheduleOnce(pace, context.getSelf(), step);
            }
        }

        private void happen(ConversationEvent event) {
            var after = event.applyTo(state);
            var events = projection.events(state, event, after);
            state = after;
            publish(events);
        }

        private void publish(List<String> events) {
            if (!events.isEmpty()) {
                var update = new Events(epoch, ring.size() + 1L, events);
                ring.addAll(events);
                subscribers.forEach(subscriber -> subscriber.tell(update));
            }
        }

        private History before(String messageId, int limit) {
            var all = new ArrayList<HistoryMessage>();
            for (var it : state.turns().values()) {
                all.add(new HistoryMessage(
                        it.message().id(), "user", it.message().text(), 1));
                if (it.ended()) {
                    all.add(new HistoryMessage(
                            it.reply().messageId(), "assistant", it.reply().text(), 1));
                }
            }
            var known = all.stream().map(HistoryMessage::id).toList().indexOf(messageId);
            int to = known < 0 ? all.size() : known;
            int from = Math.max(0, to - limit);
            return new History(List.copyOf(all.subList(from, to)), from > 0);
        }

        private void subscribe(Subscribe subscribe) {
            subscribers.add(subscribe.subscriber());
            boolean recovered = epoch.equals(subscribe.epoch());
            var entity = context.getSelf().<Command>unsafeUpcast();
            subscribe.subscriber().tell(new Subscribed(epoch, ring.size(), recovered, entity));
            if (recovered && subscribe.afterSeq() < ring.size()) {
                var missed = List.copyOf(ring.subList(subscribe.afterSeq().intValue(), ring.size()));
                subscribe.subscriber().tell(new Events(epoch, subscribe.afterSeq() + 1, missed));
            } else if (!recovered && !state.turns().isEmpty()) {
                subscribe
                        .subscriber()
                        .tell(new Reset(
                                epoch,
                                ring.size(),
                                subscribe.epoch() == null ? "first-subscription" : "cursor-unknown",
                                projection.snapshots(state)));
            }
        }
    }
}
