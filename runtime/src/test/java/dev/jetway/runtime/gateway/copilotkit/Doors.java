package dev.jetway.runtime.gateway.copilotkit;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.ServerBinding;
import akka.stream.Materializer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.described.CheckedRoutes;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.Conversations;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.sse.RunStreams;
import dev.jetway.runtime.gateway.sse.StreamSettings;
import dev.jetway.runtime.region.Affinity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gateway with its doors for runs over HTTP, and a client of them. */
public final class Doors implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    private final RunDoors doors;
    private final ServerBinding binding;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Doors(RunDoors doors, ServerBinding binding) {
        this.doors = doors;
        this.binding = binding;
    }

    public static Doors open(ActorTestKit kit, Conversations conversations, String overrides) {
        return open(kit, conversations, overrides, Acknowledgements.ALONE);
    }

    public static Doors open(
            ActorTestKit kit, Conversations conversations, String overrides, Acknowledgements acknowledgements) {
        var routes = Gateways.routes(kit, conversations, overrides, Affinity.alone("eu"), acknowledgements);
        var streams = new RunStreams(
                kit.system(),
                Gateways.settings(overrides),
                StreamSettings.from(Gateways.config(overrides)),
                conversations,
                GatewayMetrics.NONE,
                acknowledgements);
        var doors = new RunDoors(routes.signIn(), streams, Materializer.matFromSystem(kit.system()), "0.1.0-test");
        return new Doors(
                doors,
                routes.bindBeside(CheckedRoutes.of(doors.route().orElse(routes.route())))
                        .toCompletableFuture()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    public void drain() {
        doors.drain().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** As ann. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer dev:ann")
                .header("Content-Type", "application/json");
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** The whole answer, the end of a stream included. */
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.sendAsync(request, BodyHandlers.ofString())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** The lines of a stream as they come; closing it cuts the connection. */
    public Stream<String> lines(String path, String body) throws IOException, InterruptedException {
        return streamed(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** As {@link #lines}. */
    public Stream<String> streamed(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofLines()).body();
    }

    /** The events of a whole stream. */
    public List<JsonNode> run(String path, String body) throws IOException, InterruptedException {
        var response = post(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return events(response.body().lines());
    }

    public static List<JsonNode> events(Stream<String> lines) {
        return lines.filter(line -> line.startsWith(DATA))
                .map(line -> read(line.substring(DATA.length())))
                .toList();
    }

    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        binding.terminate(Duration.ofSeconds(5))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
