package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.DevAuthenticator;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.gateway.identity.Role;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.Place;
import dev.jetway.runtime.region.Placements;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SignInTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ActorTestKit KIT = Gateways.kit();
    private static final Affinity REGIONS = new Affinity(
            "eu",
            new TreeMap<>(Map.of(
                    "eu",
                    Place.UNKNOWN,
                    "us",
                    new Place(Optional.empty(), Optional.of(URI.create("https://us.example"))))),
            new Placements(new TreeMap<>(Map.of("america", Placement.of("america", List.of("us"))))));
    private static final String SETTINGS = """
            jetway.tenants { clinic { placement = america } }
            jetway.gateway {
              allowed-origins = ["https://travel.example"]
              hello-timeout = 1s
              sign-ins.refused = 1000
            }
            """;
    private static final int PORT = serve(SETTINGS);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void whoHasAGoodTokenPasses() throws Exception {
        var answer = get("/who", "Authorization", "Bearer dev:ann");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("dev:ann");
        assertThat(get("/who", "Authorization", "bearer dev:ann+desk").body()).isEqualTo("dev:ann");
    }

    @Test
    void developmentSignInSaysWhatItIs() throws Exception {
        LoggingTestKit.warn("Development sign-in").expect(KIT.system(), () -> serve(""));
        assertThat(JSON.readTree(get("/v1/info").body()).path("authentication").asText())
                .isEqualTo("dev");
    }

    @Test
    void withoutATokenOneIsAskedForIt() throws Exception {
        for (var answer : List.of(
                get("/who"),
                get("/who?access_token=dev:ann"),
                get("/who", "Authorization", "Basic YW5uOmFubg=="),
                get("/who", "Authorization", "Bearer "),
                get("/who", "Authorization", "Bearer dev:ann", "Authorization", "Bearer dev:bob"))) {
            refused(answer, 401, "unauthorized");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"jetway\"");
        }
    }

    @Test
    void aBadTokenIsRefusedWithoutRepeatingIt() throws Exception {
        var answer = get("/who", "Authorization", "Bearer very-secret");
        refused(answer, 401, "unauthorized");
        assertThat(answer.body()).doesNotContain("very-secret");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("error=\"invalid_token\""));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aRoleIsNeededWhereOneIsAskedFor() throws Exception {
        refused(get("/desk", "Authorization", "Bearer dev:ann"), 403, "forbidden");
        refused(get("/desk", "Authorization", "Bearer dev:ann+operator"), 403, "forbidden");
        assertThat(get("/desk", "Authorization", "Bearer dev:olga+desk").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoseConversationsStayElsewhereIsSentThere() throws Exception {
        var error = refused(get("/who", "Authorization", "Bearer dev:ann@clinic"), 421, "wrong_region");
        assertThat(error.path("region").asText()).isEqualTo("us");
        assertThat(error.path("url").asText()).isEqualTo("https://us.example");
    }

    @Test
    void whoSaysTooMuchIsToldWhenToComeBack() throws Exception {
        int port = serve(SETTINGS + "jetway.gateway.commands { limit = 2, per = 60s }");
        for (int request = 0; request < 2; request++) {
            assertThat(get(port, "/who", "Authorization", "Bearer dev:ann").statusCode())
                    .isEqualTo(200);
        }
        var answer = get(port, "/who", "Authorization", "Bearer dev:ann");
        var error = refused(answer, 429, "rate_limited");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(error.path("retryAfterMs").asLong()).isBetween(1L, 30_000L);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 30L);
        assertThat(get(port, "/who", "Authorization", "Bearer dev:bob").statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAddressThatGuessesTokensIsNotListenedToForAWhile() throws Exception {
        int port = serve("jetway.gateway.sign-ins { refused = 3, per = 60s }");
        for (int guess = 0; guess < 3; guess++) {
            refused(get(port, "/who", "Authorization", "Bearer guess"), 401, "unauthorized");
        }
        refused(get(port, "/who", "Authorization", "Bearer dev:ann"), 429, "rate_limited");

        try (var client = ChatClient.connect(port)) {
            client.send("{\"type\":\"hello\",\"token\":\"dev:ann\"}");
            var bye = client.expect("bye");
            assertThat(bye.path("code").asText()).isEqualTo("rate_limited");
            assertThat(bye.path("reconnect").asText()).isEqualTo("backoff");
            assertThat(bye.path("retryAfterMs").asLong()).isPositive();
        }
    }

    @Test
    void badTokensOverTheWebSocketCountTheSame() throws Exception {
        int port = serve("jetway.gateway.sign-ins { refused = 1, per = 60s }");
        try (var client = ChatClient.connect(port)) {
            client.send("{\"type\":\"hello\",\"token\":\"guess\"}");
            assertThat(client.expect("bye").path("code").asText()).isEqualTo("unauthorized");
        }
        refused(get(port, "/who", "Authorization", "Bearer dev:ann"), 429, "rate_limited");
    }

    @Test
    void anAddressMayBeginSoManyConnectionsAndRequests() throws Exception {
        int port = serve("jetway.gateway.sign-ins { limit = 2, per = 60s }");
        get(port, "/who", "Authorization", "Bearer dev:ann");
        try (var client = ChatClient.greeted(port, "ann")) {
            refused(get(port, "/who", "Authorization", "Bearer dev:ann"), 429, "rate_limited");
            try (var another = ChatClient.connect(port)) {
                assertThat(another.expect("bye").path("code").asText()).isEqualTo("rate_limited");
            }
            assertThat(client.open()).isTrue();
        }
    }

    @Test
    void behindATrustedProxyEachClientHasAnAddressOfItsOwn() throws Exception {
        int port = serve("jetway.gateway { trusted-proxies = [\"127.0.0.1\"], sign-ins { refused = 1, per = 60s } }");
        refused(
                get(port, "/who", "Authorization", "Bearer guess", "X-Forwarded-For", "192.0.2.66, 198.51.100.1"),
                401,
                "unauthorized");
        refused(
                get(port, "/who", "Authorization", "Bearer dev:ann", "X-Forwarded-For", "192.0.2.67, 198.51.100.1"),
                429,
                "rate_limited");
        String[] twoLines = {
            "Authorization", "Bearer dev:ann", "X-Forwarded-For", "192.0.2.66", "X-Forwarded-For", "198.51.100.1"
        };
        refused(get(port, "/who", twoLines), 429, "rate_limited");
        assertThat(get(port, "/who", "Authorization", "Bearer dev:ann", "X-Forwarded-For", "198.51.100.2")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTravelerHasSoManyConnectionsAtATime() {
        int port = serve("jetway.gateway.max-connections-per-subject = 1");
        try (var first = ChatClient.greeted(port, "ann");
                var second = ChatClient.connect(port)) {
            second.send("{\"type\":\"hello\",\"token\":\"dev:ann\"}");
            assertThat(second.expect("bye").path("code").asText()).isEqualTo("rate_limited");
            assertThat(first.open()).isTrue();
            try (var other = ChatClient.greeted(port, "bob")) {
                assertThat(other.open()).isTrue();
            }
        }
        KIT.createTestProbe().awaitAssert(Duration.ofSeconds(20), () -> {
            try (var again = ChatClient.connect(port)) {
                again.send("{\"type\":\"hello\",\"token\":\"dev:ann\"}");
                again.expect("welcome");
            }
            return null;
        });
    }

    @Test
    void aTokenThatNobodyCanJudgeIsToBeSentAgain() throws Exception {
        Authenticator away = token -> switch (token) {
            case "silent" -> new CompletableFuture<>();
            case "broken" -> throw new IllegalStateException("a bug");
            default -> CompletableFuture.failedStage(NotJudgedException.unavailable("Away; try again", 7_000));
        };
        int port = serve(SETTINGS, away);

        var answer = get(port, "/who", "Authorization", "Bearer x");
        var error = refused(answer, 503, "unavailable");
        assertThat(error.path("retryAfterMs").asLong()).isEqualTo(7_000);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        refused(get(port, "/who", "Authorization", "Bearer silent"), 503, "unavailable");
        refused(get(port, "/who", "Authorization", "Bearer broken"), 503, "unavailable");

        try (var client = ChatClient.connect(port)) {
            client.send("{\"type\":\"hello\",\"token\":\"x\"}");
            var bye = client.expect("bye");
            assertThat(bye.path("code").asText()).isEqualTo("internal");
            assertThat(bye.path("reconnect").asText()).isEqualTo("backoff");
            assertThat(bye.path("retryAfterMs").asLong()).isEqualTo(7_000);
        }
    }

    @Test
    void onlyPagesOfAllowedOriginsGetAnAnswer() throws Exception {
        var strange = get("/who", "Authorization", "Bearer dev:ann", "Origin", "https://evil.example");
        refused(strange, 403, "forbidden");
        assertThat(strange.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

        var known = get("/who", "Authorization", "Bearer dev:ann", "Origin", "https://travel.example");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("Access-Control-Allow-Origin")).contains("https://travel.example");
        assertThat(known.headers().firstValue("Vary")).contains("Origin");

        var refused = get("/who", "Origin", "https://travel.example");
        refused(refused, 401, "unauthorized");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains("https://travel.example");
    }

    @Test
    void aBrowserMayAskBeforehandWhatItMaySend() throws Exception {
        var known = preflight("https://travel.example");
        assertThat(known.statusCode()).isEqualTo(204);
        assertThat(known.headers().firstValue("Access-Control-Allow-Origin")).contains("https://travel.example");
        assertThat(known.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(names -> assertThat(names).contains("Authorization"));
        assertThat(known.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(preflight("https://evil.example").statusCode()).isEqualTo(403);
        assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/agui/travel".formatted(PORT)))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .headers("Origin", origin, "Access-Control-Request-Method", "POST")
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode refused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        var error = JSON.readTree(answer.body());
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.has("retryable")).isTrue();
        return error;
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return get(PORT, path, headers);
    }

    private static HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
        for (int header = 0; header < headers.length; header += 2) {
            request.header(headers[header], headers[header + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int serve(String overrides) {
        return serve(
                overrides, new DevAuthenticator(Gateways.settings(overrides).tenants()));
    }

    private static int serve(String overrides, Authenticator authenticator) {
        var routes = new GatewayRoutes(
                KIT.system(),
                Gateways.settings(overrides),
                new ScriptedConversations(KIT),
                authenticator,
                () -> new GatewayInfo("test", "none", List.of()),
                GatewayMetrics.NONE,
                REGIONS,
                Acknowledgements.ALONE);
        return routes.bindBeside(new Rooms().route(routes.signIn()))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .localAddress()
                .getPort();
    }

    private static final class Rooms extends AllDirectives {
        Route route(SignIn signIn) {
            return concat(
                    path("who", () -> signIn.signedIn(identity -> complete(identity.subject()))),
                    path("desk", () -> signIn.signedIn(Role.DESK, identity -> complete("welcome"))));
        }
    }
}
