package dev.jetway.runtime.model;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** What addresses that speak chat completions send, in pieces. */
public final class OpenAiScript {

    public static final String DONE = "[DONE]";

    private OpenAiScript() {}

    /** A whole answer in so many pieces of text, with what it cost. */
    public static Script says(String... pieces) {
        var script = Script.stream().event(delta("\"role\":\"assistant\",\"content\":\"\""));
        for (var piece : pieces) {
            script = script.event(text(piece));
        }
        return script.event(finish("stop")).event(used(12, 4, 7)).event(DONE);
    }

    public static String text(String piece) {
        return delta("\"content\":" + quoted(piece));
    }

    /** @param id empty where it was told with an earlier piece */
    public static String call(int index, String id, String name, String arguments) {
        var first = id.isEmpty() ? "" : "\"id\":%s,\"type\":\"function\",".formatted(quoted(id));
        var named = name.isEmpty() ? "" : "\"name\":%s,".formatted(quoted(name));
        return delta("\"tool_calls\":[{\"index\":%d,%s\"function\":{%s\"arguments\":%s}}]"
                .formatted(index, first, named, quoted(arguments)));
    }

    public static String delta(String fields) {
        return chunk("{%s}".formatted(fields), "null");
    }

    public static String finish(String reason) {
        return chunk("{}", quoted(reason));
    }

    public static String used(long input, long cached, long output) {
        return """
                {"id":"c1","object":"chat.completion.chunk","model":"scripted-1","choices":[],"usage":{\
                "prompt_tokens":%d,"completion_tokens":%d,"prompt_tokens_details":{"cached_tokens":%d}}}""".formatted(input, output, cached);
    }

    private static String chunk(String delta, String finish) {
        return """
                {"id":"c1","object":"chat.completion.chunk","created":1,"model":"scripted-1","choices":[{\
                "index":0,"delta":%s,"logprobs":null,"finish_reason":%s}],"usage":null}""".formatted(delta, finish);
    }

    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
