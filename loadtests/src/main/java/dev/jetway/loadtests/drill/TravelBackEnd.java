package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The travel servers, asked directly: past the system that is drilled. They must run with {@code --faults}.
 * Methods block.
 */
public final class TravelBackEnd {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(4);

    private final HttpClient http;
    private final URI url;
    private final byte[] secret;

    /** @param secretFile what the servers were started with: random bytes as base64 text */
    public TravelBackEnd(HttpClient http, URI url, Path secretFile) throws IOException {
        this.http = http;
        this.url = url;
        this.secret = Base64.getDecoder().decode(Files.readString(secretFile).strip());
    }

    /** Makes a tool, or with {@code *} all of a server, answer late. */
    public void slow(String server, String tool, Duration delay) throws IOException {
        var fault = JSON.createObjectNode().put("mode", "slow").put("delayMs", delay.toMillis());
        send(request("/faults/%s/%s".formatted(server, tool)).PUT(BodyPublishers.ofString(fault.toString())));
    }

    public void clearFaults() throws IOException {
        send(request("/faults").DELETE());
    }

    /** The references of a traveler's bookings that are not cancelled. */
    public List<String> bookings(String traveler) throws IOException {
        var list = call(traveler, "list", JSON.createObjectNode().put("when", "all"));
        var references = new ArrayList<String>();
        for (var booking : list.path("bookings")) {
            if (!booking.path("status").asText().equals("cancelled")) {
                references.add(booking.path("reference").asText());
            }
        }
        return references;
    }

    private JsonNode call(String traveler, String tool, ObjectNode arguments) throws IOException {
        var token = token(traveler);
        var hello = rpc(1, "initialize");
        hello.putObject("params").put("protocolVersion", "2025-06-18").putObject("capabilities");
        ((ObjectNode) hello.get("params"))
                .putObject("clientInfo")
                .put("name", "drill")
                .put("version", "1");
        var session = mcp(token, Optional.empty(), hello).headers().firstValue("mcp-session-id");
        var call = rpc(2, "tools/call");
        call.putObject("params").put("name", tool).set("arguments", arguments);
        var answer = parse(mcp(token, session, call).body());
        var result = answer.path("result");
        if (!result.has("structuredContent") || result.path("isError").asBoolean()) {
            throw new IOException("bookings.%s for %s answered %s".formatted(tool, traveler, answer));
        }
        return result.get("structuredContent");
    }

    private static ObjectNode rpc(int id, String method) {
        return JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
    }

    private HttpResponse<String> mcp(String token, Optional<String> session, JsonNode body) throws IOException {
        var request = request("/bookings/mcp")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + token);
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        return send(request.POST(BodyPublishers.ofString(body.toString())));
    }

    /** The answer, whether it came as JSON or as one event of a stream. */
    private static JsonNode parse(String body) throws IOException {
        if (body.stripLeading().startsWith("{")) {
            return JSON.readTree(body);
        }
        var data = body.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IOException("The travel servers answered nothing that can be read: " + body));
        return JSON.readTree(data);
    }

    private String token(String traveler) {
        var now = Instant.now();
        var claims = JSON.createObjectNode()
                .put("iss", "jetway")
                .put("sub", traveler)
                .put("aud", "bookings")
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(TOKEN_LIFE).getEpochSecond());
        var content = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims.toString());
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign with HmacSHA256", e);
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException("The travel servers answered %d to %s: %s"
                        .formatted(response.statusCode(), response.request().uri(), response.body()));
            }
            return response;
        } catch (ConnectException e) {
            throw new IOException("The travel servers cannot be reached at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking the travel servers", e);
        }
    }
}
