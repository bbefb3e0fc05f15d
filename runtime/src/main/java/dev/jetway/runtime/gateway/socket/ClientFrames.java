package dev.jetway.runtime.gateway.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.agui.RunInputs;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.socket.ClientFrame.Ack;
import dev.jetway.runtime.gateway.socket.ClientFrame.Auth;
import dev.jetway.runtime.gateway.socket.ClientFrame.Cancel;
import dev.jetway.runtime.gateway.socket.ClientFrame.Hello;
import dev.jetway.runtime.gateway.socket.ClientFrame.History;
import dev.jetway.runtime.gateway.socket.ClientFrame.Ping;
import dev.jetway.runtime.gateway.socket.ClientFrame.Run;
import dev.jetway.runtime.gateway.socket.ClientFrame.Subscribe;
import dev.jetway.runtime.gateway.socket.ClientFrame.Unsubscribe;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the frames of {@code jetway.v1}. */
final class ClientFrames {

    static final int MAX_HISTORY = 200;
    static final int MAX_WINDOW = 10_000;

    private static final int DEFAULT_HISTORY = 50;
    private static final int MAX_TOKEN = 8_192;
    private static final int MAX_PING = 256;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private ClientFrames() {}

    /** @throws BadFrameException with the frame's id where it has a readable one */
    static ClientFrame read(String text) throws BadFrameException {
        var frame = Fields.of("frame", parse(text));
        var id = frame.node().path("id").isTextual() ? frame.node().get("id").textValue() : null;
        try {
            return read(frame);
        } catch (BadFrameException e) {
            throw e.withId(id != null && id.length() <= 128 ? id : null);
        }
    }

    static ClientFrame read(Fields frame) throws BadFrameException {
        var type = frame.required("type");
        return switch (type) {
            case "hello" -> hello(frame);
            case "auth" -> new Auth(frame.optionalId("id"), token(frame).orElseThrow(() -> frame.missing("token")));
            case "ping" -> ping(frame);
            case "subscribe" -> new Subscribe(frame.id("id"), frame.name("thread"), cursor(frame));
            case "unsubscribe" -> new Unsubscribe(frame.id("id"), frame.name("thread"));
            case "ack" ->
                new Ack(
                        frame.name("thread"),
                        frame.integer("seq", 0, Long.MAX_VALUE).orElseThrow(() -> frame.missing("seq")));
            case "run" -> new Run(frame.id("id"), RunInputs.read(frame));
            case "cancel" -> new Cancel(frame.id("id"), frame.name("thread"), frame.optionalName("runId"));
            case "history" ->
                new History(
                        frame.id("id"),
                        frame.name("thread"),
                        frame.optionalId("before"),
                        frame.integer("limit", 1, MAX_HISTORY)
                                .map(Math::toIntExact)
                                .orElse(DEFAULT_HISTORY));
            default ->
                throw new BadFrameException(
                        "unknown_type",
                        null,
                        "There is no frame type '%s'"
                                .formatted(type.length() > 40 ? type.substring(0, 40) + "…" : type));
        };
    }

    private static Hello hello(Fields frame) throws BadFrameException {
        var client = frame.object("client");
        var zone = client.isEmpty() ? Optional.<String>empty() : client.get().text("timeZone");
        return new Hello(
                token(frame),
                client.isEmpty() ? ClientProfile.DEFAULT : profile(client.get(), zone),
                zone.flatMap(ClientProfile::zone),
                window(frame),
                frame.optionalId("supersedes"));
    }

    private static Optional<String> token(Fields frame) throws BadFrameException {
        var token = frame.text("token");
        if (token.isPresent() && token.get().length() > MAX_TOKEN) {
            throw Fields.bad("frame.token must have at most %d characters".formatted(MAX_TOKEN));
        }
        return token;
    }

    private static ClientProfile profile(Fields client, Optional<String> zone) throws BadFrameException {
        return ClientProfile.of(
                client.text("locale").orElse(null),
                zone.orElse(null),
                client.text("currency").orElse(null));
    }

    private static OptionalInt window(Fields frame) throws BadFrameException {
        var window = frame.integer("window", 1, MAX_WINDOW);
        return window.isPresent() ? OptionalInt.of(Math.toIntExact(window.get())) : OptionalInt.empty();
    }

    private static Ping ping(Fields frame) throws BadFrameException {
        var t = frame.node().path("t");
        if (Fields.wellFormed("frame.t", t.toString()).length() > MAX_PING) {
            throw Fields.bad("frame.t must have at most %d characters".formatted(MAX_PING));
        }
        return new Ping(t);
    }

    private static Optional<Cursor> cursor(Fields frame) throws BadFrameException {
        var epoch = frame.optionalId("epoch");
        var afterSeq = frame.integer("afterSeq", 0, Long.MAX_VALUE);
        if (epoch.isPresent() != afterSeq.isPresent()) {
            throw Fields.bad("frame.epoch and frame.afterSeq make a cursor together: send both or neither");
        }
        return epoch.map(value -> new Cursor(value, afterSeq.orElseThrow()));
    }

    private static JsonNode parse(String text) throws BadFrameException {
        if (text.isBlank()) {
            throw Fields.bad("The frame is empty; a JSON object was expected");
        }
        try {
            return JSON.readValue(text);
        } catch (JsonProcessingException e) {
            var where = e.getLocation() == null
                    ? ""
                    : " at character %d".formatted(Math.max(0, e.getLocation().getCharOffset()));
            throw Fields.bad("The frame is not valid JSON%s".formatted(where));
        }
    }
}
