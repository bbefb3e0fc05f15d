package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a server does not take the token it is sent. */
class TokenRefusedTest {

    private static final String COMMITS = "{\"annotations\": {\"destructiveHint\": true}}";

    @TempDir
    private Path folder;

    private Path secretFile;
    private Path tokenFile;

    @BeforeEach
    void writeSecrets() throws Exception {
        byte[] secret = new byte[32];
        new Random(7).nextBytes(secret);
        secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret) + "\n");
        tokenFile = Files.writeString(folder.resolve("token"), "first-token\n");
    }

    private TestBridge bridge(ScriptedServer server, String settings) {
        return TestBridge.before(
                server.url(), settings, "identity.secret-file = \"%s\"".formatted(secretFile), Clock.systemUTC());
    }

    private static ScriptedServer server() throws Exception {
        return new ScriptedServer()
                .tool("book", COMMITS, (request, reply) -> reply.structured(TestBridge.json("{\"reference\":\"JW1\"}")))
                .tool("search", (request, reply) -> reply.structured(TestBridge.json("{}")));
    }

    /** Refuses the first token a call comes with, for good. */
    private static ScriptedServer refusingTheFirstToken() throws Exception {
        ScriptedServer server = server();
        return server.lettingIn(request -> !request.method().equals("tools/call")
                || !request.authorization()
                        .equals(server.requests("tools/call").get(0).authorization()));
    }

    private static ScriptedServer refusingAllCalls() throws Exception {
        return server().lettingIn(request -> !request.method().equals("tools/call"));
    }

    @Test
    void aFreshTokenIsSignedAndTheCallSentAgainForNothingHasRun() throws Exception {
        try (ScriptedServer server = refusingTheFirstToken();
                TestBridge bridge = bridge(server, "personal = true")) {

            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);

            List<ScriptedServer.Request> sent = server.calls("book");
            assertThat(sent).hasSize(2);
            assertThat(sent.get(0).authorization()).isNotEqualTo(sent.get(1).authorization());
            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);
            assertThat(server.calls("book")).hasSize(3);
        }
    }

    @Test
    void aTokenThatWasExchangedIsExchangedAgain() throws Exception {
        try (ScriptedServer server = refusingTheFirstToken();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(600));
                TestBridge bridge = bridge(
                        server,
                        "personal = true, auth.exchange { url = \"%s\", client-id = jetway }"
                                .formatted(tokens.url()))) {

            assertThat(bridge.commit("book", "{}")).isInstanceOf(Ok.class);

            assertThat(server.calls("book")).hasSize(2);
            assertThat(tokens.asked("ada"))
                    .hasSize(2)
                    .allSatisfy(asked -> assertThat(asked.form()).containsEntry("client_id", "jetway"));
        }
    }

    @Test
    void callsThatWereRefusedTogetherGetOneFreshTokenTogether() throws Exception {
        try (ScriptedServer server = refusingTheFirstToken();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(600));
                TestBridge bridge = bridge(
                        server,
                        "personal = true, call-timeout = 30s, auth.exchange { url = \"%s\", client-id = jetway }"
                                .formatted(tokens.url()))) {
            List<CompletionStage<ToolResult>> calls = IntStream.range(0, 40)
                    .mapToObj(i -> bridge.start("search", "{}"))
                    .toList();

            calls.forEach(call -> assertThat(TestBridge.await(call)).isInstanceOf(Ok.class));
            assertThat(tokens.asked("ada")).hasSize(2);
        }
    }

    @Test
    void aRefusalThatComesLateDoesNotCostTheFreshToken() throws Exception {
        CountDownLatch fresh = new CountDownLatch(1);
        try (ScriptedServer server = server();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(600));
                TestBridge bridge = bridge(
                        server,
                        "personal = true, call-timeout = 30s, auth.exchange { url = \"%s\", client-id = jetway }"
                                .formatted(tokens.url()))) {
            server.lettingIn(request -> {
                if (!request.method().equals("tools/call")) {
                    return true;
                }
                if (!request.authorization()
                        .equals(server.requests("tools/call").get(0).authorization())) {
                    fresh.countDown();
                    return true;
                }
                if (request.arguments().path("late").asBoolean()) {
                    Patience.await(fresh);
                }
                return false;
            });
            CompletionStage<ToolResult> late = bridge.start("search", "{\"late\": true}");
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);

            assertThat(TestBridge.await(late)).isInstanceOf(Ok.class);
            assertThat(tokens.asked("ada")).hasSize(2);
        }
    }

    @Test
    void aServerThatRefusesTheFreshTokenTooIsNamedAndTheBreakerStaysClosed() throws Exception {
        try (ScriptedServer server = refusingAllCalls();
                TestBridge bridge = bridge(server, "personal = true, retry.attempts = 3")) {
            LoggingTestKit.warn("Calls of MCP server 'it' fail: server 'it' did not accept our token: the traveler's")
                    .withOccurrences(1)
                    .expect(bridge.system(), () -> {
                        for (int i = 0; i < 15; i++) {
                            assertThat(bridge.call("search", "{}"))
                                    .isEqualTo(new Unavailable(
                                            "it.search was not called: server 'it' did not accept our token: the traveler's, signed here"
                                                    + " for the audience 'it'",
                                            false));
                        }

                        return null;
                    });
            assertThat(server.calls("search")).hasSize(30);
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
            assertThat(bridge.status().counts().failed()).isEqualTo(15);
            assertThat(bridge.status().running()).isZero();
        }
    }

    @Test
    void aFailedExchangeAfterARefusalEndsTheCall() throws Exception {
        try (ScriptedServer server = refusingTheFirstToken();
                TokenService tokens = new TokenService((asked, answer) -> answer.token(600));
                TestBridge bridge = bridge(
                        server,
                        "personal = true, auth.exchange { url = \"%s\", client-id = jetway }"
                                .formatted(tokens.url()))) {
            bridge.call("search", "{}");
            tokens.from((asked, answer) -> answer.json(400, "{\"error\":\"invalid_grant\"}"));
            server.lettingIn(request -> !request.method().equals("tools/call"));

            assertThat(bridge.call("search", "{}")).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.reason()).contains("for want of a token", "invalid_grant");
                assertThat(unavailable.mayHaveRun()).isFalse();
            });
            assertThat(server.calls("search")).hasSize(3);
        }
    }

    @Test
    void oneTokenForEverybodyComesFromAFileAndIsReadAgainWhenItIsRefused() throws Exception {
        try (ScriptedServer server =
                        server().lettingIn(request -> request.authorization().matches("Bearer (first|second)-token"));
                TestBridge bridge = bridge(server, "auth.bearer-file = \"%s\"".formatted(tokenFile))) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(TestBridge.await(bridge.start(Optional.empty(), "search", "{}")))
                    .isInstanceOf(Ok.class);
            assertThat(server.requests("tools/list")).isNotEmpty();

            server.lettingIn(request -> request.authorization().equals("Bearer second-token"));
            Files.writeString(tokenFile, "second-token\n");
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(server.calls("search"))
                    .extracting(ScriptedServer.Request::authorization)
                    .containsExactly(
                            "Bearer first-token", "Bearer first-token", "Bearer first-token", "Bearer second-token");
        }
    }

    @Test
    void whereThereIsNoOtherTokenTheCallIsSentOnce() throws Exception {
        try (ScriptedServer server = refusingAllCalls();
                TestBridge bridge = bridge(server, "auth.bearer-file = \"%s\"".formatted(tokenFile))) {
            assertThat(bridge.call("search", "{}"))
                    .isEqualTo(new Unavailable(
                            "it.search was not called: server 'it' did not accept our token: the one in auth.bearer-file",
                            false));
            assertThat(server.calls("search")).hasSize(1);
        }
        try (ScriptedServer server = refusingAllCalls();
                TestBridge bridge = bridge(server, "")) {
            assertThat(bridge.call("search", "{}"))
                    .isEqualTo(new Unavailable(
                            "it.search was not called: server 'it' did not accept our token: it asks for one, and none is"
                                    + " configured",
                            false));
            assertThat(server.calls("search")).hasSize(1);
        }
    }

    @Test
    void forbiddenIsAnAnswerAndIsNotAskedForAgain() throws Exception {
        try (ScriptedServer server = server().tool("admin", (request, reply) -> reply.status(403));
                TestBridge bridge = bridge(server, "personal = true, retry.attempts = 3")) {
            for (int i = 0; i < 15; i++) {
                assertThat(bridge.call("admin", "{}"))
                        .isEqualTo(
                                new ToolError("it.admin is not allowed to this caller: server 'it' answered HTTP 403"));
            }
            assertThat(server.calls("admin")).hasSize(15);
            assertThat(bridge.status().breaker()).isEqualTo("CLOSED");
        }
    }

    @Test
    void aServerThatRefusesTheServicesOwnTokenSaysSoAndIsAskedAgainWithAnother() throws Exception {
        try (ScriptedServer server = server().lettingIn(request -> false);
                TestBridge bridge = bridge(server, "personal = true")) {
            assertThat(bridge.status().reason())
                    .isEqualTo("it did not accept our token: the service's own, signed here for the audience 'it'");
            String refused = server.requests("initialize").get(0).authorization();

            server.lettingIn(request -> !request.authorization().equals(refused));
            bridge.eventually("connected", () -> bridge.status().connected());
        }
    }

    @Test
    void aListingThatIsRefusedIsDoneAgainWithAnotherToken() throws Exception {
        try (ScriptedServer server = server();
                TestBridge bridge = bridge(server, "personal = true, poll = 100ms")) {
            String refused = server.requests("tools/list").get(0).authorization();
            server.lettingIn(request -> !request.authorization().equals(refused));
            server.tool("extra", (request, reply) -> reply.structured(TestBridge.json("{}")));

            bridge.eventually(
                    "listed again",
                    () -> bridge.bridge().catalog().find("it.extra").isPresent());
            assertThat(server.handshakes()).isEqualTo(1);
        }
    }
}
