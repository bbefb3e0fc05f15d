package dev.jetway.runtime.region.link;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/** Speaks to the links of other regions. Stages fail when nobody there could answer in time. */
final class LinkClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_ANSWER = 1 << 20;

    private final ActorSystem<?> system;
    private final LinkSettings settings;
    private final HttpsConnectionContext tls;
    private final ConnectionPoolSettings pool;

    LinkClient(ActorSystem<?> system, LinkSettings settings) {
        this.system = system;
        this.settings = settings;
        this.tls = ConnectionContext.httpsClient(settings.tls().context());
        var defaults = ConnectionPoolSettings.create(system.classicSystem());
        this.pool = defaults.withConnectionSettings(defaults.getConnectionSettings()
                .withConnectingTimeout(FiniteDuration.create(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)));
    }

    CompletionStage<JsonNode> get(String region, String path) {
        return first(region, address -> HttpRequest.GET(address + path), settings.timeout());
    }

    /** @param limit how long the answer may take */
    CompletionStage<JsonNode> post(String region, String path, JsonNode body, Duration limit) {
        return first(
                region,
                address -> HttpRequest.POST(address + path).withEntity(ContentTypes.APPLICATION_JSON, body.toString()),
                limit);
    }

    private interface ToRequest {
        HttpRequest at(URI address);
    }

    /** The next node is asked only where this one could not be: no request is sent twice. */
    private CompletionStage<JsonNode> first(String region, ToRequest request, Duration limit) {
        var addresses = settings.neighbors().get(region);
        if (addresses == null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("There is no region " + region));
        }
        return ask(addresses, request, limit);
    }

    private CompletionStage<JsonNode> ask(List<URI> addresses, ToRequest request, Duration limit) {
        var answer = Http.get(system)
                .singleRequest(
                        request.at(addresses.get(0)),
                        tls,
                        pool,
                        system.classicSystem().log())
                .thenCompose(this::read)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (addresses.size() == 1) {
            return answer;
        }
        return answer.handle((json, error) -> error == null || !neverSent(error)
                        ? answer
                        : ask(addresses.subList(1, addresses.size()), request, limit)
                                .toCompletableFuture())
                .thenCompose(next -> next);
    }

    private static boolean neverSent(Throwable error) {
        var cause = error;
        while (cause != null && !(cause instanceof java.net.ConnectException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private CompletionStage<JsonNode> read(HttpResponse response) {
        return response.entity()
                .withSizeLimit(MAX_ANSWER)
                .toStrict(settings.timeout().toMillis(), system)
                .thenApply(entity -> {
                    var text = entity.getData().utf8String();
                    if (!response.status().equals(StatusCodes.OK)) {
                        throw new LinkRefusedException(response.status().intValue(), text);
                    }
                    return parsed(text);
                });
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A region answered with what is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
