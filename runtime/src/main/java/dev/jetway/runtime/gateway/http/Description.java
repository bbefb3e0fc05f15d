package dev.jetway.runtime.gateway.http;

import akka.http.javadsl.model.headers.EntityTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A file of the folder {@code description}: what the doors of a node are, for machines and for people. */
record Description(String name, String text) {

    static final Description ASYNC_API = of("asyncapi.json");
    static final Description OPEN_API = of("openapi.json");
    static final Description OPERATIONS_API = of("openapi-operations.json");
    static final Description EVENTS = of("agui-1.0-events.schema.json");
    static final Description FLOWS = of("flows.md");
    static final Description STYLE = of("docs.css");

    private static Description of(String name) {
        var resource = "/description/" + name;
        try (var in = Description.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("%s is not on the class path".formatted(resource));
            }
            return new Description(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    EntityTag tag() {
        return tag(text);
    }

    static EntityTag tag(String text) {
        return EntityTag.create(digest(text).replaceAll("[^A-Za-z0-9]", "").substring(0, 24), false);
    }

    /** SHA-256 in Base64, as a content security policy names what it allows. */
    static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
