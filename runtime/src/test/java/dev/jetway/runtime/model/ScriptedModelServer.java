package dev.jetway.runtime.model;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An address of a model that answers by script: requests in the order they come, each script once. A request nobody
 * wrote a script for gets status 418, which no model sends.
 */
public final class ScriptedModelServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_IN_SCRIPT = 418;

    private final ActorSystem<?> system;
    private final String scheme;
    private final Queue<Script> scripts = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private Function<Received, Script> otherwise =
            request -> Script.of(NOT_IN_SCRIPT, "text/plain", "not in the script");
    private ServerBinding binding;

    /**
     * What came.
     *
     * @param headers by name in lower case
     * @param closed completed when the connection it came over has ended
     */
    public record Received(String path, Map<String, String> headers, String body, CompletionStage<Done> closed) {

        /** Waits until the connection it came over has ended. */
        public void awaitClosed() {
            try {
                closed.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("The connection of a request is still there", e);
            }
        }

        public boolean isClosed() {
            return closed.toCompletableFuture().isDone();
        }
    }

    private ScriptedModelServer(ActorSystem<?> system, String scheme) {
        this.system = system;
        this.scheme = scheme;
    }

    /** Listens on any free port of this machine. */
    public static ScriptedModelServer start(ActorSystem<?> system) {
        return start(system, Optional.empty());
    }

    /** Listens on any free port of this machine, with TLS. */
    public static ScriptedModelServer start(ActorSystem<?> system, HttpsConnectionContext tls) {
        return start(system, Optional.of(tls));
    }

    private static ScriptedModelServer start(ActorSystem<?> system, Optional<HttpsConnectionContext> tls) {
        var server = new ScriptedModelServer(system, tls.isPresent() ? "https" : "http");
        // With a limit of one, a connection that is closed while a request waits for its answer would not be noticed.
        var settings = ServerSettings.create(system.classicSystem()).withPipeliningLimit(2);
        var builder = Http.get(system).newServerAt("127.0.0.1", 0).withSettings(settings);
        server.binding = tls.map(builder::enableHttps)
                .orElse(builder)
                .connectionSource()
                .to(Sink.foreach(
                        connection -> connection.handleWith(server.conversation(), Materializer.matFromSystem(system))))
                .run(system)
                .toCompletableFuture()
                .join();
        return server;
    }

    /** The next request that no other script is for is answered so. */
    public synchronized ScriptedModelServer then(Script script) {
        scripts.add(script);
        return this;
    }

    /** Every request that no script is for is answered so. */
    public synchronized ScriptedModelServer always(Function<Received, Script> answer) {
        otherwise = answer;
        return this;
    }

    /** Without a slash at the end. */
    public String url() {
        return "%s://127.0.0.1:%d".formatted(scheme, binding.localAddress().getPort());
    }

    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** Waits for a request. @param number the first is 1 */
    public synchronized Received awaitReceived(int number) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (received.size() < number) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("Only %d requests came, not %d".formatted(received.size(), number));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for request %d".formatted(number), e);
            }
        }
        return received.get(number - 1);
    }

    @Override
    public void close() {
        binding.terminate(Duration.ofSeconds(1)).toCompletableFuture().join();
    }

    private Flow<HttpRequest, HttpResponse, NotUsed> conversation() {
        var closed = new CompletableFuture<Done>();
        return Flow.of(HttpRequest.class)
                .watchTermination((used, end) -> {
                    end.whenComplete((done, error) -> closed.complete(Done.getInstance()));
                    return used;
                })
                .mapAsync(
                        1,
                        request -> request.entity()
                                .toStrict(PATIENCE.toMillis(), system)
                                .thenApply(body -> note(request, body.getData().utf8String(), closed))
                                .thenCompose(noted -> answerTo(noted).response()));
    }

    private synchronized Received note(HttpRequest request, String body, CompletionStage<Done> closed) {
        var headers = new TreeMap<String, String>();
        request.getHeaders().forEach(header -> headers.put(header.lowercaseName(), header.value()));
        headers.put("content-type", request.entity().getContentType().toString());
        var noted = new Received(request.getUri().getPathString(), Collections.unmodifiableMap(headers), body, closed);
        received.add(noted);
        notifyAll();
        return noted;
    }

    private synchronized Script answerTo(Received request) {
        return scripts.isEmpty() ? otherwise.apply(request) : scripts.remove();
    }
}
