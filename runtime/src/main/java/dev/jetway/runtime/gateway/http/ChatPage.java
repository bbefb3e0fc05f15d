package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chat page and its libraries, from the class path. Only the files named here are served. */
final class ChatPage extends AllDirectives {

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html dompurify");

    private static final List<String> FILES = List.of(
            "app.css",
            "app.js",
            "chat.css",
            "client/back-off.js",
            "client/commands.js",
            "client/connection.js",
            "client/thread.js",
            "icon.svg",
            "jetway-client.js",
            "model.js",
            "plan.css",
            "shelf.js",
            "sign-in.js",
            "storage.js",
            "talk.js",
            "talks.js",
            "views/composer.js",
            "views/header.js",
            "views/icons.js",
            "views/log.js",
            "views/markdown.js",
            "views/offers.js",
            "views/page.js",
            "views/plan.js",
            "views/question.js",
            "views/sidebar.js",
            "views/sign-in.js");

    /** Path below {@code /webjars} by the name the page uses. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lit-html.js", "lit-html/3.3.2/lit-html.js",
            "directive.js", "lit-html/3.3.2/directive.js",
            "directive-helpers.js", "lit-html/3.3.2/directive-helpers.js",
            "directives/repeat.js", "lit-html/3.3.2/directives/repeat.js",
            "directives/unsafe-html.js", "lit-html/3.3.2/directives/unsafe-html.js",
            "marked.js", "marked/17.0.1/lib/marked.esm.js",
            "purify.js", "dompurify/3.3.3/dist/purify.es.mjs");

    Route route() {
        var routes = new ArrayList<Route>();
        routes.add(pathSingleSlash(() -> serve("page/index.html", "no-store")));
        FILES.forEach(file -> routes.add(file(file, "page/" + file)));
        LIBRARIES.forEach((name, jar) -> routes.add(file("lib/" + name, "META-INF/resources/webjars/" + jar)));
        return get(() -> concat(routes.get(0), routes.subList(1, routes.size()).toArray(Route[]::new)));
    }

    private Route file(String address, String resource) {
        return path(PathMatchers.separateOnSlashes(address), () -> serve(resource, "no-cache"));
    }

    private Route serve(String resource, String caching) {
        return respondWithHeaders(
                List.of(
                        RawHeader.create("Content-Security-Policy", POLICY),
                        RawHeader.create("X-Content-Type-Options", "nosniff"),
                        RawHeader.create("Referrer-Policy", "no-referrer"),
                        RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
                        RawHeader.create("Cache-Control", caching)),
                () -> getFromResource(resource, type(resource)));
    }

    private static ContentType type(String resource) {
        var ending = resource.substring(resource.lastIndexOf('.') + 1);
        var type = switch (ending) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            default -> throw new IllegalArgumentException("No content type for " + resource);
        };
        return ContentTypes.parse(type);
    }
}
