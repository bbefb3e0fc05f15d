package dev.jetway.mcp.transport;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * What one MCP connection sees of the {@link SharedHttp shared client}: sends like any HTTP client, and in
 * addition knows every response that has not ended, so that nothing stays open once nobody waits for it.
 * Safe for use by many threads.
 */
public final class PeerHttp extends HttpClient {

    private static final String SESSION_HEADER = "mcp-session-id";

    private final HttpClient client;
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile BiConsumer<Optional<Call>, String> ended = (call, how) -> {};

    PeerHttp(HttpClient client) {
        this.client = client;
    }

    /**
     * Sets who is told, with the call if the request carried one, that a response body has ended. It is up
     * to the listener to find out whether the answer was in it.
     */
    void onEnded(BiConsumer<Optional<Call>, String> listener) {
        ended = listener;
    }

    /** How many requests have been sent whose response has not ended. */
    public int open() {
        return open.size();
    }

    /** Cuts every open response and refuses new requests. */
    public void close() {
        closed = true;
        open.forEach(Exchange::cut);
    }

    HttpClient.Builder asBuilder() {
        return SharedHttp.builderOf(this);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("The connection to " + request.uri() + " is closed"));
        }
        Call call = request instanceof CallRequest carried ? carried.call() : null;
        if (call != null) {
            call.leavesWithSession(request.headers().firstValue(SESSION_HEADER).isPresent());
        }
        Exchange exchange = new Exchange(call);
        open.add(exchange);
        CompletableFuture<HttpResponse<T>> response =
                client.sendAsync(request, info -> exchange.watch(info, handler.apply(info)));
        exchange.sent(response);
        response.whenComplete((answer, error) -> {
            if (error != null) {
                open.remove(exchange);
            }
        });
        if (closed) {
            exchange.cut();
        }
        return response.thenApply(MaskedResponse::of);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushed) {
        return sendAsync(request, handler);
    }

    /** Refused: nothing in the bridge may block. */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException("The bridge never blocks a thread for an answer");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    /** A request on its way, until the last byte of its response. */
    final class Exchange {

        private final Call call;
        private volatile boolean cut;
        private volatile CompletableFuture<?> response;
        private volatile Flow.Subscription body;

        private Exchange(Call call) {
            this.call = call;
            if (call != null) {
                call.started(this);
            }
        }

        /** Closes the connection (HTTP/1.1) the response comes on. May be called at any time, and again. */
        void cut() {
            cut = true;
            open.remove(this);
            CompletableFuture<?> sent = response;
            if (sent != null) {
                sent.cancel(true);
            }
            Flow.Subscription reading = body;
            if (reading != null) {
                reading.cancel();
            }
        }

        private void sent(CompletableFuture<?> pending) {
            response = pending;
            if (cut) {
                pending.cancel(true);
            }
        }

        private void end(String how) {
            open.remove(this);
            ended.accept(Optional.ofNullable(call), how);
        }

        private <T> HttpResponse.BodySubscriber<T> watch(
                HttpResponse.ResponseInfo info, HttpResponse.BodySubscriber<T> reader) {
            if (call != null) {
                call.answeredWith(info.statusCode());
            }
            return new HttpResponse.BodySubscriber<>() {
                private long bytes;

                @Override
                public CompletionStage<T> getBody() {
                    return reader.getBody();
                }

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    body = subscription;
                    reader.onSubscribe(subscription);
                    if (cut) {
                        subscription.cancel();
                    }
                }

                @Override
                public void onNext(List<ByteBuffer> buffers) {
                    if (call != null && exceeds(buffers)) {
                        call.grewTooLarge();
                        cut();
                        onError(new IOException("The answer is larger than " + call.maxAnswerBytes() + " bytes"));
                        return;
                    }
                    reader.onNext(buffers);
                }

                private boolean exceeds(List<ByteBuffer> buffers) {
                    for (ByteBuffer buffer : buffers) {
                        bytes += buffer.remaining();
                    }
                    return bytes > call.maxAnswerBytes();
                }

                @Override
                public void onError(Throwable error) {
                    reader.onError(error);
                    end("the connection broke in the middle of the answer");
                }

                @Override
                public void onComplete() {
                    reader.onComplete();
                    end("the connection ended without an answer");
                }
            };
        }
    }
}
