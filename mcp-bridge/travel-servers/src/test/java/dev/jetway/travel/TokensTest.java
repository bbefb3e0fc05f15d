package dev.jetway.travel;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.PlainJWT;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    @TempDir
    private static Path data;

    private static TravelBackend backend;
    private static TravelClient client;

    @BeforeAll
    static void start() throws Exception {
        backend = TravelClient.start(data, false);
        client = new TravelClient(backend.url());
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Test
    void aPersonalToolWithoutAValidTokenIsUnauthorized() {
        Instant now = Instant.now();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("missing", null);
        tokens.put("not a bearer token", "Basic YTpi");
        tokens.put("no JWT", "x.y.z");
        tokens.put(
                "unsigned", new PlainJWT(TravelClient.claims("ada", "bookings").build()).serialize());
        tokens.put("for another server", TravelClient.token("ada", "loyalty"));
        tokens.put(
                "expired",
                TravelClient.token(
                        TravelClient.claims("ada", "bookings")
                                .expirationTime(Date.from(now.minusSeconds(60)))
                                .build(),
                        TravelClient.SECRET));
        tokens.put(
                "of too long a life",
                TravelClient.token(
                        TravelClient.claims("ada", "bookings")
                                .expirationTime(Date.from(now.plusSeconds(3_600)))
                                .build(),
                        TravelClient.SECRET));
        tokens.put(
                "without expiry",
                TravelClient.token(
                        TravelClient.claims("ada", "bookings")
                                .expirationTime(null)
                                .build(),
                        TravelClient.SECRET));
        tokens.put(
                "of another issuer",
                TravelClient.token(
                        TravelClient.claims("ada", "bookings").issuer("mallory").build(), TravelClient.SECRET));
        tokens.put(
                "of nobody",
                TravelClient.token(TravelClient.claims(" ", "bookings").build(), TravelClient.SECRET));
        tokens.put(
                "signed with another secret",
                TravelClient.token(
                        TravelClient.claims("ada", "bookings").build(), "0123456789abcdef0123456789abcdef".getBytes()));

        tokens.forEach((what, token) -> {
            HttpResponse<String> response =
                    client.send("bookings.list", "{}", token).join();
            assertThat(response.statusCode()).as(what).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .as(what)
                    .startsWith("Bearer");
        });
        assertThat(client.send("bookings.list", "{}", TravelClient.token("ada", "bookings"))
                        .join()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherToolsNeedNoTokenButRefuseABadOne() {
        String arguments = "{\"query\":\"Rome\"}";

        assertThat(client.send("destinations.resolve", arguments, null).join().statusCode())
                .isEqualTo(200);
        assertThat(client.send("destinations.resolve", arguments, TravelClient.token("ada", "bookings"))
                        .join()
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPersonalServerListsItsToolsToAnybody() {
        HttpResponse<String> response = client.post(
                        "/bookings/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", null)
                .join();

        assertThat(TravelClient.result(response).get("tools")).hasSize(7);
    }
}
