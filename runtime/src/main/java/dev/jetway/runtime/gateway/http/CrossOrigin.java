package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets pages of allowed origins use the gateway over HTTP, and keeps others from it. There are no cookies: a page has
 * to have a token, so credentials in the sense of CORS are never allowed.
 */
final class CrossOrigin extends AllDirectives {

    private static final String ORIGIN = "origin";
    private static final HttpHeader VARIES = RawHeader.create("Vary", "Origin");

    private static final HttpResponse ALLOWED = HttpResponse.create()
            .withStatus(StatusCodes.NO_CONTENT)
            .addHeader(RawHeader.create("Access-Control-Allow-Methods", "GET, POST, DELETE"))
            .addHeader(RawHeader.create(
                    "Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Last-Event-ID"))
            .addHeader(RawHeader.create("Access-Control-Max-Age", "600"));

    private final OriginPolicy origins;

    CrossOrigin(OriginPolicy origins) {
        this.origins = origins;
    }

    /** Answers what browsers ask before they send a request with a token. */
    Route preflight() {
        return extractRequest(request ->
                request.method().equals(HttpMethods.OPTIONS) ? guarded(request, () -> complete(ALLOWED)) : reject());
    }

    /** The inner route, if the request comes from no page, or from a page that is allowed. */
    Route guarded(HttpRequest request, Supplier<Route> inner) {
        var origin = Headers.first(request, ORIGIN);
        if (!origins.allows(origin)) {
            return complete(HttpError.refusal(StatusCodes.FORBIDDEN, "forbidden", OriginPolicy.REFUSAL)
                    .addHeader(VARIES));
        }
        if (origin.isEmpty()) {
            return respondWithHeader(VARIES, inner);
        }
        return respondWithHeaders(
                List.of(
                        VARIES,
                        RawHeader.create("Access-Control-Allow-Origin", origin.get()),
                        RawHeader.create("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate")),
                inner);
    }
}
