package dev.jetway.mcp.server;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.AnswerLostException;
import dev.jetway.mcp.transport.ServerQuestion;
import dev.jetway.mcp.transport.Session;
import dev.jetway.mcp.trust.Descriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

/**
 * Keeps one MCP server connected: shakes hands, lists its tools again and again, renews a lost session, and
 * comes back with growing pauses while the server is away. Publishes to its {@link ToolServer}; calls do not
 * pass through here.
 */
public final class McpServerActor extends AbstractBehavior<McpServerActor.Command> {

    public sealed interface Command {}

    /** Ends the connection; answers when its sockets are closed. Sent once. */
    public record Stop(ActorRef<Done> replyTo) implements Command {}

    private enum Connect implements Command {
        INSTANCE
    }

    private record Opened(long attempt, Connection.Greeting greeting) implements Command {}

    private record OpenFailed(long attempt, String reason) implements Command {}

    /** Something may have changed at the server: a notice, a lost stream, or just the time. */
    private record Look(long attempt) implements Command {}

    private record ListAgain(long attempt) implements Command {}

    private record Listed(long attempt, List<Descriptor> tools) implements Command {}

    private record ListFailed(long attempt, Throwable error) implements Command {}

    /** The session is over, and not by our will. */
    private record Gone(long attempt, String reason) implements Command {}

    private record InTrouble(ToolServer.Trouble trouble) implements Command {}

    /** The calls a connection was kept for are over. */
    private record Retire(Connection connection) implements Command {}

    private record Closed(ActorRef<Done> replyTo) implements Command {}

    private static final Duration DEBOUNCE = Duration.ofMillis(250);
    private static final Duration MIN_RESTART = Duration.ofMillis(200);
    private static final Duration MAX_RESTART = Duration.ofSeconds(30);
    private static final double JITTER = 0.2;
    private static final int MAX_DOUBLINGS = 16;

    /** One failed listing may be bad luck; a second one in a row means the server is gone. */
    private static final int LIST_FAILURES = 2;

    /** Sessions that may be lost between two listings before a pause is made. */
    private static final int MAX_RENEWALS = 3;

    private static final String POLL = "poll";
    private static final String LOOK = "look";

    private final TimerScheduler<Command> timers;
    private final ToolServer server;
    private final ServerSettings settings;

    private Connection connection;

    /** Starts anywhere, so that what was begun before a restart is not taken for something of today. */
    private long attempt = System.nanoTime();

    /** When the connection came about that is in use; null while there is none. */
    private Instant openSince;

    /** Failed attempts, and connections that did not last, in a row. */
    private int setbacks;

    private int failedListings;
    private int renewals;
    private boolean listing;
    private final Set<Connection> retired = new HashSet<>();

    public static Behavior<Command> create(ToolServer server) {
        return Behaviors.supervise(Behaviors.<Command>setup(
                        context -> Behaviors.withTimers(timers -> new McpServerActor(context, timers, server))))
                .onFailure(SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, JITTER));
    }

    private McpServerActor(ActorContext<Command> context, TimerScheduler<Command> timers, ToolServer server) {
        super(context);
        this.timers = timers;
        this.server = server;
        this.settings = server.settings();
        ActorRef<Command> self = context.getSelf();
        server.onTrouble(trouble -> self.tell(new InTrouble(trouble)));
        context.spawn(ProbeActor.create(server), "probe");
        self.tell(Connect.INSTANCE);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Connect.class, command -> onConnect())
                .onMessage(Opened.class, this::onOpened)
                .onMessage(OpenFailed.class, this::onOpenFailed)
                .onMessage(Look.class, this::onLook)
                .onMessage(ListAgain.class, this::onListAgain)
                .onMessage(Listed.class, this::onListed)
                .onMessage(ListFailed.class, this::onListFailed)
                .onMessage(InTrouble.class, this::onTrouble)
                .onMessage(Gone.class, this::onGone)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Closed.class, this::onClosed)
                .onMessage(Retire.class, this::onRetire)
                .onSignal(PreRestart.class, signal -> onEnd("its connection is being set up anew"))
                .onSignal(PostStop.class, signal -> onEnd("the bridge is closed"))
                .build();
    }

    private Behavior<Command> onConnect() {
        drop();
        long number = ++attempt;
        connection = newConnection(number);
        getContext()
                .pipeToSelf(
                        connection.open(),
                        (greeting, error) ->
                                error == null ? new Opened(number, greeting) : new OpenFailed(number, reason(error)));
        return this;
    }

    private Connection newConnection(long number) {
        ActorRef<Command> self = getContext().getSelf();
        CallEnvironment environment = server.environment();
        return new Connection(settings, environment, server.serviceToken(), new Session.Listener() {
            @Override
            public void toolsChanged() {
                self.tell(new Look(number));
            }

            @Override
            public void streamEnded() {
                self.tell(new Look(number));
            }

            @Override
            public void gone(String reason) {
                self.tell(new Gone(number, reason));
            }

            @Override
            public boolean asked(ServerQuestion question) {
                return server.questions().outside(question);
            }
        });
    }

    private Behavior<Command> onOpened(Opened opened) {
        if (opened.attempt() != attempt) {
            return this;
        }
        openSince = server.environment().clock().instant();
        failedListings = 0;
        Connection.Greeting greeting = opened.greeting();
        server.greeted(greeting.instructions());
        server.listed(greeting.tools());
        String software =
                "%s %s, MCP %s".formatted(greeting.serverName(), greeting.serverVersion(), greeting.protocol());
        server.up(connection, software);
        getContext()
                .getLog()
                .info(
                        "MCP server '{}' is connected: {}, {} tools",
                        settings.name(),
                        software,
                        server.tools().size());
        timers.startTimerWithFixedDelay(POLL, new ListAgain(attempt), settings.poll());
        return this;
    }

    private Behavior<Command> onOpenFailed(OpenFailed failed) {
        if (failed.attempt() == attempt) {
            lost(failed.reason());
        }
        return this;
    }

    /** Gives up the connection, and comes back after a pause: a longer one if it has not lasted. */
    private void lost(String reason) {
        forgiveWhenLasting();
        openSince = null;
        Duration pause = pause();
        setbacks++;
        server.setbacks(setbacks);
        server.down(reason);
        drop();
        attempt++;
        getContext()
                .getLog()
                .warn(
                        "MCP server '{}' cannot be reached ({}), {} in a row; next attempt in {}",
                        settings.name(),
                        reason,
                        setbacks,
                        pause);
        timers.startSingleTimer(Connect.INSTANCE, pause);
    }

    /**
     * A server that dies soon after each start is one that does not start: the pauses go on growing until a
     * connection has outlived the longest.
     */
    private void forgiveWhenLasting() {
        Instant now = server.environment().clock().instant();
        if (openSince != null && openSince.plus(settings.reconnectMax()).isBefore(now)) {
            setbacks = 0;
            server.setbacks(0);
        }
    }

    private Duration pause() {
        double doubled = settings.reconnectMin().toMillis() * Math.pow(2, Math.min(setbacks, MAX_DOUBLINGS));
        double capped = Math.min(doubled, settings.reconnectMax().toMillis());
        double jitter = 1 - JITTER + ThreadLocalRandom.current().nextDouble() * 2 * JITTER;
        return Duration.ofMillis(Math.round(capped * jitter));
    }

    /** However many hints come in a short time, the tools are listed once. */
    private Behavior<Command> onLook(Look look) {
        if (look.attempt() == attempt && !timers.isTimerActive(LOOK)) {
            timers.startSingleTimer(LOOK, new ListAgain(attempt), DEBOUNCE);
        }
        return this;
    }

    private Behavior<Command> onListAgain(ListAgain again) {
        if (again.attempt() != attempt || listing || connection == null) {
            return this;
        }
        listing = true;
        long number = attempt;
        getContext()
                .pipeToSelf(
                        connection.list(),
                        (tools, error) -> error == null ? new Listed(number, tools) : new ListFailed(number, error));
        return this;
    }

    private Behavior<Command> onListed(Listed listed) {
        if (listed.attempt() == attempt) {
            listing = false;
            failedListings = 0;
            renewals = 0;
            forgiveWhenLasting();
            server.listed(listed.tools());
        }
        return this;
    }

    private Behavior<Command> onListFailed(ListFailed failed) {
        if (failed.attempt() != attempt) {
            return this;
        }
        listing = false;
        if (root(failed.error()) instanceof AnswerLostException gone
                && gone.lost().cause() == Answer.Cause.SESSION_UNKNOWN) {
            server.sessionLost(connection);
            return this;
        }
        failedListings++;
        if (failedListings >= LIST_FAILURES) {
            lost(reason(failed.error()));
        } else {
            timers.startSingleTimer(LOOK, new ListAgain(attempt), DEBOUNCE);
        }
        return this;
    }

    private Behavior<Command> onTrouble(InTrouble message) {
        ToolServer.Trouble trouble = message.trouble();
        if (trouble.connection() != connection) {
            return this;
        }
        return switch (trouble.kind()) {
            case SESSION_LOST -> renew();
            case DOUBTFUL -> onLook(new Look(attempt));
            case GONE -> {
                lost(trouble.reason());
                yield this;
            }
        };
    }

    private Behavior<Command> onGone(Gone gone) {
        if (gone.attempt() == attempt) {
            lost(Answers.sentence(gone.reason()));
        }
        return this;
    }

    /** Calls still under way over the old connection may yet be answered, so it stays open that long. */
    private Behavior<Command> renew() {
        if (++renewals > MAX_RENEWALS) {
            lost("it keeps forgetting our session");
            return this;
        }
        getContext().getLog().info("MCP server '{}' forgot our session; opening another", settings.name());
        Connection old = connection;
        connection = null;
        retired.add(old);
        timers.startSingleTimer(old, new Retire(old), settings.limits().longestCall());
        return onConnect();
    }

    private Behavior<Command> onRetire(Retire retire) {
        retired.remove(retire.connection());
        retire.connection().close();
        return this;
    }

    private Behavior<Command> onStop(Stop stop) {
        timers.cancelAll();
        attempt++;
        server.down("the bridge is closed");
        if (connection == null) {
            return onClosed(new Closed(stop.replyTo()));
        }
        Connection ending = connection;
        connection = null;
        getContext().pipeToSelf(ending.close(), (done, error) -> new Closed(stop.replyTo()));
        return this;
    }

    private Behavior<Command> onClosed(Closed closed) {
        closed.replyTo().tell(Done.getInstance());
        return Behaviors.stopped();
    }

    private Behavior<Command> onEnd(String reason) {
        server.down(reason);
        drop();
        retired.forEach(Connection::close);
        return this;
    }

    private void drop() {
        timers.cancel(POLL);
        timers.cancel(LOOK);
        listing = false;
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private static String reason(Throwable error) {
        Throwable root = root(error);
        if (root instanceof TimeoutException) {
            return "it did not answer in time";
        }
        return Answers.sentence(root.getMessage() == null ? root.toString() : root.getMessage());
    }

    /** The cause that says most: the innermost, but for what lies below one of our own errors. */
    private static Throwable root(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null
                && !(cause instanceof AnswerLostException)
                && !(cause instanceof IllegalStateException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
