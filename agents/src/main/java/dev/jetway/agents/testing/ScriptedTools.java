package dev.jetway.agents.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tools for a test of an agent: answers calls as scripted, in any order, each answer once.
 *
 * <p>A call that was not expected throws an {@link AssertionError} that names the call and what was
 * expected instead. Safe for many threads.
 *
 * <pre>{@code
 * var tools = new ScriptedTools()
 *     .expect("hotels.search", "{\"city\": \"Boston\"}").answers("{\"offers\": []}");
 * }</pre>
 */
public final class ScriptedTools implements Tools {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<Expectation> expected = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();

    /**
     * One call that was made.
     *
     * @param tool {@code server.tool}, or {@code server.resource:uri} or {@code server.prompt:name}
     */
    public record Call(String tool, JsonNode arguments) {}

    private record Expectation(String tool, JsonNode arguments, ToolResult result) {
        private boolean fits(Call call) {
            return tool.equals(call.tool()) && (arguments == null || arguments.equals(call.arguments()));
        }
    }

    /** Expects a call with exactly these arguments, given as JSON text. */
    public Answer expect(String tool, String arguments) {
        return new Answer(tool, json(arguments));
    }

    /** Expects a call with whatever arguments. */
    public Answer expect(String tool) {
        return new Answer(tool, null);
    }

    /** Expects that a resource is read. */
    public Answer expectRead(String server, String uri) {
        return new Answer("%s.resource:%s".formatted(server, uri), null);
    }

    /** Expects that a prompt is asked for, with exactly these arguments. */
    public Answer expectPrompt(String server, String name, Map<String, String> arguments) {
        return new Answer("%s.prompt:%s".formatted(server, name), JSON.valueToTree(arguments));
    }

    /** Expects that values for an argument of a prompt are asked for. */
    public Answer expectSuggestions(String server, String prompt, String argument, String begun) {
        return new Answer("%s.prompt:%s".formatted(server, prompt), argument(argument, begun));
    }

    private static JsonNode argument(String name, String value) {
        return JSON.createObjectNode().put("argument", name).put("value", value);
    }

    /** What an expected call is answered with. */
    public final class Answer {
        private final String tool;
        private final JsonNode arguments;

        private Answer(String tool, JsonNode arguments) {
            this.tool = tool;
            this.arguments = arguments;
        }

        /** Answers with this content, given as JSON text. */
        public ScriptedTools answers(String content) {
            return with(new ToolResult.Ok(json(content)));
        }

        /** The tool cannot be reached; this content is what it had said at that moment. */
        public ScriptedTools answeredBefore(Instant asOf, String content) {
            return with(new ToolResult.Ok(json(content), Optional.of(asOf)));
        }

        /** The tool refuses, as MCP's {@code isError} does. */
        public ScriptedTools refuses(String message) {
            return with(new ToolResult.ToolError(message));
        }

        /** The tool refuses, having asked the traveler something. */
        public ScriptedTools asks(ToolResult.Question question) {
            return with(new ToolResult.ToolError(question.sentence(), Optional.of(question)));
        }

        /** The tool cannot be reached; the call surely did not run. */
        public ScriptedTools isUnavailable(String reason) {
            return with(new ToolResult.Unavailable(reason, false));
        }

        private ScriptedTools with(ToolResult result) {
            synchronized (ScriptedTools.this) {
                expected.add(new Expectation(tool, arguments, result));
            }
            return ScriptedTools.this;
        }
    }

    @Override
    public CompletionStage<ToolResult> read(String server, String uri) {
        return call("%s.resource:%s".formatted(server, uri), JSON.createObjectNode());
    }

    @Override
    public CompletionStage<ToolResult> prompt(String server, String name, Map<String, String> arguments) {
        return call("%s.prompt:%s".formatted(server, name), JSON.valueToTree(arguments));
    }

    @Override
    public CompletionStage<ToolResult> suggestions(String server, String prompt, String argument, String begun) {
        return call("%s.prompt:%s".formatted(server, prompt), argument(argument, begun));
    }

    @Override
    public synchronized CompletionStage<ToolResult> call(String tool, JsonNode arguments) {
        var call = new Call(tool, arguments.deepCopy());
        calls.add(call);
        for (var expectation : expected) {
            if (expectation.fits(call)) {
                expected.remove(expectation);
                return CompletableFuture.completedFuture(expectation.result());
            }
        }
        throw new AssertionError("Unexpected call of %s with %s; still expected: %s"
                .formatted(tool, arguments, expected.isEmpty() ? "nothing" : expected));
    }

    /** Every call so far, in order. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Throws an {@link AssertionError} when an expected call was not made. */
    public synchronized void verify() {
        if (!expected.isEmpty()) {
            throw new AssertionError("Expected calls that were not made: " + expected);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
