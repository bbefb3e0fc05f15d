package dev.jetway.runtime.operations;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.RemoteAddress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.jetway.mcp.Reloaded;
import dev.jetway.runtime.described.CheckedAnswers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
    private volatile CompletionStage<ReloadReport> reloaded = CompletableFuture.completedStage(new ReloadReport(
            new Reloaded(names("flights"), names("hotels"), names("trains"), names()), names("jetway.gateway.port")));
    private volatile int nodes = 2;
    private final OperationsRoutes routes = new OperationsRoutes(
            readiness,
            new RegionReadiness(() -> nodes, 2, () -> cassandra),
            Catalogs::hotelsDown,
            () -> "jetway_up 1.0\n",
            new Two(),
            () -> reloaded);
    private int port;

    private volatile CompletionStage<String> moved = CompletableFuture.completedStage("{\"term\":1}");
    private volatile String request;

    private final class Two implements Regions {
        @Override
        public String report() {
            return "{\"primary\":\"eu\"}";
        }

        @Override
        public CompletionStage<String> movePrimary(String asked) {
            request = asked;
            return moved;
        }
    }

    private static SortedSet<String> names(String... names) {
        return new TreeSet<>(Set.of(names));
    }

    @BeforeEach
    void bind() {
        port = routes.bind(KIT.system(), new OperationsSettings("127.0.0.1", 0, 1, Optional.empty()))
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
        assertThat(page.at("/tools/flights").asText()).isEqualTo("degraded");
        assertThat(page.at("/tools/hotels").asText()).isEqualTo("unavailable");
    }

    @Test
    void whatTheNodeKnowsOfTheRegionsIsSaid() throws Exception {
        assertThat(json(get("/v1/regions")).path("primary").asText()).isEqualTo("eu");
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
    void aRegionIsReadyWhileEnoughOfItsNodesServeWhateverBecomesOfThisOne() throws Exception {
        readiness.drain();
        var ready = get("/ready/region");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"ready\":true,\"nodes\":2,\"notReady\":{}}");

        nodes = 1;
        var few = get("/ready/region");
        assertThat(few.statusCode()).isEqualTo(503);
        assertThat(json(few).at("/notReady/nodes").asText()).isEqualTo("1 of the 2 nodes it takes are serving");

        nodes = 3;
        cassandra = Optional.of("gone");
        assertThat(get("/ready/region").statusCode()).isEqualTo(503);
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
        assertThat(flights.at("/tools/0/ready").booleanValue()).isFalse();
        assertThat(flights.at("/tools/0/notReady").asText()).isEqualTo("it was changed");
        assertThat(flights.at("/tools/0/availability").asDouble()).isEqualTo(0.75);
        assertThat(flights.at("/tools/0/samples").asInt()).isEqualTo(40);
        assertThat(flights.at("/tools/0/probe/at").asText()).isEqualTo("2026-11-21T10:40:00Z");
        assertThat(flights.at("/tools/0/probe/ok").booleanValue()).isFalse();
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
        assertThat(flights.at("/asked/model/answered").asInt()).isEqualTo(3);
        assertThat(flights.at("/asked/model/refused").asInt()).isEqualTo(1);
        assertThat(servers.get(1).path("reason").asText()).isEqualTo("Connection refused");
        assertThat(servers.get(1).path("setbacks").asInt()).isEqualTo(7);
    }

    @Test
    void metricsAreServedInTheTypePrometheusAsksFor() throws Exception {
        var answer = get("/metrics");

        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).isEqualTo("jetway_up 1.0\n");
    }

    @Test
    void neitherMetricsNorReloadsAreAmongTheProbes() throws Exception {
        var bound = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bind(routes.probes())
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        port = bound.localAddress().getPort();

        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(post().statusCode()).isEqualTo(404);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aReloadTellsWhatItDidAndWhatItCouldNot() throws Exception {
        var answer = post();
        assertThat(answer.statusCode()).isEqualTo(200);
        var page = json(answer);
        assertThat(page.path("added").toString()).isEqualTo("[\"flights\"]");
        assertThat(page.path("changed").toString()).isEqualTo("[\"hotels\"]");
        assertThat(page.path("removed").toString()).isEqualTo("[\"trains\"]");
        assertThat(page.path("kept")).isEmpty();
        assertThat(page.path("unavailable").toString()).isEqualTo("{\"hotels\":\"Connection refused\"}");
        assertThat(page.path("needsRestart").toString()).isEqualTo("[\"jetway.gateway.port\"]");
    }

    @Test
    void aReloadThatFailsSaysWhoseFaultItIs() throws Exception {
        reloaded = CompletableFuture.failedStage(new CompletionException(new IllegalArgumentException("url is wrong")));
        assertThat(post().statusCode()).isEqualTo(422);
        assertThat(json(post()).path("error").asText()).isEqualTo("url is wrong");
        reloaded = CompletableFuture.failedStage(new IllegalStateException("another one"));
        assertThat(post().statusCode()).isEqualTo(409);
    }

    @Test
    void thePrimaryIsMovedFromThisMachineOnlyAndWhatCanNotBeDoneIsASentence() throws Exception {
        var answer = move("{\"to\":\"us\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"term\":1}");
        assertThat(request).isEqualTo("{\"to\":\"us\"}");
        moved = CompletableFuture.failedStage(new CompletionException(new IllegalStateException("eu may still act")));
        assertThat(move("{}").statusCode()).isEqualTo(409);
        assertThat(json(move("{}")).path("error").asText()).isEqualTo("eu may still act");
        moved = CompletableFuture.failedStage(new IllegalArgumentException("There is no region mars"));
        assertThat(move("{}").statusCode()).isEqualTo(422);

        request = null;
        assertThat(move("{}", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        var far =
                akka.http.javadsl.model.HttpRequest.POST("/v1/regions/primary").withEntity("{}");
        var handler = routes.route().handler(KIT.system());
        assertThat(status(handler.apply(far.addAttribute(AttributeKeys.remoteAddress, from("192.0.2.7")))))
                .isEqualTo(403);
        assertThat(request).isNull();
        Regions one = () -> "{}";
        assertThat(one.movePrimary("{}").toCompletableFuture()).isCompletedExceptionally();
    }

    private HttpResponse<String> move(String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/regions/primary"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return CheckedAnswers.checked(CLIENT.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString()));
    }

    @Test
    void aReloadIsForThisMachineOnlyAndNoBrowser() throws Exception {
        assertThat(post("Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(get("/v1/tools/reload").statusCode()).isEqualTo(405);

        var handler = routes.route().handler(KIT.system());
        var request = akka.http.javadsl.model.HttpRequest.POST("/v1/tools/reload");
        assertThat(status(handler.apply(request))).as("from who knows where").isEqualTo(403);
        assertThat(status(handler.apply(request.addAttribute(AttributeKeys.remoteAddress, from("192.0.2.7")))))
                .isEqualTo(403);
        assertThat(status(handler.apply(request.addAttribute(AttributeKeys.remoteAddress, from("127.0.0.1")))))
                .isEqualTo(200);
    }

    private static RemoteAddress from(String address) throws IOException {
        return RemoteAddress.create(InetAddress.getByName(address));
    }

    private static int status(CompletionStage<akka.http.javadsl.model.HttpResponse> answer) {
        return answer.toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .status()
                .intValue();
    }

    private HttpResponse<String> post(String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/tools/reload"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.noBody());
        return CheckedAnswers.checked(CLIENT.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString()));
    }

    private HttpResponse<String> get(String path) {
        try {
            return CheckedAnswers.checked(CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
