package dev.jetway.runtime.operations;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import dev.jetway.mcp.ToolCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What load balancers, operators and Prometheus ask a node. */
public final class OperationsRoutes extends AllDirectives {

    private static final ContentType PROMETHEUS = MediaTypes.customWithOpenCharset(
                    "text", "plain", Map.of("version", "0.0.4"), false)
            .toContentType(HttpCharsets.UTF_8);

    private final Readiness readiness;
    private final Supplier<ToolCatalog> catalog;
    private final Supplier<String> scrape;

    /**
     * All three are asked per request and must not block.
     *
     * @param scrape the metrics in Prometheus' text format
     */
    public OperationsRoutes(Readiness readiness, Supplier<ToolCatalog> catalog, Supplier<String> scrape) {
        this.readiness = readiness;
        this.catalog = catalog;
        this.scrape = scrape;
    }

    /** {@code /ready}, {@code /alive} and {@code /v1/tools}: nothing a stranger may not know. */
    public Route probes() {
        return concat(
                path("ready", () -> get(() -> complete(ready()))),
                path("alive", () -> get(() -> complete(json(StatusCodes.OK, "{\"alive\":true}")))),
                path(
                        PathMatchers.segment("v1").slash("tools"),
                        () -> get(() -> complete(json(StatusCodes.OK, Pages.tools(catalog.get()))))));
    }

    /** The probes and {@code /metrics}. */
    public Route route() {
        return concat(
                probes(),
                path("metrics", () -> get(() -> complete(response(StatusCodes.OK, PROMETHEUS, scrape.get())))));
    }

    /** Starts to listen where the settings say. The stage fails when the address can't be bound. */
    public CompletionStage<ServerBinding> bind(ActorSystem<?> system, OperationsSettings settings) {
        return Http.get(system).newServerAt(settings.host(), settings.port()).bind(route());
    }

    private HttpResponse ready() {
        var lacking = readiness.lacking();
        return json(
                lacking.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                Pages.readiness(lacking, catalog.get()));
    }

    private static HttpResponse json(StatusCode status, String body) {
        return response(status, ContentTypes.APPLICATION_JSON, body);
    }

    private static HttpResponse response(StatusCode status, ContentType type, String body) {
        return HttpResponse.create()
                .withStatus(status)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(type, body.getBytes(StandardCharsets.UTF_8)));
    }
}
