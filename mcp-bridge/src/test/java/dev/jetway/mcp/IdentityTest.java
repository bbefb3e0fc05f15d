package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whose name tools are called. */
class IdentityTest {

    @TempDir
    private Path folder;

    private final byte[] secret = new byte[32];
    private Path secretFile;

    @BeforeEach
    void writeSecret() throws Exception {
        new Random(7).nextBytes(secret);
        secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret) + "\n");
    }

    private TestBridge bridge(ScriptedServer server, String settings) {
        return TestBridge.before(
                server.url(), settings, "identity.secret-file = \"%s\"".formatted(secretFile), Clock.systemUTC());
    }

    private static SignedJWT token(ScriptedServer.Request request) {
        try {
            return SignedJWT.parse(request.authorization().replaceFirst("^Bearer ", ""));
        } catch (ParseException e) {
            throw new IllegalStateException("No token: '%s'".formatted(request.authorization()), e);
        }
    }

    private static ScriptedServer.Script whoAmI() {
        return (request, reply) -> {
            try {
                reply.structured(TestBridge.json("{\"who\":\"%s\",\"asked\":\"%s\"}"
                        .formatted(
                                token(request).getJWTClaimsSet().getSubject(),
                                request.arguments().path("me").asText())));
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void theTokenIsSignedMadeOutToTheServerAndShortLived() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("whoami", whoAmI());
                TestBridge bridge = bridge(server, "personal = true")) {
            bridge.call("whoami", "{}");
            SignedJWT token = token(server.calls("whoami").get(0));
            assertThat(token.verify(new MACVerifier(secret))).isTrue();
            assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("jetway");
            assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ada");
            assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("it");
            assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                    .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(300));
        }
    }

    @Test
    void connectingAndListingAreDoneInTheNameOfTheService() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("whoami", whoAmI());
                TestBridge bridge = bridge(server, "personal = true, audience = booking-desk")) {
            bridge.call("whoami", "{}");
            for (String method : List.of("initialize", "notifications/initialized", "tools/list")) {
                assertThat(server.requests(method)).isNotEmpty().allSatisfy(request -> {
                    assertThat(token(request).getJWTClaimsSet().getSubject()).isEqualTo("jetway-service");
                    assertThat(token(request).getJWTClaimsSet().getAudience()).containsExactly("booking-desk");
                });
            }
        }
    }

    @Test
    void aPersonalToolWithoutATravelerIsRefusedBeforeAnythingIsSent() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("whoami", whoAmI());
                TestBridge bridge = bridge(server, "personal = true")) {
            assertThat(TestBridge.await(bridge.start(Optional.empty(), "whoami", "{}")))
                    .isEqualTo(
                            new Unavailable("it.whoami was not called: it needs to know who the traveler is", false));
            assertThat(server.calls("whoami")).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotPersonalLearnsNothingOfTheTraveler() throws Exception {
        try (ScriptedServer server = new ScriptedServer()
                        .tool("search", (request, reply) -> reply.structured(TestBridge.json("{}")));
                TestBridge bridge = bridge(server, "")) {
            assertThat(bridge.call("search", "{}")).isInstanceOf(Ok.class);
            assertThat(TestBridge.await(bridge.start(Optional.empty(), "search", "{}")))
                    .isInstanceOf(Ok.class);
            assertThat(server.calls("search"))
                    .allMatch(request -> request.authorization().isEmpty());
        }
    }

    @Test
    void theNoticeOfACancelledCallCarriesTheTravelersToken() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("slow", (request, reply) -> reply.hang());
                TestBridge bridge = bridge(server, "personal = true, call-timeout = 300ms")) {
            bridge.call("slow", "{}");
            bridge.eventually(
                    "told", () -> server.requests("notifications/cancelled").size() == 1);
            assertThat(token(server.requests("notifications/cancelled").get(0))
                            .getJWTClaimsSet()
                            .getSubject())
                    .isEqualTo("ada");
        }
    }
}
