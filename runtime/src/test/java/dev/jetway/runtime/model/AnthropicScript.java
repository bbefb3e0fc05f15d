package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.OpenAiScript.quoted;

/** What Anthropic's address sends, in events. */
public final class AnthropicScript {

    private AnthropicScript() {}

    /** A whole answer in so many pieces of text, with what it cost. */
    public static Script says(String... pieces) {
        var script = start().event("content_block_start", """
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        for (var piece : pieces) {
            script = script.event("content_block_delta", text(0, piece));
        }
        return ends(script.event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"), "end_turn");
    }

    /** An answer that has one piece of text, and does not end. */
    public static Script begun(String piece) {
        return start().event("content_block_delta", text(0, piece));
    }

    public static Script start() {
        return Script.stream().event("message_start", """
                {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","content":[],\
                "model":"scripted-2","stop_reason":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":3,\
                "cache_read_input_tokens":4,"output_tokens":1}}}""").event("ping", "{\"type\":\"ping\"}");
    }

    public static Script ends(Script script, String reason) {
        return script.event("message_delta", """
                {"type":"message_delta","delta":{"stop_reason":%s,"stop_sequence":null},"usage":{"output_tokens":7}}""".formatted(quoted(reason)))
                .event("message_stop", "{\"type\":\"message_stop\"}");
    }

    public static String text(int index, String piece) {
        return """
                {"type":"content_block_delta","index":%d,"delta":{"type":"text_delta","text":%s}}""".formatted(index, quoted(piece));
    }

    /** @param pieces of the arguments */
    public static Script calls(Script script, int index, String id, String name, String... pieces) {
        var next = script.event("content_block_start", """
                {"type":"content_block_start","index":%d,\
                "content_block":{"type":"tool_use","id":%s,"name":%s,"input":{}}}""".formatted(index, quoted(id), quoted(name)));
        for (var piece : pieces) {
            next = next.event("content_block_delta", """
                    {"type":"content_block_delta","index":%d,\
                    "delta":{"type":"input_json_delta","partial_json":%s}}""".formatted(index, quoted(piece)));
        }
        return next.event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index));
    }
}
