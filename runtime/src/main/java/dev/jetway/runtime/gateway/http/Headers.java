package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a request's headers say, whether or not akka-http has a type for them. */
final class Headers {

    private static final String BEARER = "Bearer ";

    private Headers() {}

    static Optional<String> first(HttpRequest request, String lowercaseName) {
        return all(request, lowercaseName).stream().findFirst();
    }

    static List<String> all(HttpRequest request, String lowercaseName) {
        return StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(header -> header.is(lowercaseName))
                .map(HttpHeader::value)
                .toList();
    }

    /** The token of {@code Authorization: Bearer …}. Empty as well when there are several such headers. */
    static Optional<String> bearer(HttpRequest request) {
        var values = all(request, "authorization");
        return Optional.of(values)
                .filter(it -> it.size() == 1)
                .map(it -> it.get(0))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).trim())
                .filter(token -> !token.isEmpty());
    }
}
