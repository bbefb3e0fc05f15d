package dev.jetway.travel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.CompletableFuture;

/** Speaks plain HTTP to a back end, as any MCP client might. */
final class TravelClient {

    static final ObjectMapper JSON = new ObjectMapper();
    static final byte[] SECRET =
            "a secret of at least 32 bytes for tests only".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    static final Clock CLOCK = Clock.fixed(TODAY.atTime(8, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;

    TravelClient(String url) {
        this.url = url;
    }

    static TravelBackend start(Path data, boolean faults) throws IOException {
        return start(data, faults, CLOCK);
    }

    static TravelBackend start(Path data, boolean faults, Clock clock) throws IOException {
        return TravelBackend.start(
                new TravelBackend.Settings(InetAddress.getLoopbackAddress(), 0, data, 1, SECRET, faults, clock));
    }

    static String token(String subject, String server) {
        return token(claims(subject, server).build(), SECRET);
    }

    static JWTClaimsSet.Builder claims(String subject, String server) {
        return new JWTClaimsSet.Builder()
                .issuer("jetway")
                .subject(subject)
                .audience(server)
                .expirationTime(Date.from(Instant.now().plusSeconds(240)));
    }

    static String token(JWTClaimsSet claims, byte[] secret) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The result of a tool called without a token. */
    JsonNode call(String tool, String arguments) {
        return result(send(tool, arguments, null).join());
    }

    /** The result of a tool called for a traveler. */
    JsonNode callAs(String subject, String tool, String arguments) {
        return result(send(tool, arguments, token(subject, tool.substring(0, tool.indexOf('.'))))
                .join());
    }

    CompletableFuture<HttpResponse<String>> send(String tool, String arguments, String token) {
        int dot = tool.indexOf('.');
        ObjectNode message =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
        ObjectNode params = message.putObject("params").put("name", tool.substring(dot + 1));
        try {
            params.set("arguments", JSON.readTree(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return post("/" + tool.substring(0, dot) + "/mcp", message.toString(), token);
    }

    CompletableFuture<HttpResponse<String>> post(String path, String body, String token) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", token.startsWith("Basic") ? token : "Bearer " + token);
        }
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> http(String method, String path, String body) {
        return HTTP.sendAsync(
                        request(path)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode result(HttpResponse<String> response) {
        JsonNode result = json(response).get("result");
        if (result == null) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return result;
    }

    static JsonNode content(JsonNode result) {
        if (result.path("isError").asBoolean()) {
            throw new AssertionError(result.toString());
        }
        return result.get("structuredContent");
    }

    static String refusal(JsonNode result) {
        if (!result.path("isError").asBoolean()) {
            throw new AssertionError("Not refused: " + result);
        }
        return result.get("content").get(0).get("text").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }
}
