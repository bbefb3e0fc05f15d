package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.List;

/**
 * Serves the files of pages from the class path, each by name, with headers that let a page run its own scripts and
 * nothing else.
 */
public final class PageFiles extends AllDirectives {

    private final List<HttpHeader> headers;

    /** @param trustedTypes the names of the policies through which the page's libraries may make HTML */
    public PageFiles(List<String> trustedTypes) {
        var policy = String.join(
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
                "trusted-types " + String.join(" ", trustedTypes));
        headers = List.of(
                RawHeader.create("Content-Security-Policy", policy),
                RawHeader.create("X-Content-Type-Options", "nosniff"),
                RawHeader.create("Referrer-Policy", "no-referrer"),
                RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"));
    }

    /** The page itself, which no cache keeps. */
    public Route page(String resource) {
        return serve(resource, "no-store");
    }

    /** What a page loads, kept by caches that ask whether it is still the same. @param address below the root */
    public Route file(String address, String resource) {
        return path(PathMatchers.separateOnSlashes(address), () -> serve(resource, "no-cache"));
    }

    private Route serve(String resource, String caching) {
        return respondWithHeader(
                RawHeader.create("Cache-Control", caching),
                () -> respondWithHeaders(headers, () -> getFromResource(resource, type(resource))));
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
