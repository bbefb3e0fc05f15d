package dev.jetway.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoints over real HTTP; cluster and database are what the test says. */
class OperationsRoutesTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "operations",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private volatile Optional<String> cluster = Optional.empty();
    private volatile Optional<String> cassandra = Optional.empty();
    private final Readiness readiness = new Readiness(() -> cluster, () -> cassandra);
    private final OperationsRoutes routes =
            new OperationsRoutes(readiness, Catalogs::hotelsDown, () -> "jetway_up 1.0\n");
    private int port;

    @BeforeEach
    void bind() {
        port = routes.bind(KIT.system(), new OperationsSettings("127.0.0.1", 0))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aNodeWithAToolServerDownIsReadyAndSaysSo() throws Exception {
        var answer = get("/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        var page = json(answer);
        assertThat(page.path("ready").asBoolean()).isTrue();
        assertThat(page.path("notReady")).isEmpty();
        assertThat(page.at("/tools/flights").asText()).isEqualTo("ready");
        assertThat(page.at("/tools/hotels").asText()).isEqualTo("unavailable");
    }

    @Test
    void aNodeIsReadyOnceItIsUpAndCassandraAnswersAndNotAnyMoreWhenItIsLost() throws Exception {
        cluster = Optional.of("Joining");
        cassandra = Optional.of("being opened");
        var starting = get("/ready");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(json(starting).at("/notReady/cluster").asText()).isEqualTo("Joining");
        assertThat(json(starting).at("/notReady/cassandra").asText()).isEqualTo("being opened");

        cluster = Optional.empty();
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        cassandra = Optional.empty();
        assertThat(get("/ready").statusCode()).isEqualTo(200);

        cassandra = Optional.of("gone");
        assertThat(json(get("/ready")).path("notReady"))
                .hasSize(1)
                .allSatisfy(why -> assertThat(why.asText()).isEqualTo("gone"));
    }

    @Test
    void aNodeThatDrainsIsAliveAndNotReady() throws Exception {
        readiness.drain();

        var answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).at("/notReady/drain").asText()).contains("shutting down");
        assertThat(get("/alive").statusCode()).isEqualTo(200);
    }

    @Test
    void theToolsAreListedByServerWithBreakerAndRisk() throws Exception {
        var servers = json(get("/v1/tools")).path("servers");

        var flights = servers.get(0);
        assertThat(flights.path("name").asText()).isEqualTo("flights");
        assertThat(flights.path("breaker").asText()).isEqualTo("closed");
        assertThat(flights.at("/tools/0/name").asText()).isEqualTo("search");
        assertThat(flights.at("/tools/0/risk").asText()).isEqualTo("read");
        assertThat(flights.at("/tools/0/description").asText()).isEqualTo("Finds flights");
        assertThat(flights.at("/tools/0/trust").asText()).isEqualTo("changed");
        assertThat(flights.at("/tools/0/unusable").asText()).isEqualTo("it was changed");
        assertThat(flights.at("/instructions").asText()).isEqualTo("changed");
        assertThat(flights.at("/missing/0").asText()).isEqualTo("status");
        assertThat(servers.get(1).path("breaker").asText()).isEqualTo("open");
        assertThat(servers.get(1).path("breakerOpenUntil").asText()).isEqualTo("2026-11-21T10:42:00Z");
        assertThat(flights.has("breakerOpenUntil")).isFalse();
        assertThat(flights.at("/canary/of").asText()).isEqualTo("hotels");
        assertThat(flights.at("/canary/share").asDouble()).isEqualTo(0.05);
        assertThat(flights.at("/canary/withdrawn").asText()).isEqualTo("25.0 % failed");
        assertThat(flights.at("/calls/retried").asInt()).isEqualTo(5);
        assertThat(flights.at("/cache/hits").asInt()).isEqualTo(30);
        assertThat(flights.at("/cache/stale").asInt()).isEqualTo(4);
        assertThat(servers.get(1).path("reason").asText()).isEqualTo("Connection refused");
    }

    @Test
    void metricsAreServedInTheTypePrometheusAsksFor() throws Exception {
        var answer = get("/metrics");

        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).isEqualTo("jetway_up 1.0\n");
    }

    @Test
    void metricsAreNoneOfTheProbes() {
        var bound = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bind(routes.probes())
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        port = bound.localAddress().getPort();

        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
