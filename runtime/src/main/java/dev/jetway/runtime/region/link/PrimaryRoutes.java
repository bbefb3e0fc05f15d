package dev.jetway.runtime.region.link;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.region.primary.Primary;
import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What another region may ask of this one when the primary is moved. All of it is safe to repeat. */
final class PrimaryRoutes extends AllDirectives {

    static final String HEARD = "/link/v1/primary/heard";
    static final String STEP_DOWN = "/link/v1/primary/step-down";
    static final String FORCE = "/link/v1/primary/force";

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final long MAX_REQUEST = 16 * 1024;
    private static final long READ_MILLIS = 5_000;

    private final ActorSystem<?> system;
    private final LinkSettings settings;
    private final Primary primary;

    PrimaryRoutes(ActorSystem<?> system, LinkSettings settings, Primary primary) {
        this.system = system;
        this.settings = settings;
        this.primary = primary;
    }

    Route route() {
        return pathPrefix(
                LinkServer.segments("primary"),
                () -> concat(
                        path("heard", () -> asked(primary::hear)),
                        // Whoever acts is let end first.
                        path("step-down", () -> withoutRequestTimeout(() -> asked(primary::stepDown))),
                        path("force", () -> asked(primary::force))));
    }

    private Route asked(Function<PrimaryMoved, CompletionStage<PrimaryMoved>> action) {
        return post(() -> extractRequest(request -> completeWithFuture(request.entity()
                .withSizeLimit(MAX_REQUEST)
                .toStrict(READ_MILLIS, system)
                .thenCompose(entity -> done(entity.getData().utf8String(), action)))));
    }

    private CompletionStage<HttpResponse> done(
            String request, Function<PrimaryMoved, CompletionStage<PrimaryMoved>> action) {
        PrimaryMoved wanted;
        try {
            wanted = JSON.readValue(request, PrimaryMoved.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return LinkServer.done(StatusCodes.BAD_REQUEST, "No move of the primary: " + e.getMessage());
        }
        if (!settings.knows(wanted.region())) {
            return LinkServer.done(StatusCodes.BAD_REQUEST, "There is no region " + wanted.region());
        }
        return action.apply(wanted).handle((known, error) -> {
            if (error == null) {
                return LinkServer.answer(StatusCodes.OK, JSON.valueToTree(known));
            }
            var cause = LinkClient.cause(error);
            return cause instanceof IllegalStateException
                    ? LinkServer.answer(StatusCodes.CONFLICT, LinkServer.error(cause.getMessage()))
                    : LinkServer.answer(
                            StatusCodes.SERVICE_UNAVAILABLE,
                            LinkServer.error("The register of the primary does not answer: " + cause));
        });
    }
}
