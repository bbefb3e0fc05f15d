package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.List;

/**
 * What this node's doors are: {@code /v1/asyncapi.json}, {@code /v1/openapi.json}, {@code
 * /v1/openapi-operations.json} and the schema of events they refer to, for machines; {@code /docs} for people. They change with the version only, and carry an {@code ETag}.
 */
final class DescriptionRoutes extends AllDirectives {

    private static final List<HttpHeader> FOR_ALL = List.of(
            RawHeader.create("Cache-Control", "no-cache"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Access-Control-Allow-Origin", "*"));

    private static final DocsPage DOCS = DocsPage.rendered();

    Route route() {
        return get(() -> concat(
                pathPrefix(
                        "v1",
                        () -> concat(
                                served(Description.ASYNC_API),
                                served(Description.OPEN_API),
                                served(Description.OPERATIONS_API),
                                served(Description.EVENTS))),
                path(PathMatchers.segment("docs"), this::page)));
    }

    private Route served(Description it) {
        return path(
                it.name(),
                () -> conditional(
                        it.tag(),
                        () -> respondWithHeaders(
                                FOR_ALL, () -> complete(content(ContentTypes.APPLICATION_JSON, it.text())))));
    }

    private Route page() {
        return conditional(
                Description.tag(DOCS.html()),
                () -> respondWithHeaders(
                        List.of(
                                RawHeader.create("Cache-Control", "no-cache"),
                                RawHeader.create("Content-Security-Policy", DOCS.policy()),
                                RawHeader.create("X-Content-Type-Options", "nosniff"),
                                RawHeader.create("Referrer-Policy", "no-referrer")),
                        () -> complete(content(ContentTypes.TEXT_HTML_UTF8, DOCS.html()))));
    }

    private static HttpResponse content(ContentType.NonBinary type, String text) {
        return HttpResponse.create().withEntity(HttpEntities.create(type, text));
    }
}
