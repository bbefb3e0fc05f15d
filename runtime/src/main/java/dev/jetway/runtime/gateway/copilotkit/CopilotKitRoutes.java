package dev.jetway.runtime.gateway.copilotkit;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatcher1;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.http.HttpError;
import dev.jetway.runtime.gateway.http.SignIn;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.sse.AgentNames;
import dev.jetway.runtime.gateway.sse.JsonBody;
import dev.jetway.runtime.gateway.sse.RunRequest;
import dev.jetway.runtime.gateway.sse.RunStreams;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What CopilotKit's clients ask of a runtime, below {@code /v1/copilotkit}: in addresses of their own, or, as they do
 * where only one address is to be had, in envelopes to that one.
 */
public final class CopilotKitRoutes extends AllDirectives {

    /** The name CopilotKit's components use when they are told none. */
    private static final String DEFAULT = "default";

    private static final Set<String> AGENTS = Set.of(AgentNames.COORDINATOR, DEFAULT);
    private static final String DESCRIPTION = "Plans, compares and books travel";
    private static final long RETRY_AFTER_MS = 1_000;

    private final SignIn signIn;
    private final RunStreams streams;
    private final JsonBody bodies;
    private final String version;

    /** @param version of this node */
    public CopilotKitRoutes(SignIn signIn, RunStreams streams, JsonBody bodies, String version) {
        this.signIn = signIn;
        this.streams = streams;
        this.bodies = bodies;
        this.version = version;
    }

    public Route route() {
        return pathPrefix(
                PathMatchers.segment("v1").slash("copilotkit"),
                () -> concat(
                        path("info", () -> get(() -> signIn.signedIn(identity -> complete(info())))),
                        path(
                                agent("run"),
                                agent -> posted(agent, identity -> bodies.json(body -> run(identity, body)))),
                        path(
                                agent("connect"),
                                agent -> posted(agent, identity -> bodies.json(body -> connect(identity, body)))),
                        path(
                                agent("stop").slash(PathMatchers.segment()),
                                (agent, thread) -> posted(
                                        agent, identity -> bodies.optionalJson(body -> stop(identity, thread, body)))),
                        pathEndOrSingleSlash(() -> post(() -> signIn.signedIn(
                                identity -> bodies.json(body -> enveloped(identity, Fields.of("body", body))))))));
    }

    private static PathMatcher1<String> agent(String method) {
        return PathMatchers.segment("agent").slash(PathMatchers.segment()).slash(method);
    }

    private Route posted(String agent, Function<Identity, Route> inner) {
        return post(() -> signIn.signedIn(
                identity -> AGENTS.contains(agent) ? inner.apply(identity) : complete(AgentNames.unknown(agent))));
    }

    private CompletionStage<HttpResponse> run(Identity identity, JsonNode input) throws BadFrameException {
        return streams.open(RunRequest.run(identity, input));
    }

    private CompletionStage<HttpResponse> connect(Identity identity, JsonNode input) throws BadFrameException {
        return streams.open(RunRequest.connect(identity, input));
    }

    /** @param body with the run to be stopped, if it is not whatever is open */
    private CompletionStage<HttpResponse> stop(Identity identity, String thread, JsonNode body)
            throws BadFrameException {
        var named = new Fields("address", JsonNodeFactory.instance.objectNode().put("thread", thread)).name("thread");
        var runId = body.isMissingNode()
                ? Optional.<String>empty()
                : Fields.of("body", body).optionalName("runId");
        return streams.cancel(new ConversationId(identity.subject(), named, identity.placement()), runId)
                .thenApply(CopilotKitRoutes::stopped);
    }

    private static HttpResponse stopped(Receipt receipt) {
        if (receipt instanceof Refused refused) {
            if (refused.retryable()) {
                return HttpError.retry(StatusCodes.CONFLICT, refused.code(), refused.message(), RETRY_AFTER_MS);
            }
            return HttpError.refusal(
                    refused.code().equals("not_found") ? StatusCodes.NOT_FOUND : StatusCodes.CONFLICT,
                    refused.code(),
                    refused.message());
        }
        boolean duplicate = ((Accepted) receipt).duplicate();
        return ok(Json.object(json -> json.writeBooleanField("stopped", !duplicate)));
    }

    private CompletionStage<HttpResponse> enveloped(Identity identity, Fields envelope) throws BadFrameException {
        var method = envelope.required("method");
        if (method.equals("info")) {
            return CompletableFuture.completedStage(info());
        }
        var params = envelope.object("params").orElseThrow(() -> envelope.missing("params"));
        var agent = params.required("agentId");
        if (!AGENTS.contains(agent)) {
            return CompletableFuture.completedStage(AgentNames.unknown(agent));
        }
        var body = envelope.node().path("body");
        return switch (method) {
            case "agent/run" -> run(identity, body);
            case "agent/connect" -> connect(identity, body);
            case "agent/stop" -> stop(identity, params.name("threadId"), body);
            default ->
                throw new BadFrameException(
                        "unknown_type",
                        null,
                        "%s must be info, agent/run, agent/connect or agent/stop".formatted(envelope.at("method")));
        };
    }

    private HttpResponse info() {
        return ok(Json.object(json -> {
            json.writeStringField("version", version);
            json.writeObjectFieldStart("agents");
            for (var agent : new TreeSet<>(AGENTS)) {
                json.writeObjectFieldStart(agent);
                json.writeStringField("name", agent);
                json.writeStringField("className", "Jetway");
                json.writeStringField("description", DESCRIPTION);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeBooleanField("audioFileTranscriptionEnabled", false);
            json.writeStringField("mode", "sse");
            json.writeObjectFieldStart("threadEndpoints");
            for (var feature : new String[] {"list", "inspect", "mutations", "realtimeMetadata"}) {
                json.writeBooleanField(feature, false);
            }
            json.writeEndObject();
            json.writeBooleanField("suggestions", false);
            json.writeBooleanField("telemetryDisabled", true);
        }));
    }

    private static HttpResponse ok(String body) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }
}
