package dev.jetway.runtime.gateway.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {

    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final ECKey KEY = Tokens.ec("k");
    private static final String KEYS = new JWKSet(KEY).toString();

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final HttpServer server = server();
    private final String issuer =
            "http://127.0.0.1:%d".formatted(server.getAddress().getPort());

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void keysAreFoundByTheDiscoveryDocument() {
        discovery(issuer, issuer + "/keys");
        pages.put("/keys", KEYS);

        assertThat(keys("").keys()).containsExactly(KEY.toPublicJWK());
    }

    @Test
    void orWhereTheOperatorSays() {
        pages.put("/elsewhere", KEYS);

        assertThat(keys("keys.uri = \"%s/elsewhere\"".formatted(issuer)).keys()).hasSize(1);
    }

    @Test
    void onlyKeysThatTokensAreCheckedWithAreTaken() {
        var secret = new OctetSequenceKey.Builder(new byte[32]).keyID("secret").build();
        var small = Tokens.rsa("small", 1_024);
        var sealing = new ECKey.Builder(Tokens.ec("sealing"))
                .keyUse(KeyUse.ENCRYPTION)
                .build();
        pages.put("/keys", new JWKSet(List.of(secret, small, sealing, KEY)).toString(false));

        assertThat(keys("keys.uri = \"%s/keys\"".formatted(issuer)).keys()).containsExactly(KEY.toPublicJWK());
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotBelieved() {
        discovery("https://sso.example.com", issuer + "/keys");
        refused("", "names another issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://sso.example.com/keys", "file:///etc/passwd", "", "no address"})
    void keysComeFromASafeAddressOnly(String address) {
        discovery(issuer, address);
        refused("", DOCUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}", "<html>"})
    void whatIsNoSetOfKeysIsRefused(String text) {
        pages.put("/keys", text);
        refused("keys.uri = \"%s/keys\"".formatted(issuer), "/keys");
    }

    @Test
    void anAnswerMayNotBeTooLong() {
        pages.put("/keys", KEYS + " ".repeat(2_000));
        refused("keys { uri = \"%s/keys\", max-bytes = 1 KiB }".formatted(issuer), "longer than 1024 bytes");
    }

    @Test
    void anAnswerMayNotTakeTooLong() {
        refused("keys { uri = \"%s/slow\", timeout = 300ms }".formatted(issuer), "did not answer within PT0.3S");
    }

    @Test
    void aTrickleMayNotTakeTooLongEither() {
        refused("keys { uri = \"%s/trickle\", timeout = 300ms }".formatted(issuer), "did not answer within PT0.3S");
    }

    @Test
    void noRedirectIsFollowed() {
        pages.put("/keys", KEYS);
        refused("keys.uri = \"%s/moved\"".formatted(issuer), "answered 302");
    }

    @Test
    void aProviderThatIsNotThereIsNamed() {
        stop();
        refused("", issuer + DOCUMENT + " can't be read");
    }

    private void discovery(String name, String keys) {
        pages.put(DOCUMENT, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(name, keys));
    }

    private void refused(String overrides, String message) {
        assertThatThrownBy(() -> keys(overrides))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private KeyRing keys(String overrides) {
        var settings = Tokens.settings("issuer = \"%s\"\n%s".formatted(issuer, overrides));
        return new Provider(settings)
                .keys()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private HttpServer server() {
        try {
            var created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            created.setExecutor(Executors.newCachedThreadPool(task -> {
                var thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            }));
            created.createContext("/", exchange -> {
                var path = exchange.getRequestURI().getPath();
                switch (path) {
                    case "/slow" -> {} // never answered; ends with the server
                    case "/trickle" -> {
                        exchange.sendResponseHeaders(200, 1_000);
                        exchange.getResponseBody().write('{');
                        exchange.getResponseBody().flush();
                    }
                    case "/moved" -> {
                        exchange.getResponseHeaders().set("Location", "/keys");
                        exchange.sendResponseHeaders(302, -1);
                        exchange.close();
                    }
                    default -> {
                        var bytes = pages.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                        exchange.getResponseBody().write(bytes);
                        exchange.close();
                    }
                }
            });
            created.start();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
