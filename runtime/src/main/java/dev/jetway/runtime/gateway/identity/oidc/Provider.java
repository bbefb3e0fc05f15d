package dev.jetway.runtime.gateway.identity.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an OpenID provider for its keys, over HTTP, without keeping the caller waiting. */
final class Provider {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final OidcSettings settings;
    private final HttpClient http;

    Provider(OidcSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.keys().timeout())
                .build();
    }

    /** The stage fails with an {@link IOException} that says what was asked and what is wrong with the answer. */
    CompletionStage<KeyRing> keys() {
        return settings.keys()
                .uri()
                .<CompletionStage<URI>>map(CompletableFuture::completedStage)
                .orElseGet(this::discovered)
                .thenCompose(uri -> get(uri).thenApply(text -> keys(uri, text)));
    }

    private CompletionStage<URI> discovered() {
        var base = settings.issuer().replaceFirst("/$", "");
        var document = URI.create(base + "/.well-known/openid-configuration");
        return get(document).thenApply(text -> keysAddress(document, text));
    }

    private URI keysAddress(URI document, String text) {
        try {
            var described = JSON.readTree(text);
            if (!described.path("issuer").asText().equals(settings.issuer())) {
                throw wrong(document, "names another issuer than jetway.gateway.oidc.issuer", null);
            }
            var uri = URI.create(described.path("jwks_uri").asText());
            if (!Addresses.secure(uri) && !(Addresses.loopback(uri) && Addresses.loopback(document))) {
                throw wrong(document, "names no https address in jwks_uri", null);
            }
            return uri;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw wrong(document, "is no discovery document", e);
        }
    }

    private static KeyRing keys(URI uri, String text) {
        try {
            var ring = KeyRing.parse(text);
            if (ring.keys().isEmpty()) {
                throw wrong(uri, "has no key for RS256 or ES256", null);
            }
            return ring;
        } catch (ParseException | IllegalArgumentException e) {
            throw wrong(uri, "is no set of keys", e);
        }
    }

    private CompletionStage<String> get(URI uri) {
        var keys = settings.keys();
        var request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        var exchange = http.sendAsync(request, head -> new BoundedText(keys.maxBytes()));
        return exchange.thenApply(response -> body(uri, response))
                .orTimeout(keys.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((text, error) -> exchange.cancel(true))
                .exceptionally(error -> {
                    throw told(uri, error instanceof CompletionException ? error.getCause() : error);
                });
    }

    private static String body(URI uri, HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            throw wrong(uri, "answered %d".formatted(response.statusCode()), null);
        }
        return response.body();
    }

    private CompletionException told(URI uri, Throwable error) {
        if (error instanceof WrongAnswer) {
            return new CompletionException(error);
        }
        return wrong(
                uri,
                error instanceof TimeoutException
                        ? "did not answer within " + settings.keys().timeout()
                        : "can't be read: " + error,
                error);
    }

    private static CompletionException wrong(URI uri, String what, Throwable cause) {
        return new CompletionException(new WrongAnswer("%s %s".formatted(uri, what), cause));
    }

    private static final class WrongAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        private WrongAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
