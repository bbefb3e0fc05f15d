package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Something a server asks of us, and waits for. It is answered once, or refused once; whatever comes later does
 * nothing, and nor does an answer that nobody waits for any more. Safe for use by many threads.
 */
public final class ServerQuestion {

    private final JsonRpc json;
    private final JsonNode id;
    private final String method;
    private final JsonNode params;
    private final Consumer<byte[]> reply;
    private final AtomicBoolean replied = new AtomicBoolean();

    ServerQuestion(JsonRpc json, JsonNode message, Consumer<byte[]> reply) {
        this.json = json;
        this.id = message.path("id");
        this.method = message.path("method").asText();
        this.params = message.path("params");
        this.reply = reply;
    }

    /** Whether a message waits for an answer that can be sent. */
    static boolean isOne(JsonNode message) {
        JsonNode id = message.path("id");
        return id.isTextual() || id.isIntegralNumber();
    }

    public String method() {
        return method;
    }

    /** Written by the server; missing where it gave none. */
    public JsonNode params() {
        return params;
    }

    public void answer(JsonNode result) {
        if (replied.compareAndSet(false, true)) {
            reply.accept(json.result(id, result));
        }
    }

    /** @param why told to the server */
    public void refuse(int code, String why) {
        if (replied.compareAndSet(false, true)) {
            reply.accept(json.error(id, code, why));
        }
    }
}
