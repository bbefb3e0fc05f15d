package dev.jetway.runtime.gateway.socket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.identity.Tenant;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Command;
import dev.jetway.runtime.gateway.socket.ConnectionActor.Judged;
import dev.jetway.runtime.gateway.socket.ConnectionActor.LookAtToken;
import dev.jetway.runtime.gateway.socket.ConnectionActor.NotJudged;
import dev.jetway.runtime.gateway.socket.ConnectionActor.RenewalJudged;
import dev.jetway.runtime.gateway.socket.ConnectionActor.RenewalNotJudged;
import dev.jetway.runtime.gateway.socket.ConnectionActor.RenewalTimeout;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Error;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reconnect;
import dev.jetway.runtime.region.Affinity;
import java.time.Instant;
import java.util.Optional;

/** Lets a client in for as long as its token is good, and takes newer tokens meanwhile. */
final class Doorkeeper {

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String connectionId;
    private final Optional<String> headerToken;
    private final ConnectionActor.Shared shared;
    private final GatewaySettings settings;
    private final SocketSide socket;
    private final ActorRef<ConnectionsActor.Command> connections;

    private boolean judging;
    private Optional<SignedIn> signedIn = Optional.empty();
    private Optional<ClientFrame.Auth> renewal = Optional.empty();

    /** @param connections told which connection this one takes the place of */
    Doorkeeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String connectionId,
            Optional<String> headerToken,
            ConnectionActor.Shared shared,
            SocketSide socket,
            ActorRef<ConnectionsActor.Command> connections) {
        this.context = context;
        this.timers = timers;
        this.connectionId = connectionId;
        this.headerToken = headerToken;
        this.shared = shared;
        this.settings = shared.settings();
        this.socket = socket;
        this.connections = connections;
        timers.startSingleTimer(ConnectionActor.HelloTimeout.INSTANCE, settings.helloTimeout());
    }

    Optional<SignedIn> signedIn() {
        return signedIn;
    }

    /** Who is there is not known at the moment, so nothing more is to be read. */
    boolean undecided() {
        return judging || renewal.isPresent() && signedIn.orElseThrow().expired(Instant.now());
    }

    // ---- the way in

    void hello(ClientFrame.Hello hello) {
        var token = hello.token().or(() -> headerToken);
        if (token.isEmpty()) {
            socket.bye(Bye.unauthorized("Send a token: in hello.token, or as the header Authorization: Bearer …"));
            return;
        }
        judging = true;
        context.pipeToSelf(
                shared.authenticator().authenticate(token.get()),
                (verdict, error) -> error == null ? new Judged(hello, verdict) : new NotJudged(error));
    }

    void helloTimeout() {
        socket.bye(new Bye(
                "hello_timeout",
                "A connection must say hello within %d ms"
                        .formatted(settings.helloTimeout().toMillis()),
                Reconnect.BACKOFF));
    }

    /** Says welcome, or good-bye. */
    void judged(Judged judged) {
        judging = false;
        judged.verdict()
                .<Runnable>fold(
                        identified -> () -> admit(judged.hello(), identified.identity()),
                        denied -> () -> socket.bye(Bye.unauthorized(denied.message())))
                .run();
    }

    void notJudged(NotJudged failed) {
        judging = false;
        var reason = NotJudgedException.of(failed.error());
        if (reason.getCause() != null) {
            context.getLog().warn("Nobody could judge the token of connection {}", connectionId, reason.getCause());
        }
        socket.bye(Bye.notJudged(reason));
    }

    private void admit(ClientFrame.Hello hello, Identity known) {
        var candidate = new SignedIn(known, hello.profile());
        var affinity = shared.affinity().within(known.placement());
        if (candidate.expired(Instant.now())) {
            socket.bye(Bye.TOKEN_EXPIRED);
        } else if (affinity.isEmpty()) {
            socket.bye(home(known));
        } else {
            enter(hello, candidate, affinity.get());
            supersede(hello, known);
        }
    }

    /** Also for whoever is not let in for having too many connections, so that they are one fewer. */
    private void supersede(ClientFrame.Hello hello, Identity known) {
        hello.supersedes()
                .filter(other -> !other.equals(connectionId))
                .ifPresent(other -> connections.tell(new ConnectionsActor.Supersede(other, known)));
    }

    private void enter(ClientFrame.Hello hello, SignedIn candidate, Affinity affinity) {
        if (shared.limits().enter(candidate.identity().subject())) {
            welcome(hello, candidate, affinity);
        } else {
            socket.bye(Bye.rateLimited(
                    "You have as many connections as one traveler may; close one", ConnectionActor.RETRY_AFTER_MS));
        }
    }

    private Bye home(Identity known) {
        var home = settings.tenants().of(known).flatMap(Tenant::home);
        return shared.affinity()
                .home(known.placement(), home)
                .map(region -> Bye.wrongRegion(
                        shared.affinity().serving(),
                        new ServerFrame.Elsewhere(
                                region,
                                Optional.ofNullable(
                                        shared.affinity().addresses().get(region)))))
                .orElse(new Bye(
                        "forbidden", "Nobody here knows where your conversations may be stored", Reconnect.NEVER));
    }

    private void welcome(ClientFrame.Hello hello, SignedIn candidate, Affinity affinity) {
        timers.cancel(ConnectionActor.HelloTimeout.INSTANCE);
        hold(candidate);
        socket.send(new ServerFrame.Welcome(
                connectionId,
                settings.keepAlive().toMillis(),
                settings.maxFrameBytes(),
                candidate.identity().expiresAt(),
                affinity,
                settings.tenants()
                        .of(candidate.identity())
                        .flatMap(Tenant::home)
                        .orElseGet(() -> affinity.nearest(hello.zone(), Instant.now()))));
    }

    private void hold(SignedIn next) {
        signedIn = Optional.of(next);
        timers.cancel(LookAtToken.INSTANCE);
        next.nextLook(Instant.now()).ifPresent(wait -> timers.startSingleTimer(LookAtToken.INSTANCE, wait));
    }

    // ---- the time after

    /** One at a time; there is an answer to each, at the latest after {@code command-timeout}. */
    void renew(ClientFrame.Auth auth) {
        if (renewal.isPresent()) {
            socket.send(Error.retry(
                    auth.id().orElse(null),
                    "rate_limited",
                    "Another token is being judged; wait for the answer",
                    ConnectionActor.RETRY_AFTER_MS));
            return;
        }
        renewal = Optional.of(auth);
        timers.startSingleTimer(RenewalTimeout.INSTANCE, settings.commandTimeout());
        context.pipeToSelf(
                shared.authenticator().authenticate(auth.token()),
                (verdict, error) ->
                        error == null ? new RenewalJudged(auth, verdict) : new RenewalNotJudged(auth, error));
    }

    /** A verdict that comes after its time is not heard: the client was told to send the token again. */
    void renewalJudged(RenewalJudged judged) {
        if (isUnderWay(judged.auth())) {
            settle(signedIn.orElseThrow().renewedBy(judged.verdict(), Instant.now()));
        }
    }

    void renewalNotJudged(RenewalNotJudged failed) {
        var reason = NotJudgedException.of(failed.error());
        if (reason.getCause() != null) {
            context.getLog()
                    .warn("Nobody could judge the newer token of connection {}", connectionId, reason.getCause());
        }
        if (isUnderWay(failed.auth())) {
            settle(signedIn.orElseThrow().unjudged(reason, Instant.now()));
        }
    }

    void renewalTimeout() {
        if (renewal.isPresent()) {
            var reason = NotJudgedException.unavailable(
                    "Nobody judged the newer one in time; send it again", ConnectionActor.RETRY_AFTER_MS);
            settle(signedIn.orElseThrow().unjudged(reason, Instant.now()));
        }
    }

    private boolean isUnderWay(ClientFrame.Auth auth) {
        return renewal.filter(it -> it == auth).isPresent();
    }

    private void settle(Renewal outcome) {
        var id = renewal.orElseThrow().id();
        renewal = Optional.empty();
        timers.cancel(RenewalTimeout.INSTANCE);
        outcome.<Runnable>fold(
                        renewed -> () -> {
                            hold(renewed.signedIn());
                            socket.send(new ServerFrame.Renewed(
                                    id, renewed.signedIn().identity().expiresAt()));
                        },
                        kept -> () -> socket.send(answer(id.orElse(null), kept)),
                        over -> () -> socket.bye(over.bye()))
                .run();
    }

    private static Error answer(String id, Renewal.Kept kept) {
        return kept.retryAfterMs().isPresent()
                ? Error.retry(
                        id, kept.code(), kept.message(), kept.retryAfterMs().getAsLong())
                : Error.of(id, kept.code(), kept.message());
    }

    /** Whoever has just sent a newer token is not sent away before that is judged. */
    void look() {
        var now = Instant.now();
        signedIn.ifPresent(it -> {
            if (!it.expired(now)) {
                hold(it);
            } else if (renewal.isEmpty()) {
                socket.bye(Bye.TOKEN_EXPIRED);
            }
        });
    }

    /** The connection has gone. */
    void stopped() {
        signedIn.ifPresent(it -> shared.limits().leave(it.identity().subject()));
    }

    /** No more is asked or expected of the client. */
    void stop() {
        renewal = Optional.empty();
        timers.cancel(ConnectionActor.HelloTimeout.INSTANCE);
        timers.cancel(RenewalTimeout.INSTANCE);
        timers.cancel(LookAtToken.INSTANCE);
    }
}
