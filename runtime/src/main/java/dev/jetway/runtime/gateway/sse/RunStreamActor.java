package dev.jetway.runtime.gateway.sse;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.KillSwitch;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.GetRun;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.GatewayMetrics.Judgement;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.SubscriptionActor;
import dev.jetway.runtime.gateway.agui.RunEvents;
import dev.jetway.runtime.gateway.agui.RunInput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One stream of one run. Asks the conversation how the run is; brings it if there is none yet; follows it to its end.
 * Whenever it does not know where the conversation is, it asks again and goes on from the answer, which is why a client
 * that was cut off only has to send the same run again. That the client goes away does not end the run.
 */
final class RunStreamActor extends AbstractBehavior<RunStreamActor.Command> {

    sealed interface Command {}

    /** The stream can be written to. */
    record Attached(ActorRef<RunStream.Outbound> stream, KillSwitch killSwitch) implements Command {}

    /** The stream takes the next batch. */
    enum Taken implements Command {
        INSTANCE
    }

    /** The client has gone, or has all of it. */
    enum Ended implements Command {
        INSTANCE
    }

    /** The node is going away. */
    enum Drain implements Command {
        INSTANCE
    }

    private enum LimitReached implements Command {
        INSTANCE
    }

    private enum GraceOver implements Command {
        INSTANCE
    }

    private enum NotBegun implements Command {
        INSTANCE
    }

    /** @param found {@code null} when there was no answer */
    private record Found(RunFound found) implements Command {}

    /** @param found {@code null} when there was no answer */
    private record Settled(RunFound found) implements Command {}

    /** @param receipt {@code null} when there was none */
    private record Judged(RunInput input, Receipt receipt) implements Command {}

    private record StoredThere(SortedSet<String> missing) implements Command {}

    private record Forward(ConversationEntity.Command command) implements Command {}

    private record FromSubscription(int round, SubscriptionActor.Output output) implements Command {}

    /** What all streams of a node share. */
    record Shared(
            GatewaySettings gateway,
            StreamSettings settings,
            Conversations conversations,
            GatewayMetrics metrics,
            Acknowledgements acknowledgements,
            Clock clock) {}

    private static final int BATCH = 32;
    private static final int MAX_LOOKS = 20;
    private static final Duration BEGINS_WITHIN = Duration.ofMillis(250);
    private static final long RETRY_AFTER_MS = 1_000;

    static Behavior<Command> create(RunRequest request, Shared shared) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RunStreamActor(context, timers, request, shared)));
    }

    private final TimerScheduler<Command> timers;
    private final RunRequest request;
    private final Shared shared;
    private final Backlog backlog;

    private Optional<RunWindow> window;
    private Optional<ActorRef<SubscriptionActor.Command>> subscription = Optional.empty();
    private Optional<Attached> stream = Optional.empty();
    private List<String> questions = List.of();
    private Optional<RunInput> accepted = Optional.empty();
    private boolean repeated;
    private int looks;
    private boolean everywhere;
    private boolean streamFree;
    private boolean closing;
    private boolean closeSent;

    private RunStreamActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, RunRequest request, Shared shared) {
        super(context);
        this.timers = timers;
        this.request = request;
        this.shared = shared;
        this.backlog =
                new Backlog(shared.gateway().bufferFrames(), shared.gateway().bufferBytes());
        this.window = request.runId().map(runId -> new RunWindow(runId, request.dialect(), request.held()));
        this.everywhere = !request.hasToBeEverywhere(shared.gateway().tenants());
        timers.startSingleTimer(
                LimitReached.INSTANCE, LimitReached.INSTANCE, shared.settings().limit());
        timers.startSingleTimer(
                GraceOver.INSTANCE, GraceOver.INSTANCE, shared.gateway().commandTimeout());
        look();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromSubscription.class, this::onSubscription)
                .onMessageEquals(Taken.INSTANCE, this::onTaken)
                .onMessage(Attached.class, this::onAttached)
                .onMessage(Found.class, this::onFound)
                .onMessage(Forward.class, this::onForward)
                .onMessage(Judged.class, this::onJudged)
                .onMessage(StoredThere.class, this::onStoredThere)
                .onMessage(Settled.class, this::onSettled)
                .onMessageEquals(Drain.INSTANCE, this::onDrain)
                .onMessageEquals(LimitReached.INSTANCE, this::onLimitReached)
                .onMessageEquals(GraceOver.INSTANCE, this::onGraceOver)
                .onMessageEquals(NotBegun.INSTANCE, this::onNotBegun)
                .onMessageEquals(Ended.INSTANCE, Behaviors::stopped)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    // ---- the conversation

    /** Asks how the run is, and goes on from the answer. */
    private void look() {
        stopFollowing();
        if (++looks > MAX_LOOKS) {
            unavailable("The conversation did not settle down");
            return;
        }
        ask(
                RunFound.class,
                replyTo -> new GetRun(request.runId().orElse(null), replyTo),
                (found, error) -> new Found(found));
    }

    private Behavior<Command> onFound(Found answer) {
        var found = answer.found();
        if (closing) {
            return this;
        }
        if (found == null) {
            return unavailable("The conversation did not answer in time");
        }
        questions = found.questions();
        if (found.run() == null) {
            return unknown(found);
        }
        if (!everywhere) {
            return confirm();
        }
        if (window.isEmpty()) {
            window = Optional.of(new RunWindow(found.run().runId(), request.dialect(), request.held()));
        }
        backlog.put(window.get().upTo(found.run()));
        if (!window.get().over()) {
            follow(found);
        }
        return sent();
    }

    private Behavior<Command> unknown(RunFound found) {
        if (window.isEmpty()) {
            return close(); // nothing was said in this conversation yet
        }
        if (window.get().started()) {
            return unavailable("The conversation does not know of the run where it is now");
        }
        if (repeated) {
            return settle(); // what it brought had been brought by another run
        }
        if (accepted.isPresent()) {
            follow(found);
            return this;
        }
        if (everywhere) {
            follow(found);
        }
        return bring();
    }

    /** Says or answers what the client sent. A new message beside refused offers is what the traveler wants instead. */
    private Behavior<Command> bring() {
        var answers = request.answers();
        if (answers.isEmpty()) {
            boolean noted = request.say().filter(say -> !say.respond()).isPresent();
            if (!questions.isEmpty() && !noted) {
                return fail(
                        "interrupt_pending",
                        "The conversation waits for an answer to %s; send it as 'resume', alone or to be declined together with a new message"
                                .formatted(String.join(", ", questions)),
                        0);
            }
            return request.say()
                    .<Behavior<Command>>map(this::submit)
                    .orElseGet(() -> fail(
                            "bad_request",
                            "There is no such run, and input.messages does not end with a message of role 'user' to begin one",
                            0));
        }
        if (!request.declines()) {
            return submit(answers.get());
        }
        return request.say().<Behavior<Command>>map(this::submit).orElseGet(this::decline);
    }

    private Behavior<Command> decline() {
        boolean asked =
                request.answers().orElseThrow().approvals().keySet().stream().anyMatch(questions::contains);
        return asked ? submit(request.answers().get()) : settle();
    }

    private Behavior<Command> submit(RunInput input) {
        ask(
                Receipt.class,
                replyTo -> input.command(request.traveler(), replyTo),
                (receipt, error) -> new Judged(input, receipt));
        return this;
    }

    private Behavior<Command> onJudged(Judged judged) {
        var receipt = judged.receipt();
        shared.metrics().messageJudged(judgement(receipt));
        if (closing) {
            return this;
        }
        if (receipt == null) {
            return window.orElseThrow().started() ? this : unavailable("The conversation did not answer in time");
        }
        if (receipt instanceof Refused refused) {
            boolean nothingNew = refused.code().equals("bad_request") && judged.input() instanceof RunInput.Say;
            return nothingNew && request.answers().isPresent()
                    ? decline()
                    : fail(refused.code(), refused.message(), refused.retryable() ? RETRY_AFTER_MS : 0);
        }
        accepted = Optional.of(judged.input());
        repeated = ((Accepted) receipt).duplicate();
        if (!everywhere) {
            return confirm();
        }
        if (repeated) {
            return onNotBegun();
        }
        timers.startSingleTimer(NotBegun.INSTANCE, NotBegun.INSTANCE, BEGINS_WITHIN);
        return this;
    }

    /** Not every message opens a run of its own: some are only noted, beside a run or a question that is open. */
    private Behavior<Command> onNotBegun() {
        if (!closing && !window.orElseThrow().started()) {
            look();
        }
        return this;
    }

    private static Judgement judgement(Receipt receipt) {
        if (receipt == null) {
            return Judgement.UNANSWERED;
        }
        if (receipt instanceof Accepted accepted) {
            return accepted.duplicate() ? Judgement.REPEATED : Judgement.ACCEPTED;
        }
        return Judgement.REFUSED;
    }

    /** Nothing is told of a run that has to be in every region until it is. */
    private Behavior<Command> confirm() {
        getContext()
                .pipeToSelf(
                        shared.acknowledgements().missing(request.confirmation(accepted)),
                        (missing, error) ->
                                new StoredThere(error == null ? missing : new TreeSet<>(List.of("another region"))));
        return this;
    }

    private Behavior<Command> onStoredThere(StoredThere stored) {
        if (!stored.missing().isEmpty()) {
            return unavailable("It is stored here, and %s did not confirm it in time"
                    .formatted(String.join(", ", stored.missing())));
        }
        everywhere = true;
        if (!closing) {
            look();
        }
        return this;
    }

    /** There is nothing to do under this run; the client gets to know how things are. */
    private Behavior<Command> settle() {
        stopFollowing();
        ask(RunFound.class, replyTo -> new GetRun(null, replyTo), (found, error) -> new Settled(found));
        return this;
    }

    private Behavior<Command> onSettled(Settled settled) {
        if (closing) {
            return this;
        }
        if (settled.found() == null) {
            return unavailable("The conversation did not answer in time");
        }
        backlog.put(window.orElseThrow()
                .settled(request.thread(), Optional.ofNullable(settled.found().run()), now()));
        return sent();
    }

    private void follow(RunFound found) {
        int round = looks;
        var self = getContext().getSelf();
        subscription = Optional.of(getContext()
                .spawnAnonymous(SubscriptionActor.create(
                        request.conversation(),
                        Optional.of(new Cursor(found.epoch(), found.seq())),
                        shared.conversations(),
                        shared.gateway(),
                        output -> self.tell(new FromSubscription(round, output)))));
    }

    private void stopFollowing() {
        subscription.ifPresent(it -> it.tell(SubscriptionActor.Stop.INSTANCE));
        subscription = Optional.empty();
    }

    private Behavior<Command> onSubscription(FromSubscription message) {
        if (closing || message.round() != looks || subscription.isEmpty()) {
            return this;
        }
        var output = message.output();
        if (output instanceof SubscriptionActor.Happened happened) {
            return happened(happened.events());
        }
        if (output instanceof SubscriptionActor.Restarted) {
            look();
        } else if (output == SubscriptionActor.Unavailable.INSTANCE) {
            return unavailable("The conversation did not answer in time");
        }
        return this;
    }

    private Behavior<Command> happened(List<String> events) {
        for (var event : events) {
            if (!backlog.offer(window.orElseThrow().next(event))) {
                getContext().getLog().info("A stream of {} does not keep up and is cut off", request.conversation());
                shared.metrics().slowConsumer();
                return abort("The client did not read on");
            }
        }
        return sent();
    }

    private <A> void ask(
            Class<A> type,
            akka.japi.function.Function<ActorRef<A>, ConversationEntity.Command> command,
            akka.japi.function.Function2<A, Throwable, Command> onAnswer) {
        getContext()
                .ask(
                        type,
                        getContext().getSelf(),
                        shared.gateway().commandTimeout(),
                        (ActorRef<A> replyTo) -> new Forward(command.apply(replyTo)),
                        onAnswer);
    }

    private Behavior<Command> onForward(Forward forward) {
        shared.conversations().tell(request.conversation(), forward.command());
        return this;
    }

    // ---- the stream

    private Behavior<Command> onAttached(Attached attached) {
        stream = Optional.of(attached);
        streamFree = true;
        if (!closing) {
            timers.cancel(GraceOver.INSTANCE);
        }
        flush();
        return this;
    }

    private Behavior<Command> onTaken() {
        streamFree = true;
        if (closing) {
            startGrace();
        }
        flush();
        return this;
    }

    private void flush() {
        if (stream.isEmpty() || !streamFree || closeSent) {
            return;
        }
        if (!backlog.isEmpty()) {
            streamFree = false;
            stream.get().stream().tell(new RunStream.Batch(backlog.take(BATCH)));
        } else if (closing) {
            closeSent = true;
            stream.get().stream().tell(RunStream.Close.INSTANCE);
        }
    }

    private Behavior<Command> sent() {
        if (window.isPresent() && window.get().over()) {
            return close();
        }
        flush();
        return this;
    }

    private Behavior<Command> unavailable(String what) {
        return fail("unavailable", what + "; send the same run again", RETRY_AFTER_MS);
    }

    private Behavior<Command> fail(String code, String message, long retryAfterMs) {
        if (closing) {
            return this;
        }
        backlog.put(window.map(it -> it.fail(request.thread(), code, message, retryAfterMs, now()))
                .orElseGet(() -> List.of(RunEvents.failed(code, message, retryAfterMs, now()))));
        return close();
    }

    private Behavior<Command> close() {
        closing = true;
        stopFollowing();
        startGrace();
        flush();
        return this;
    }

    private void startGrace() {
        timers.startSingleTimer(
                GraceOver.INSTANCE, GraceOver.INSTANCE, shared.gateway().closeGrace());
    }

    private Behavior<Command> abort(String why) {
        stream.ifPresent(it -> it.killSwitch().abort(new BrokenOffException(why)));
        return Behaviors.stopped();
    }

    private Behavior<Command> onDrain() {
        return unavailable("This node is shutting down, and the run goes on elsewhere");
    }

    private Behavior<Command> onLimitReached() {
        return unavailable("This stream has lasted as long as one may");
    }

    private Behavior<Command> onGraceOver() {
        return abort("The client did not take the end of its stream");
    }

    /** A stream that simply ended would look like success. */
    private Behavior<Command> onPostStop() {
        if (!closeSent) {
            stream.ifPresent(it -> it.killSwitch().abort(new BrokenOffException("The stream was broken off")));
        }
        return this;
    }

    private long now() {
        return shared.clock().millis();
    }
}
