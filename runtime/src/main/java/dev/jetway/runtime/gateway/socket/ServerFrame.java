package dev.jetway.runtime.gateway.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.conversation.ConversationEntity;
import dev.jetway.runtime.gateway.Json;
import dev.jetway.runtime.gateway.agui.AgUiProjection;
import dev.jetway.runtime.gateway.identity.NotJudgedException;
import dev.jetway.runtime.region.Affinity;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server says. */
public sealed interface ServerFrame {

    /** The frame as it goes over the wire; contains no nulls. */
    String json();

    /** @param nearest the region this client should be served by */
    record Welcome(
            String connectionId,
            long heartbeatMs,
            int maxFrameBytes,
            Optional<Instant> tokenExpiresAt,
            Affinity affinity,
            String nearest)
            implements ServerFrame {
        @Override
        public String json() {
            return Json.object("welcome", json -> {
                json.writeStringField("connectionId", connectionId);
                json.writeNumberField("heartbeatMs", heartbeatMs);
                json.writeNumberField("maxFrameBytes", maxFrameBytes);
                json.writeStringField("agui", AgUiProjection.PROTOCOL_VERSION);
                if (tokenExpiresAt.isPresent()) {
                    json.writeStringField("tokenExpiresAt", tokenExpiresAt.get().toString());
                }
                json.writeObjectFieldStart("regions");
                json.writeStringField("serving", affinity.serving());
                json.writeStringField("nearest", nearest);
                json.writeObjectFieldStart("addresses");
                for (var address : affinity.addresses().entrySet()) {
                    json.writeStringField(address.getKey(), address.getValue().toString());
                }
                json.writeEndObject();
                json.writeEndObject();
                json.writeObjectFieldStart("capabilities");
                json.writeBooleanField("resume", true);
                json.writeBooleanField("history", true);
                json.writeBooleanField("window", true);
                json.writeBooleanField("auth", true);
                json.writeEndObject();
            });
        }
    }

    /** @param duplicate the same had been asked before, and nothing was done again */
    record Ok(String id, boolean duplicate) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("ok", json -> {
                json.writeStringField("id", id);
                if (duplicate) {
                    json.writeBooleanField("duplicate", true);
                }
            });
        }
    }

    /**
     * The newer token holds.
     *
     * @param id of the frame that brought it, if it had one
     */
    record Renewed(Optional<String> id, Optional<Instant> tokenExpiresAt) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("ok", json -> {
                if (id.isPresent()) {
                    json.writeStringField("id", id.get());
                }
                json.writeObjectFieldStart("result");
                if (tokenExpiresAt.isPresent()) {
                    json.writeStringField("tokenExpiresAt", tokenExpiresAt.get().toString());
                }
                json.writeEndObject();
            });
        }
    }

    record HistoryOk(String id, ConversationEntity.History history) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("ok", json -> {
                json.writeStringField("id", id);
                json.writeObjectFieldStart("result");
                json.writeArrayFieldStart("messages");
                for (var message : history.messages()) {
                    write(json, message);
                }
                json.writeEndArray();
                json.writeBooleanField("more", history.more());
                json.writeEndObject();
            });
        }

        private static void write(JsonGenerator json, ConversationEntity.HistoryMessage message) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", message.id());
            json.writeStringField("role", message.role());
            json.writeStringField("content", message.content());
            json.writeNumberField("at", message.at());
            if (message.by() != null) {
                json.writeStringField("name", message.by());
                json.writeObjectFieldStart("metadata");
                json.writeObjectFieldStart("jetway");
                json.writeObjectFieldStart("from");
                json.writeStringField("kind", "person");
                json.writeStringField("name", message.by());
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    /** @param id of the frame that can't be done; {@code null} when it has none */
    record Error(String id, String code, String message, boolean retryable, OptionalLong retryAfterMs)
            implements ServerFrame {

        static Error of(String id, String code, String message) {
            return new Error(id, code, message, false, OptionalLong.empty());
        }

        static Error retry(String id, String code, String message, long afterMs) {
            return new Error(id, code, message, true, OptionalLong.of(afterMs));
        }

        @Override
        public String json() {
            return Json.object("error", json -> {
                if (id != null) {
                    json.writeStringField("id", id);
                }
                json.writeStringField("code", code);
                json.writeStringField("message", message);
                json.writeBooleanField("retryable", retryable);
                if (retryAfterMs.isPresent()) {
                    json.writeNumberField("retryAfterMs", retryAfterMs.getAsLong());
                }
            });
        }
    }

    record Subscribed(String id, String thread, String epoch, long seq, boolean recovered) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("subscribed", json -> {
                json.writeStringField("id", id);
                json.writeStringField("thread", thread);
                json.writeStringField("epoch", epoch);
                json.writeNumberField("seq", seq);
                json.writeBooleanField("recovered", recovered);
            });
        }
    }

    /**
     * One event of a conversation.
     *
     * @param firstSeq below {@code seq} when the frame stands for several deltas of one message
     * @param event JSON text
     * @param replayed it had happened before the client subscribed
     */
    record Event(String thread, long firstSeq, long seq, String event, boolean replayed) implements ServerFrame {
        @Override
        public String json() {
            // Most frames are of this kind, and the name of a thread has no character that must be escaped.
            var text = new StringBuilder(event.length() + 128).append("{\"type\":\"event\",\"thread\":\"");
            text.append(thread).append('"');
            if (firstSeq < seq) {
                text.append(",\"firstSeq\":").append(firstSeq);
            }
            text.append(",\"seq\":").append(seq).append(",\"event\":").append(event);
            return text.append('}').toString();
        }
    }

    /** The numbering starts anew. Snapshot events with this frame's {@code seq} follow. */
    record Reset(String thread, String epoch, long seq, String reason) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("reset", json -> {
                json.writeStringField("thread", thread);
                json.writeStringField("epoch", epoch);
                json.writeNumberField("seq", seq);
                json.writeStringField("reason", reason);
            });
        }
    }

    record Pong(JsonNode t) implements ServerFrame {
        @Override
        public String json() {
            return Json.object("pong", json -> {
                if (!t.isMissingNode()) {
                    json.writeFieldName("t");
                    json.writeRawValue(t.toString());
                }
            });
        }
    }

    /** When to come back after a good-bye. */
    enum Reconnect {
        NEVER("never"),
        NOW("now"),
        BACKOFF("backoff"),
        AFTER_LOGIN("after-login");

        private final String word;

        Reconnect(String word) {
            this.word = word;
        }
    }

    /** Another region, for a client that has come to the wrong one. */
    record Elsewhere(String region, Optional<URI> url) {}

    /**
     * The last frame of a connection.
     *
     * @param retryAfterMs not to come back earlier
     * @param elsewhere where to go instead
     */
    record Bye(
            String code, String message, Reconnect reconnect, OptionalLong retryAfterMs, Optional<Elsewhere> elsewhere)
            implements ServerFrame {

        public Bye(String code, String message, Reconnect reconnect) {
            this(code, message, reconnect, OptionalLong.empty(), Optional.empty());
        }

        private static final long FULL_RETRY_MS = 5_000;
        private static final long CLOSED_RETRY_MS = 1_000;

        public static final Bye DRAINING =
                new Bye("draining", "This server is going away; connect again", Reconnect.NOW);
        public static final Bye SLOW_CONSUMER = new Bye(
                "slow_consumer",
                "This connection did not keep up and was cut off; resume with the last seq and nothing is lost",
                Reconnect.BACKOFF);
        public static final Bye TOKEN_EXPIRED = new Bye(
                "token_expired",
                "The token has run out; sign in again, resume with the last seq and nothing is lost",
                Reconnect.AFTER_LOGIN);
        public static final Bye SUPERSEDED =
                new Bye("superseded", "A newer connection has taken the place of this one", Reconnect.NEVER);
        public static final Bye INTERNAL =
                new Bye("internal", "Something went wrong; connect again", Reconnect.BACKOFF);

        /** @param reconnect when to come back, and not before {@code retryAfterMs} */
        public static Bye later(String code, String message, Reconnect reconnect, long retryAfterMs) {
            return new Bye(code, message, reconnect, OptionalLong.of(retryAfterMs), Optional.empty());
        }

        public static Bye rateLimited(String message, long retryAfterMs) {
            return later("rate_limited", message, Reconnect.BACKOFF, retryAfterMs);
        }

        /** For a client whose token may be good, and has to be sent again. */
        static Bye notJudged(NotJudgedException reason) {
            return later(
                    reason.isRateLimited() ? "rate_limited" : INTERNAL.code,
                    reason.getMessage(),
                    Reconnect.BACKOFF,
                    reason.retryAfterMs());
        }

        public static Bye protocol(String message) {
            return new Bye("protocol", message, Reconnect.NEVER);
        }

        public static Bye unauthorized(String message) {
            return new Bye("unauthorized", message, Reconnect.AFTER_LOGIN);
        }

        /** Nothing of this traveler may be here. */
        public static Bye wrongRegion(String here, Elsewhere home) {
            return new Bye(
                    "wrong_region",
                    "Your conversations stay in region %s, and this is region %s. %s"
                            .formatted(
                                    home.region(),
                                    here,
                                    home.url().map("Go to %s"::formatted).orElse("Connect there")),
                    Reconnect.NEVER,
                    OptionalLong.empty(),
                    Optional.of(home));
        }

        /** For a client that knocks at a node that is going away: its address leads elsewhere soon. */
        public static Bye closed() {
            return later("draining", DRAINING.message, Reconnect.NOW, CLOSED_RETRY_MS);
        }

        public static Bye full() {
            return rateLimited("This server has all the connections it takes", FULL_RETRY_MS);
        }

        @Override
        public String json() {
            return Json.object("bye", json -> {
                json.writeStringField("code", code);
                json.writeStringField("message", message);
                json.writeStringField("reconnect", reconnect.word);
                if (retryAfterMs.isPresent()) {
                    json.writeNumberField("retryAfterMs", retryAfterMs.getAsLong());
                }
                if (elsewhere.isPresent()) {
                    json.writeStringField("region", elsewhere.get().region());
                    if (elsewhere.get().url().isPresent()) {
                        json.writeStringField("url", elsewhere.get().url().get().toString());
                    }
                }
            });
        }
    }
}
