package dev.jetway.mcp.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetway.mcp.http.HttpCall;
import dev.jetway.mcp.http.HttpExchange;
import dev.jetway.mcp.http.HttpPool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Exchanges a token at an authorization server (OAuth 2.0 Token Exchange, RFC 8693). Never blocks. */
final class TokenEndpoint {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private static final Pattern SECRET = Pattern.compile("\\P{Cntrl}{1,4096}");
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** How long a token is good for whose life nobody states. */
    private static final Duration UNSTATED = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    /** A token is given up this long before its end, or a fifth of its life if that is less. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int MARGIN_SHARE = 5;

    /**
     * A token that was got.
     *
     * @param until from when on it is not used any more
     */
    record Issued(String token, Instant until) {
        @Override
        public String toString() {
            return "Issued[until=%s]".formatted(until);
        }
    }

    private final AuthSettings.Exchange settings;
    private final Optional<SecretFile> secret;
    private final HttpPool http;
    private final Executor executor;
    private final Clock clock;
    private final Duration limit;

    /**
     * @param limit how long an exchange may take
     * @throws IllegalArgumentException if the client's secret cannot be read
     */
    TokenEndpoint(AuthSettings.Exchange settings, TokenMeans means, Duration limit) {
        this.settings = settings;
        this.secret = settings.clientSecretFile()
                .map(file -> new SecretFile(file, "auth.exchange.client-secret-file", SECRET, means.blocking()));
        this.http = means.http();
        this.executor = means.executor();
        this.clock = means.clock();
        this.limit = limit;
    }

    /** Fails with a {@link TokenUnavailableException}, within the limit. */
    CompletionStage<Issued> exchange(String subjectToken) {
        // The file is read each time: a secret that was replaced counts from then on, and this is seldom done.
        return secret.map(SecretFile::reread)
                .orElseGet(() -> CompletableFuture.completedStage(""))
                .thenCompose(password -> send(subjectToken, password));
    }

    private CompletionStage<Issued> send(String subjectToken, String password) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", GRANT);
        form.put("subject_token", subjectToken);
        form.put("subject_token_type", JWT);
        form.put("audience", settings.audience());
        form.put("scope", settings.scope());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        if (secret.isPresent()) {
            headers.put("Authorization", "Basic " + basic(password));
        } else {
            form.put("client_id", settings.clientId());
        }
        String body = form.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Instant sentAt = clock.instant();
        CompletableFuture<SmallResponse.Received> received = new CompletableFuture<>();
        HttpExchange exchange = http.send(
                HttpCall.post(settings.url(), headers, body.getBytes(StandardCharsets.US_ASCII)),
                new SmallResponse(received));
        received.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, error) -> {
            if (error != null) {
                exchange.cut();
            }
        });
        return received.handleAsync((response, error) -> issued(response, error, sentAt), executor);
    }

    /** RFC 6749, 2.3.1: both halves are form-encoded first. */
    private String basic(String password) {
        String both = encoded(settings.clientId()) + ":" + encoded(password);
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Issued issued(SmallResponse.Received response, Throwable error, Instant sentAt) {
        if (error != null) {
            throw failed(
                    error instanceof TimeoutException
                            ? "did not answer within %d ms".formatted(limit.toMillis())
                            : error.getMessage());
        }
        JsonNode answer = json(response.body());
        if (response.status() != 200) {
            String code = answer.path("error").asText();
            throw failed("answered HTTP %d%s"
                    .formatted(response.status(), ERROR_CODE.matcher(code).matches() ? ", " + code : ""));
        }
        String token = answer.path("access_token").asText();
        if (!Bearer.TOKEN.matcher(token).matches()
                || !answer.path("token_type").asText().equalsIgnoreCase("Bearer")) {
            throw failed("answered without a bearer token");
        }
        return new Issued(token, sentAt.plus(useful(answer.path("expires_in"))));
    }

    private static Duration useful(JsonNode expiresIn) {
        Duration life = expiresIn.isMissingNode() ? UNSTATED : Duration.ofSeconds(Math.max(0, expiresIn.asLong()));
        life = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        Duration share = life.dividedBy(MARGIN_SHARE);
        return life.minus(share.compareTo(MARGIN) < 0 ? share : MARGIN);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private TokenUnavailableException failed(String how) {
        return new TokenUnavailableException(
                "the token endpoint %s %s".formatted(settings.url().getRawAuthority(), how));
    }
}
