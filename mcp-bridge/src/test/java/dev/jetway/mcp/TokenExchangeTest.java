package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Traveler;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls to servers that want a token of their own authorization server's. */
class TokenExchangeTest {

    private static final TokenService.Script TEN_MINUTES = (asked, answer) -> answer.token(600);

    @TempDir
    private Path folder;

    private final byte[] secret = new byte[32];
    private Path secretFile;
    private Path clientSecret;

    @BeforeEach
    void writeSecrets() throws Exception {
        new Random(7).nextBytes(secret);
        secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret) + "\n");
        clientSecret = Files.writeString(folder.resolve("client"), "p:ä&s\n");
    }

    private TestBridge bridge(ScriptedServer server, TokenService tokens, String settings) {
        return bridge(server, tokens, settings, Clock.systemUTC());
    }

    private TestBridge bridge(ScriptedServer server, TokenService tokens, String settings, Clock clock) {
        return TestBridge.before(
                server.url(), """
                personal = true, auth.exchange {
                  url = "%s", client-id = "jet way", client-secret-file = "%s", audience = booking-api, scope = "read book"
                }
                %s""".formatted(tokens.url(), clientSecret, settings), """
                identity.secret-file = "%s"
                """.formatted(secretFile), clock);
    }

    /** Whose token a call carries: tokens of {@link TokenService} begin with their owner. */
    private static String owner(ScriptedServer.Request request) {
        return request.authorization().replaceFirst("^Bearer ", "").replaceFirst("\\.\\d+$", "");
    }

    private static ScriptedServer whoAmI() throws Exception {
        return new ScriptedServer()
                .tool(
                        "whoami",
                        (request, reply) -> reply.structured(TestBridge.json("{\"who\":\"%s\",\"asked\":\"%s\"}"
                                .formatted(
                                        owner(request),
                                        request.arguments().path("me").asText()))));
    }

    private static Optional<Traveler> traveler(String subject) {
        return Optional.of(new Traveler(subject, "en-GB", "Europe/London", "GBP"));
    }

    @Test
    void theTravelersTokenIsExchangedAndWhatComesOfItGoesToTheServer() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(TEN_MINUTES);
                TestBridge bridge = bridge(server, tokens, "")) {
            assertThat(bridge.call("whoami", "{}")).isInstanceOf(Ok.class);

            assertThat(owner(server.calls("whoami").get(0))).isEqualTo("ada");
            TokenService.Asked asked = tokens.asked("ada").get(0);
            assertThat(asked.form())
                    .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                    .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
                    .containsEntry("audience", "booking-api")
                    .containsEntry("scope", "read book")
                    .doesNotContainKeys("client_id", "client_secret");
            assertThat(asked.subjectToken().verify(new MACVerifier(secret))).isTrue();
            assertThat(asked.subjectToken().getJWTClaimsSet().getAudience()).containsExactly("it");
            assertThat(new String(
                            Base64.getDecoder().decode(asked.authorization().replaceFirst("^Basic ", ""))))
                    .isEqualTo("jet+way:p%3A%C3%A4%26s");
        }
    }

    @Test
    void connectingAndListingAreDoneWithTheServicesOwnTokenExchanged() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(TEN_MINUTES);
                TestBridge bridge = bridge(server, tokens, "")) {
            bridge.call("whoami", "{}");

            for (String method : List.of("initialize", "notifications/initialized", "tools/list")) {
                assertThat(server.requests(method))
                        .isNotEmpty()
                        .allSatisfy(request -> assertThat(owner(request)).isEqualTo("jetway-service"));
            }
            assertThat(tokens.asked("jetway-service")).hasSize(1);
        }
    }

    @Test
    void aTokenServesUntilShortlyBeforeItExpires() throws Exception {
        TickingClock clock = new TickingClock();
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(100));
                TestBridge bridge = bridge(server, tokens, "", clock)) {
            bridge.call("whoami", "{}");
            clock.advance(Duration.ofSeconds(79));
            bridge.call("whoami", "{}");
            assertThat(tokens.asked("ada")).hasSize(1);

            clock.advance(Duration.ofSeconds(2));
            bridge.call("whoami", "{}");
            assertThat(tokens.asked("ada")).hasSize(2);
            assertThat(server.calls("whoami").get(2).authorization())
                    .isNotEqualTo(server.calls("whoami").get(1).authorization());
        }
    }

    @Test
    void callsOfOneTravelerThatComeAtOnceShareOneExchange() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService((asked, answer) -> {
                    Patience.await(go);
                    answer.token(600);
                });
                TestBridge bridge = bridge(server, tokens, "call-timeout = 30s")) {
            List<CompletionStage<ToolResult>> calls = IntStream.range(0, 30)
                    .mapToObj(i -> bridge.start("whoami", "{}"))
                    .toList();
            bridge.eventually("asked for a token", () -> !tokens.asked("ada").isEmpty());
            go.countDown();

            calls.forEach(call -> assertThat(TestBridge.await(call)).isInstanceOf(Ok.class));
            assertThat(tokens.asked("ada")).hasSize(1);
            assertThat(server.calls("whoami")).hasSize(30);
        }
    }

    @Test
    void fourHundredCallsOfTwentyTravelersNeverMix() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(1));
                TestBridge bridge =
                        bridge(server, tokens, "call-timeout = 30s, max-concurrent = 64, max-queued = 400")) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                order.add(i % 20);
            }
            Collections.shuffle(order, new Random(11));
            List<CompletionStage<ToolResult>> calls = order.stream()
                    .map(number -> bridge.start(
                            traveler("traveler-" + number), "whoami", "{\"me\":\"traveler-%d\"}".formatted(number)))
                    .toList();

            for (CompletionStage<ToolResult> call : calls) {
                assertThat(TestBridge.await(call))
                        .isInstanceOfSatisfying(
                                Ok.class,
                                ok -> assertThat(ok.content().path("who"))
                                        .isEqualTo(ok.content().path("asked")));
            }
            assertThat(server.calls("whoami")).hasSize(400);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(
                        "refuses the exchange",
                        (asked, answer) -> answer.json(400, "{\"error\":\"invalid_grant\"}"),
                        "answered HTTP 400, invalid_grant"),
                failure("is in trouble", (asked, answer) -> answer.json(500, "<html>"), "answered HTTP 500"),
                failure("redirects", (asked, answer) -> answer.json(302, ""), "answered HTTP 302"),
                failure(
                        "talks nonsense",
                        (asked, answer) -> answer.json(200, "<html>oops</html>"),
                        "answered without a bearer token"),
                failure(
                        "gives a token of another type",
                        (asked, answer) -> answer.json(200, "{\"access_token\":\"x\",\"token_type\":\"N_A\"}"),
                        "answered without a bearer token"),
                failure(
                        "smuggles a header in",
                        (asked, answer) -> answer.json(
                                200, "{\"access_token\":\"x\\r\\nX-Admin: yes\",\"token_type\":\"Bearer\"}"),
                        "answered without a bearer token"),
                failure(
                        "answers too much",
                        (asked, answer) -> answer.json(200, " ".repeat(100_000)),
                        "answered too much"),
                failure("breaks off", (asked, answer) -> answer.cut(), "broke off before its answer was complete"),
                failure("hangs", (asked, answer) -> answer.hang(), " within 3"));
    }

    private static Arguments failure(String does, TokenService.Script script, String said) {
        return Arguments.of(does, script, said);
    }

    @ParameterizedTest(name = "a token endpoint that {0}")
    @MethodSource("failures")
    void meansThatNothingIsSentUntilItWorks(String does, TokenService.Script script, String said) throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(script);
                TestBridge bridge = bridge(server, tokens, "call-timeout = 3s")) {

            ToolResult result = bridge.call("whoami", "{}");

            assertThat(result).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.reason())
                        .startsWith("it.whoami was not called")
                        .contains(said);
                assertThat(unavailable.mayHaveRun()).isFalse();
            });
            assertThat(server.calls("whoami")).isEmpty();
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().running()).isZero();

            tokens.from(TEN_MINUTES);
            bridge.eventually("a failed exchange is forgotten", () -> bridge.call("whoami", "{}") instanceof Ok);
        }
    }

    @Test
    void aTokenEndpointThatIsAwayIsNamed() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(TEN_MINUTES);
                TestBridge bridge = bridge(server, tokens, "")) {
            tokens.die();

            LoggingTestKit.warn("Calls of MCP server 'it' fail: there is no token for them: the token endpoint")
                    .withOccurrences(1)
                    .expect(bridge.system(), () -> {
                        for (int i = 0; i < 3; i++) {
                            assertThat(bridge.call("whoami", "{}"))
                                    .isEqualTo(new Unavailable(
                                            "it.whoami was not called, for want of a token: the token endpoint %s cannot be reached at the moment"
                                                    .formatted(URI.create(tokens.url())
                                                            .getAuthority()),
                                            false));
                        }
                        return null;
                    });
            assertThat(server.calls("whoami")).isEmpty();
        }
    }

    @Test
    void aClientSecretThatIsReplacedCountsFromThenOn() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(TEN_MINUTES);
                TestBridge bridge = bridge(server, tokens, "")) {
            Files.writeString(clientSecret, "next");
            bridge.call("whoami", "{}");
            assertThat(tokens.asked("ada").get(0).authorization())
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("jet+way:next".getBytes()));
        }
    }

    @Test
    void aPersonalToolWithoutATravelerIsRefusedBeforeATokenIsAskedFor() throws Exception {
        try (ScriptedServer server = whoAmI();
                TokenService tokens = new TokenService(TEN_MINUTES);
                TestBridge bridge = bridge(server, tokens, "")) {
            assertThat(TestBridge.await(bridge.start(Optional.empty(), "whoami", "{}")))
                    .isEqualTo(
                            new Unavailable("it.whoami was not called: it needs to know who the traveler is", false));
            assertThat(TestBridge.await(bridge.start(traveler("jetway-service"), "whoami", "{}")))
                    .isEqualTo(new Unavailable(
                            "it.whoami was not called: a traveler cannot be called as the service is", false));
            assertThat(server.calls("whoami")).isEmpty();
            assertThat(tokens.asked("jetway-service")).hasSize(1);
        }
    }
}
