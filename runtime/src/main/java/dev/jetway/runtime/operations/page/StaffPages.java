package dev.jetway.runtime.operations.page;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /desk} and {@code /operator}, from the class path: only the files named here, and nothing that takes a token to
 * see. What they import from {@code /lib}, and their icon, the chat page's routes serve.
 */
public final class StaffPages extends AllDirectives {

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
            "trusted-types lit-html");

    private static final List<String> PAGES = List.of("desk", "operator");

    private static final List<String> FILES = List.of(
            "desk/desk.js",
            "desk/conversation.js",
            "desk/staff.js",
            "desk/desk.css",
            "desk/staff.css",
            "operator/operator.js",
            "operator/operator.css");

    public Route route() {
        var routes = new ArrayList<Route>();
        PAGES.forEach(page -> routes.add(path(page, () -> serve("page/%s/index.html".formatted(page), "no-store"))));
        FILES.forEach(file ->
                routes.add(path(PathMatchers.separateOnSlashes(file), () -> serve("page/" + file, "no-cache"))));
        return get(() -> concat(routes.get(0), routes.subList(1, routes.size()).toArray(Route[]::new)));
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
        return ContentTypes.parse(
                switch (ending) {
                    case "html" -> "text/html; charset=utf-8";
                    case "css" -> "text/css; charset=utf-8";
                    case "js" -> "text/javascript; charset=utf-8";
                    default -> throw new IllegalArgumentException("No content type for " + resource);
                });
    }
}
