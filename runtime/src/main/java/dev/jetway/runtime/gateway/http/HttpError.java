package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Elsewhere;

/** What goes wrong over HTTP: JSON with the fields, and the codes, of the WebSocket's {@code error} frame. */
public final class HttpError {

    private static final int MILLIS_PER_SECOND = 1_000;

    private HttpError() {}

    /** Trying again with the same request is of no use. */
    public static HttpResponse refusal(StatusCode status, String code, String message) {
        return response(status, error(code, message, false, json -> {}));
    }

    /** The same request may be sent again, and is then safe to be. */
    public static HttpResponse retry(StatusCode status, String code, String message, long afterMs) {
        long seconds = Math.max(1, (afterMs + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
        return response(
                        status,
                        error(code, message, true, json -> json.writeNumberField("retryAfterMs", Math.max(1, afterMs))))
                .addHeader(RawHeader.create("Retry-After", Long.toString(seconds)));
    }

    public static HttpResponse rateLimited(String message, long afterMs) {
        return retry(StatusCodes.TOO_MANY_REQUESTS, "rate_limited", message, afterMs);
    }

    public static HttpResponse unavailable(String message, long afterMs) {
        return retry(StatusCodes.SERVICE_UNAVAILABLE, "unavailable", message, afterMs);
    }

    static HttpResponse unauthorized(String challenge, String message) {
        return refusal(StatusCodes.UNAUTHORIZED, "unauthorized", message)
                .addHeader(RawHeader.create("WWW-Authenticate", challenge));
    }

    /** Nothing of this traveler may be here. */
    static HttpResponse wrongRegion(String here, Elsewhere home) {
        var bye = Bye.wrongRegion(here, home);
        return response(StatusCodes.MISDIRECTED_REQUEST, error(bye.code(), bye.message(), false, json -> {
            json.writeStringField("region", home.region());
            if (home.url().isPresent()) {
                json.writeStringField("url", home.url().get().toString());
            }
        }));
    }

    private static String error(String code, String message, boolean retryable, Json.Fields more) {
        return Json.object(json -> {
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeBooleanField("retryable", retryable);
            more.write(json);
        });
    }

    private static HttpResponse response(StatusCode status, String body) {
        return HttpResponse.create()
                .withStatus(status)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    }
}
