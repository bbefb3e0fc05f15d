package dev.jetway.mcp.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A response whose status the SDK must not see. To a 404 or 400 it reacts by dropping everything that is
 * under way in the session, calls included that would be answered; to any other refusal by failing the one
 * request, which is what we want. The {@link Call} knows the true status.
 */
record MaskedResponse<T>(HttpResponse<T> response) implements HttpResponse<T> {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    static <T> HttpResponse<T> of(HttpResponse<T> response) {
        int status = response.statusCode();
        return status == NOT_FOUND || status == BAD_REQUEST ? new MaskedResponse<>(response) : response;
    }

    @Override
    public int statusCode() {
        return GONE;
    }

    @Override
    public HttpRequest request() {
        return response.request();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return response.previousResponse();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public T body() {
        return response.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }
}
