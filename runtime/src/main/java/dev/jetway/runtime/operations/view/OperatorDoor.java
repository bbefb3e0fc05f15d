package dev.jetway.runtime.operations.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.jetway.runtime.gateway.http.HttpError;
import dev.jetway.runtime.gateway.http.SignIn;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.operations.ServerSentEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How nodes and regions are, for whoever has a token with the role {@code operator}: {@code GET /v1/operations/state}, and
 * {@code GET /v1/operations/events} as it happens.
 */
public final class OperatorDoor extends AllDirectives {

    /** Between two pictures. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration ADMISSION = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int MAX_VIEWERS = 32;
    private static final long RETRY_AFTER_MS = 10_000;

    /** Pictures that may wait for a slow viewer. */
    private static final int BUFFER = 4;

    private final ActorSystem<?> system;
    private final SignIn signIn;
    private final Supplier<CompletionStage<String>> look;
    private final ActorRef<ViewersActor.Command> viewers;

    /** @param look how everything is now, as JSON text; asked once a second at most while somebody watches */
    OperatorDoor(ActorSystem<?> system, SignIn signIn, Supplier<CompletionStage<String>> look) {
        this.system = system;
        this.signIn = signIn;
        this.look = look;
        this.viewers = system.systemActorOf(
                ViewersActor.create(look, INTERVAL, MAX_VIEWERS), "viewers-" + UUID.randomUUID(), Props.empty());
    }

    public Route route() {
        return pathPrefix(
                PathMatchers.segment("v1").slash("operations"),
                () -> concat(
                        path(
                                "state",
                                () -> get(() -> signIn.signedIn(
                                        Role.OPERATOR,
                                        who -> completeWithFuture(look.get().thenApply(OperatorDoor::state))))),
                        path(
                                "events",
                                () -> get(() -> signIn.signedIn(
                                        Role.OPERATOR,
                                        who -> extractMaterializer(
                                                materializer -> completeWithFuture(events(who, materializer))))))));
    }

    private static HttpResponse state(String json) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(ContentTypes.APPLICATION_JSON, json);
    }

    private CompletionStage<HttpResponse> events(Identity who, Materializer materializer) {
        var queue = Source.<ByteString>queue(BUFFER).preMaterialize(materializer);
        var viewer = queue.first();
        var until = who.expiresAt().orElse(Instant.MAX);
        return AskPattern.<ViewersActor.Command, Boolean>ask(
                        viewers,
                        replyTo -> new ViewersActor.Watch(viewer, until, replyTo),
                        ADMISSION,
                        system.scheduler())
                .thenApply(admitted -> {
                    if (!admitted) {
                        viewer.complete();
                        return HttpError.unavailable(
                                "%d people watch this node already; ask another one".formatted(MAX_VIEWERS),
                                RETRY_AFTER_MS);
                    }
                    var events = queue.second().watchTermination((none, done) -> {
                        done.whenComplete((end, error) -> viewers.tell(new ViewersActor.Gone(viewer)));
                        return none;
                    });
                    return ServerSentEvents.response(events, SILENCE);
                });
    }
}
