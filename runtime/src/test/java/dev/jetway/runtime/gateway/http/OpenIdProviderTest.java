package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.identity.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** People who sign in with what a real OpenID provider gave them. */
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class OpenIdProviderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void theTokenOfALoginOpensBothDoors() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            int port = gateway(provider);
            var token = provider.login("ann@bank", OpenIdProvider.AUDIENCE);
            var subject = provider.issuer() + "#ann@bank";

            assertThat(get(port, "/who", token).body()).isEqualTo(subject);
            try (var client = ChatClient.connect(port)) {
                client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(token));
                assertThat(client.expect("welcome").path("tokenExpiresAt").asText())
                        .isNotEmpty();
                client.run("a", "trip", "r1", "hello");
                client.expect("ok");
            }
            try (var client = ChatClient.withHeader(port, "Authorization", "Bearer " + token)) {
                client.send("{\"type\":\"hello\"}");
                client.expect("welcome");
            }
            assertThat(CONVERSATIONS.changes())
                    .extracting(ScriptedConversations.Told::id)
                    .contains(new ConversationId(subject, "trip"));

            var machine = get(port, "/who", provider.login("machine", OpenIdProvider.AUDIENCE));
            assertThat(machine.body()).as("signed with ES256").isEqualTo(provider.issuer() + "#machine");
        }
    }

    @Test
    void rolesAndTenantsAreTheProvidersWord() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            int port = gateway(provider);

            assertThat(get(port, "/desk", provider.login("olga@bank+desk", OpenIdProvider.AUDIENCE))
                            .body())
                    .isEqualTo("bank");
            assertThat(get(port, "/desk", provider.login("ann@bank", OpenIdProvider.AUDIENCE))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(get(port, "/who", provider.login("ann@bakery", OpenIdProvider.AUDIENCE))
                            .body())
                    .contains("none of jetway.tenants");
        }
    }

    @Test
    void aTokenForSomebodyElseOpensNothing() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            int port = gateway(provider);
            var token = provider.login("ann@bank", OpenIdProvider.OTHER_AUDIENCE);

            assertThat(get(port, "/who", token).statusCode()).isEqualTo(401);
            try (var client = ChatClient.connect(port)) {
                client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(token));
                assertThat(client.expect("bye").path("code").asText()).isEqualTo("unauthorized");
            }
            assertThat(get(port, "/who", "dev:ann").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aNodeSaysWhoseTokensItTakes() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            var info = JSON.readTree(get(gateway(provider), "/v1/info", "none").body());
            assertThat(info.path("authentication").asText()).isEqualTo("oidc");
            assertThat(info.path("issuer").asText()).isEqualTo(provider.issuer());
        }
    }

    @Test
    void aNewKeyIsFoundWhenItComes() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            int port = gateway(provider);
            var before = provider.login("ann@bank", OpenIdProvider.AUDIENCE);
            assertThat(get(port, "/who", before).statusCode()).isEqualTo(200);

            provider.rotate();

            var after = provider.login("ann@bank", OpenIdProvider.AUDIENCE);
            assertThat(header(after)).as("which key it names").isNotEqualTo(header(before));
            awaitStatus(200, port, after);
            assertThat(get(port, "/who", before).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void knownKeysGoOnWhileTheProviderIsAway() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            int port = gateway(provider);
            var known = provider.login("ann@bank", OpenIdProvider.AUDIENCE);
            assertThat(get(port, "/who", known).statusCode()).isEqualTo(200);
            provider.rotate();
            var unknown = provider.login("ann@bank", OpenIdProvider.AUDIENCE);

            provider.stop();

            assertThat(get(port, "/who", known).statusCode()).isEqualTo(200);
            var refused = get(port, "/who", unknown);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(refused.body()).path("retryable").asBoolean())
                    .isTrue();
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            try (var client = ChatClient.connect(port)) {
                client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(unknown));
                var bye = client.expect("bye");
                assertThat(bye.path("code").asText()).isEqualTo("internal");
                assertThat(bye.path("reconnect").asText()).isEqualTo("backoff");
            }

            try (var back = provider.again()) {
                awaitStatus(200, port, unknown);
                assertThat(back.issuer()).isEqualTo(provider.issuer());
            }
        }
    }

    @Test
    void aNodeStartsBeforeItsProvider() throws Exception {
        try (var provider = OpenIdProvider.start(folder)) {
            var token = provider.login("ann@bank", OpenIdProvider.AUDIENCE);
            provider.stop();

            int port = gateway(provider);
            assertThat(get(port, "/who", token).statusCode()).isEqualTo(503);
            try (var back = provider.again()) {
                awaitStatus(200, port, token);
                assertThat(back.issuer()).isEqualTo(provider.issuer());
            }
        }
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private static void awaitStatus(int status, int port, String token) {
        KIT.createTestProbe().awaitAssert(Duration.ofSeconds(30), Duration.ofMillis(200), () -> {
            assertThat(get(port, "/who", token).statusCode()).isEqualTo(status);
            return null;
        });
    }

    private static HttpResponse<String> get(int port, String path, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .header("Authorization", "Bearer " + token)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static int gateway(OpenIdProvider provider) {
        var routes = Gateways.routes(KIT, CONVERSATIONS, """
                jetway.tenants { bank {} }
                jetway.gateway {
                  authentication = oidc
                  commands.limit = 1000
                  oidc {
                    issuer = "%s"
                    audience = ["%s"]
                    tenant { claim = tenant, optional = true }
                    roles { claim = "/realm_access/roles", desk = travel-desk, operator = travel-operator }
                    keys.retry = 500ms
                  }
                }
                """.formatted(provider.issuer(), OpenIdProvider.AUDIENCE));
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
                    path(
                            "desk",
                            () -> signIn.signedIn(
                                    Role.DESK,
                                    identity -> complete(identity.tenant().orElse("none")))));
        }
    }
}
