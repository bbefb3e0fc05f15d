package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.memory.Change;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is remembered of whoever asks, and its end: for pages where travelers look after their data. */
public final class MemoryRoutes extends AllDirectives {

    private static final Logger log = LoggerFactory.getLogger(MemoryRoutes.class);

    private static final long RETRY_MS = 5_000;

    private final SignIn signIn;
    private final Memories memories;

    public MemoryRoutes(SignIn signIn, Memories memories) {
        this.signIn = signIn;
        this.memories = memories;
    }

    public Route route() {
        return path(
                PathMatchers.segment("v1").slash("memory"),
                () -> concat(
                        get(() -> signIn.signedIn(it -> answered(memories.recall(whose(it)), MemoryRoutes::shown))),
                        delete(() -> signIn.signedIn(it -> answered(
                                memories.change(whose(it), Change.of(Forget.EVERYTHING), ""),
                                MemoryRoutes::forgotten)))));
    }

    private static Whose whose(Identity identity) {
        return new Whose(identity.subject(), identity.placement());
    }

    private Route answered(CompletionStage<Remembered> known, Function<Remembered, HttpResponse> answer) {
        return onComplete(known, result -> {
            if (result.isFailure()) {
                log.warn(
                        "What is remembered of a traveler is out of reach",
                        result.failed().get());
                return complete(HttpError.unavailable("What is remembered is out of reach; try again", RETRY_MS));
            }
            return complete(answer.apply(result.get()));
        });
    }

    /** Somebody may have had more remembered at the same moment; then it is not over. */
    private static HttpResponse forgotten(Remembered left) {
        return left.consent().isEmpty()
                ? HttpResponse.create().withStatus(StatusCodes.NO_CONTENT)
                : HttpError.unavailable("Not everything is deleted yet; try again", RETRY_MS);
    }

    private static HttpResponse shown(Remembered known) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(
                        HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.object(json -> write(json, known))));
    }

    private static void write(JsonGenerator json, Remembered known) throws IOException {
        if (known.consent().isPresent()) {
            json.writeObjectFieldStart("consent");
            said(
                    json,
                    known.consent().get().conversation(),
                    known.consent().get().at().toString());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("preferences");
        for (var kept : known.preferences().values()) {
            json.writeStartObject();
            json.writeStringField("key", kept.note().preference().key());
            json.writeStringField("value", kept.note().value());
            said(json, kept.conversation(), kept.at().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("trips");
        for (var trip : known.trips()) {
            json.writeStartObject();
            json.writeStringField("reference", trip.reference());
            json.writeStringField("kind", trip.kind());
            json.writeStringField("title", trip.title());
            json.writeStringField("start", trip.start().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void said(JsonGenerator json, String conversation, String at) throws IOException {
        json.writeStringField(
                "thread", ConversationId.fromEntityId(conversation).thread());
        json.writeStringField("at", at);
    }
}
