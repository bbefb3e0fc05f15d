package dev.jetway.mcp.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * An answer that is kept, as text: its size is known to the byte, and whoever is given it gets a tree of
 * their own.
 *
 * @param at when the server was asked: what it said is no newer than that
 */
record Kept(byte[] content, Instant at, Lifetime lifetime) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What an entry costs beside its content, in bytes. */
    private static final int OVERHEAD = 256;

    static Kept of(JsonNode content, Instant at, Lifetime lifetime) {
        try {
            return new Kept(JSON.writeValueAsBytes(content), at, lifetime);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    boolean fresh(Instant now) {
        return at.plus(lifetime.fresh()).isAfter(now);
    }

    boolean showable(Instant now) {
        return !lifetime.staleFor().isZero() && at.plus(lifetime.total()).isAfter(now);
    }

    JsonNode read() {
        try {
            return JSON.readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException("What was written here can be read here", e);
        }
    }

    int bytes() {
        return content.length + OVERHEAD;
    }
}
