package dev.jetway.runtime.operations;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import dev.jetway.mcp.ToolCatalog;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What load balancers, operators and Prometheus ask a node. */
public final class OperationsRoutes extends AllDirectives {

    private static final ContentType PROMETHEUS = MediaTypes.customWithOpenCharset(
                    "text", "plain", Map.of("version", "0.0.4"), false)
            .toContentType(HttpCharsets.UTF_8);

    private static final Logger log = LoggerFactory.getLogger(OperationsRoutes.class);

    private final Readiness readiness;
    private final RegionReadiness region;
    private final Supplier<ToolCatalog> catalog;
    private final Supplier<String> scrape;
    private final Regions regions;
    private final Supplier<CompletionStage<ReloadReport>> reload;

    /**
     * All six are asked per request and must not block.
     *
     * @param region whether this region is ready for travelers
     * @param scrape the metrics in Prometheus' text format
     * @param regions what operators see and change of them
     * @param reload takes over what the configuration says of the tool servers by now
     */
    public OperationsRoutes(
            Readiness readiness,
            RegionReadiness region,
            Supplier<ToolCatalog> catalog,
            Supplier<String> scrape,
            Regions regions,
            Supplier<CompletionStage<ReloadReport>> reload) {
        this.readiness = readiness;
        this.region = region;
        this.catalog = catalog;
        this.scrape = scrape;
        this.regions = regions;
        this.reload = reload;
    }

    /** {@code /ready}, {@code /ready/region}, {@code /alive} and {@code /v1/tools}: nothing a stranger may not know. */
    public Route probes() {
        return concat(
                path("ready", () -> get(() -> complete(ready()))),
                path(PathMatchers.segment("ready").slash("region"), () -> get(() -> complete(regionReady()))),
                path("alive", () -> get(() -> complete(json(StatusCodes.OK, "{\"alive\":true}")))),
                path(
                        PathMatchers.segment("v1").slash("tools"),
                        () -> get(() -> complete(json(StatusCodes.OK, Pages.tools(catalog.get()))))));
    }

    /**
     * The probes, {@code /v1/regions}, {@code /metrics} and, for whoever is on this machine, {@code POST
     * /v1/tools/reload} and {@code POST /v1/regions/primary}.
     */
    public Route route() {
        return concat(
                probes(),
                path(
                        PathMatchers.segment("v1").slash("regions"),
                        () -> get(() -> complete(json(StatusCodes.OK, regions.report())))),
                path(
                        PathMatchers.segment("v1").slash("regions").slash("primary"),
                        // Whoever acts in the old primary is let end first.
                        () -> post(() -> withoutRequestTimeout(() -> extractRequest(request -> fromHere(request)
                                ? entity(Unmarshaller.entityToString(), text -> completeWithFuture(moved(text)))
                                : complete(refused("The primary is moved")))))),
                path("metrics", () -> get(() -> complete(response(StatusCodes.OK, PROMETHEUS, scrape.get())))),
                path(
                        PathMatchers.segment("v1").slash("tools").slash("reload"),
                        // New servers have their connect-timeout to be reached in.
                        () -> post(() -> withoutRequestTimeout(() -> extractRequest(request -> completeWithFuture(
                                fromHere(request)
                                        ? reloaded()
                                        : CompletableFuture.completedStage(refused("Tool servers are reloaded"))))))));
    }

    /**
     * Starts to listen where the settings say. The stage fails when the address can't be bound.
     *
     * @param more what else is answered there
     */
    public CompletionStage<ServerBinding> bind(ActorSystem<?> system, OperationsSettings settings, Route... more) {
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(ServerSettings.create(system.classicSystem()).withRemoteAddressAttribute(true))
                .bind(concat(route(), more));
    }

    /** Not from another machine, and not from a page in a browser on this one. */
    static boolean fromHere(HttpRequest request) {
        return request.getHeader("Origin").isEmpty()
                && request.getAttribute(AttributeKeys.remoteAddress)
                        .flatMap(RemoteAddress::getAddress)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }

    private static HttpResponse refused(String what) {
        return json(StatusCodes.FORBIDDEN, Pages.error(what + " from the machine the node runs on only"));
    }

    private CompletionStage<HttpResponse> moved(String request) {
        return regions.movePrimary(request)
                .handle((primary, error) -> error == null ? json(StatusCodes.OK, primary) : failed(error));
    }

    private static HttpResponse failed(Throwable error) {
        var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        var status = cause instanceof IllegalArgumentException
                ? StatusCodes.UNPROCESSABLE_CONTENT
                : cause instanceof IllegalStateException ? StatusCodes.CONFLICT : StatusCodes.INTERNAL_SERVER_ERROR;
        return json(status, Pages.error(String.valueOf(cause.getMessage())));
    }

    private CompletionStage<HttpResponse> reloaded() {
        return reload.get().handle((report, error) -> {
            if (error == null) {
                return json(StatusCodes.OK, Pages.reloaded(report, catalog.get()));
            }
            log.warn(
                    "The tool servers stay as they are: {}",
                    error instanceof CompletionException ? error.getCause().getMessage() : error.getMessage());
            return failed(error);
        });
    }

    private HttpResponse ready() {
        var lacking = readiness.lacking();
        return json(
                lacking.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                Pages.readiness(lacking, catalog.get()));
    }

    private HttpResponse regionReady() {
        var lacking = region.lacking();
        return json(
                lacking.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                Pages.regionReadiness(region.serving(), lacking));
    }

    static HttpResponse json(StatusCode status, String body) {
        return response(status, ContentTypes.APPLICATION_JSON, body);
    }

    private static HttpResponse response(StatusCode status, ContentType type, String body) {
        return HttpResponse.create()
                .withStatus(status)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(type, body.getBytes(StandardCharsets.UTF_8)));
    }
}
