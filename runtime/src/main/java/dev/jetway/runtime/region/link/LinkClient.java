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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/** Speaks to the links of other regions. Stages fail when nobody there could answer in time. */
final class LinkClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_ANSWER = 1 << 20;

    private final ActorSystem<?> system;
    private final LinkSettings settings;
    private final HttpsConnectionContext tls;
    private final ConnectionPoolSettings working;

    /** Connections of its own: whoever is busy is there. */
    private final ConnectionPoolSettings watching;

    /** Connections of its own: news must not wait for what takes its time, nor for long behind a node that hangs. */
    private final ConnectionPoolSettings telling;

    /** By region, which of its nodes to ask next. */
    private final Map<String, Integer> next = new ConcurrentHashMap<>();

    LinkClient(ActorSystem<?> system, LinkSettings settings) {
        this.system = system;
        this.settings = settings;
        this.tls = ConnectionContext.httpsClient(settings.tls().context());
        var defaults = ConnectionPoolSettings.create(system.classicSystem());
        var timeout = FiniteDuration.create(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        // Else whoever was away for a minute would be tried again only after as long.
        this.working = defaults.withMaxConnectionBackoff(timeout)
                .withConnectionSettings(defaults.getConnectionSettings().withConnectingTimeout(timeout));
        this.watching = working.withMaxConnections(4).withMaxOpenRequests(16);
        this.telling = working.withMaxConnections(2)
                .withMaxOpenRequests(4)
                .withConnectionSettings(working.getConnectionSettings()
                        .withIdleTimeout(FiniteDuration.create(
                                settings.timeout().multipliedBy(10).toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Asks all nodes of a region at once; the first answer counts. */
    CompletionStage<JsonNode> any(String region, String path) {
        var answers = addresses(region).stream()
                .map(address -> ask(HttpRequest.GET(address + path), watching, settings.timeout()))
                .toList();
        var first = new CompletableFuture<JsonNode>();
        answers.forEach(answer -> answer.thenAccept(first::complete));
        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0])).exceptionally(none -> {
            first.completeExceptionally(none);
            return null;
        });
        return first;
    }

    /**
     * Asks one node of a region; after one that did not answer, the next time another.
     *
     * @param limit how long the answer may take
     */
    CompletionStage<JsonNode> post(String region, String path, JsonNode body, Duration limit) {
        var addresses = addresses(region);
        int at = Math.floorMod(next.getOrDefault(region, 0), addresses.size());
        var request =
                HttpRequest.POST(addresses.get(at) + path).withEntity(ContentTypes.APPLICATION_JSON, body.toString());
        return ask(request, working, limit).whenComplete((answer, error) -> {
            if (error != null && !(cause(error) instanceof LinkRefusedException)) {
                next.replace(region, at, at + 1);
                next.putIfAbsent(region, at + 1);
            }
        });
    }

    /** Tells one node something. */
    CompletionStage<JsonNode> tell(URI address, String path, JsonNode body) {
        var request = HttpRequest.POST(address + path).withEntity(ContentTypes.APPLICATION_JSON, body.toString());
        return ask(request, telling, settings.timeout());
    }

    private List<URI> addresses(String region) {
        var addresses = settings.neighbors().get(region);
        if (addresses == null) {
            throw new IllegalArgumentException("There is no region " + region);
        }
        return addresses;
    }

    private CompletableFuture<JsonNode> ask(HttpRequest request, ConnectionPoolSettings pool, Duration limit) {
        return Http.get(system)
                .singleRequest(request, tls, pool, system.classicSystem().log())
                .thenCompose(this::read)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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
