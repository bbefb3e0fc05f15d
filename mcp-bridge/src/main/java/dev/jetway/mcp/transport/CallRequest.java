package dev.jetway.mcp.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** An HTTP request that remembers which call it carries, so that its response can be cut. */
final class CallRequest extends HttpRequest {

    private final HttpRequest request;
    private final Call call;

    private CallRequest(HttpRequest request, Call call) {
        this.request = request;
        this.call = call;
    }

    /** A builder that behaves like the given one and builds requests that remember {@code call}. */
    static HttpRequest.Builder remembering(Call call, HttpRequest.Builder builder) {
        return new Builder(builder, call);
    }

    Call call() {
        return call;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return request.bodyPublisher();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public Optional<Duration> timeout() {
        return request.timeout();
    }

    @Override
    public boolean expectContinue() {
        return request.expectContinue();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return request.version();
    }

    @Override
    public HttpHeaders headers() {
        return request.headers();
    }

    private record Builder(HttpRequest.Builder builder, Call call) implements HttpRequest.Builder {

        @Override
        public HttpRequest.Builder uri(URI uri) {
            builder.uri(uri);
            return this;
        }

        @Override
        public HttpRequest.Builder expectContinue(boolean enable) {
            builder.expectContinue(enable);
            return this;
        }

        @Override
        public HttpRequest.Builder version(HttpClient.Version version) {
            builder.version(version);
            return this;
        }

        @Override
        public HttpRequest.Builder header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        @Override
        public HttpRequest.Builder headers(String... headers) {
            builder.headers(headers);
            return this;
        }

        @Override
        public HttpRequest.Builder timeout(Duration duration) {
            builder.timeout(duration);
            return this;
        }

        @Override
        public HttpRequest.Builder setHeader(String name, String value) {
            builder.setHeader(name, value);
            return this;
        }

        @Override
        public HttpRequest.Builder GET() {
            builder.GET();
            return this;
        }

        @Override
        public HttpRequest.Builder POST(HttpRequest.BodyPublisher body) {
            builder.POST(body);
            return this;
        }

        @Override
        public HttpRequest.Builder PUT(HttpRequest.BodyPublisher body) {
            builder.PUT(body);
            return this;
        }

        @Override
        public HttpRequest.Builder DELETE() {
            builder.DELETE();
            return this;
        }

        @Override
        public HttpRequest.Builder method(String method, HttpRequest.BodyPublisher body) {
            builder.method(method, body);
            return this;
        }

        @Override
        public HttpRequest build() {
            return new CallRequest(builder.build(), call);
        }

        @Override
        public HttpRequest.Builder copy() {
            return new Builder(builder.copy(), call);
        }
    }
}
