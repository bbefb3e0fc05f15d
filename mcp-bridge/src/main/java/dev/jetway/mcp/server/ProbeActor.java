package dev.jetway.mcp.server;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.agents.Risk;
import dev.jetway.mcp.identity.Principal;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.Meanwhile;
import dev.jetway.mcp.transport.PendingRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tries one server now and then, one call at a time, with the service's own token. A probe takes no place of a
 * traveler's call and passes no breaker: it tells when a server is back that nobody calls any more. What it finds
 * goes into the readiness and availability of tools, and nowhere else.
 */
final class ProbeActor extends AbstractBehavior<ProbeActor.Command> {

    sealed interface Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private record Token(long number, String token, Throwable error) implements Command {}

    private record Answered(long number, Answer answer) implements Command {}

    private record TimedOut(long number) implements Command {}

    private static final double JITTER = 0.2;

    /** The first probe comes sooner, but not to a bridge that only lists. */
    private static final double FIRST = 0.2;

    private static final Duration MIN_RESTART = Duration.ofSeconds(1);
    private static final Duration MAX_RESTART = Duration.ofMinutes(1);

    private final TimerScheduler<Command> timers;
    private final ToolServer server;
    private final ProbeSettings settings;

    /** Counts probes, so that what comes late is not taken for an answer to a later one. */
    private long number;

    private boolean tokenRenewed;
    private Connection connection;
    private PendingRequest request;
    private String token;

    static Behavior<Command> create(ToolServer server) {
        return Behaviors.supervise(Behaviors.<Command>setup(
                        context -> Behaviors.withTimers(timers -> new ProbeActor(context, timers, server))))
                .onFailure(SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, JITTER));
    }

    private ProbeActor(ActorContext<Command> context, TimerScheduler<Command> timers, ToolServer server) {
        super(context);
        this.timers = timers;
        this.server = server;
        this.settings = server.settings().probe();
        next(FIRST + JITTER * ThreadLocalRandom.current().nextDouble());
    }

    /** The nodes of a cluster were started together, and should not probe together. */
    private void next(double share) {
        long millis = Math.max(1, Math.round(settings.every().toMillis() * share));
        timers.startSingleTimer(Tick.INSTANCE, Duration.ofMillis(millis));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Token.class, this::onToken)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(TimedOut.class, this::onTimedOut)
                .build();
    }

    private Behavior<Command> onTick() {
        number++;
        tokenRenewed = false;
        if (!(server.link() instanceof ToolServer.Up up)) {
            server.unreachableForProbe();
            return done();
        }
        if (settings.call().isEmpty()) {
            return done();
        }
        ProbeSettings.Call call = settings.call().get();
        Optional<String> obstacle = obstacle(call);
        if (obstacle.isPresent()) {
            return found(obstacle);
        }
        connection = up.connection();
        timers.startSingleTimer(
                new TimedOut(number),
                new TimedOut(number),
                server.settings().limits().callTimeout());
        long probe = number;
        getContext().pipeToSelf(server.serviceToken().obtain(), (value, error) -> new Token(probe, value, error));
        return this;
    }

    /** Why the configured call cannot be a probe, as the server describes its tool now. */
    private Optional<String> obstacle(ProbeSettings.Call call) {
        ListedTool tool = server.tools().get(call.tool());
        if (tool == null) {
            return Optional.of("the server offers no such tool");
        }
        if (tool.unusable().isPresent()) {
            return tool.unusable();
        }
        if (tool.risk() != Risk.READ) {
            return Optional.of("it may change something, and only reads are probed");
        }
        return Arguments.violation(tool, call.arguments(), server.settings().limits());
    }

    private Behavior<Command> onToken(Token obtained) {
        if (obtained.number() != number) {
            return this;
        }
        if (obtained.error() != null) {
            return found(
                    Optional.of("there is no token for it: " + obtained.error().getMessage()));
        }
        ProbeSettings.Call call = settings.call().orElseThrow();
        ActorRef<Command> self = getContext().getSelf();
        long probe = number;
        token = obtained.token();
        ListedTool tool = server.tools().get(call.tool());
        if (tool == null) {
            return found(Optional.of("the server offers no such tool"));
        }
        request = connection.send(
                Errand.call(server.full(call.tool()), tool, call.arguments()),
                new Caller(token, server.settings().limits().maxResult()),
                Meanwhile.NOTHING,
                answer -> self.tell(new Answered(probe, answer)));
        return this;
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (answered.number() != number) {
            return this;
        }
        return answered.answer().fold(this::judged, this::refused, this::lost);
    }

    private Behavior<Command> judged(Answer.Result result) {
        ProbeSettings.Call call = settings.call().orElseThrow();
        ListedTool tool = server.tools().get(call.tool());
        return tool == null
                ? done()
                : found(Answers.judge(server.full(call.tool()), tool, result.value())
                        .fold(
                                ok -> Optional.empty(),
                                error -> Optional.of(error.message()),
                                unavailable -> Optional.of(unavailable.reason())));
    }

    private Behavior<Command> refused(Answer.Refusal refusal) {
        return found(Optional.of(Answers.sentence(refusal.message())));
    }

    private Behavior<Command> lost(Answer.Lost lost) {
        if (lost.cause() == Answer.Cause.SESSION_UNKNOWN) {
            server.sessionLost(connection);
            return done();
        }
        if (Failure.unauthorized(lost) && !tokenRenewed) {
            tokenRenewed = true;
            long probe = number;
            getContext()
                    .pipeToSelf(server.serviceToken().another(token), (value, error) -> new Token(probe, value, error));
            return this;
        }
        return Failure.unauthorized(lost) ? tokenRefused() : found(Optional.of(lost.how()));
    }

    private Behavior<Command> tokenRefused() {
        return found(
                Optional.of("it did not accept our token: " + server.tokens().describe(Principal.SERVICE)));
    }

    private Behavior<Command> onTimedOut(TimedOut out) {
        if (out.number() != number) {
            return this;
        }
        if (request != null) {
            connection.abandon(request, "the probe waits no longer");
        }
        return found(Optional.of("it did not answer in time"));
    }

    private Behavior<Command> found(Optional<String> complaint) {
        String tool = settings.call().orElseThrow().tool();
        if (server.availability().probed(tool, complaint)) {
            complaint.ifPresentOrElse(
                    why -> getContext().getLog().warn("The probe of MCP tool '{}' fails: {}", server.full(tool), why),
                    () -> getContext().getLog().info("The probe of MCP tool '{}' succeeds again", server.full(tool)));
        }
        return done();
    }

    private Behavior<Command> done() {
        timers.cancel(new TimedOut(number));
        number++;
        connection = null;
        request = null;
        token = null;
        next(1 - JITTER + ThreadLocalRandom.current().nextDouble() * 2 * JITTER);
        return this;
    }
}
