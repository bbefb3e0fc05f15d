package dev.jetway.runtime.gateway.agui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order AG-UI asks of a stream: one run at a time, and whatever is opened in a run is closed in it. */
final class AgUiStream {

    private final Set<String> messages = new HashSet<>();
    private final Set<String> calls = new HashSet<>();
    private final Set<String> subagents = new HashSet<>();
    private String run = "";

    private AgUiStream() {}

    static void check(List<JsonNode> events) {
        var stream = new AgUiStream();
        events.forEach(stream::next);
        assertThat(stream.run).as("the run at the end").isEmpty();
    }

    private void next(JsonNode event) {
        var type = event.path("type").asText();
        if (type.equals("RUN_STARTED")) {
            assertThat(run).as("the run open at %s", event).isEmpty();
            run = event.path("runId").asText();
            return;
        }
        assertThat(run).as("the run open at %s", event).isNotEmpty();
        switch (type) {
            case "TEXT_MESSAGE_START" -> opens(messages, event, "messageId");
            case "TEXT_MESSAGE_CONTENT" -> {
                isOpen(messages, event, "messageId");
                assertThat(event.path("delta").asText()).as("%s", event).isNotEmpty();
            }
            case "TEXT_MESSAGE_END" -> closes(messages, event, "messageId");
            case "TOOL_CALL_START" -> opens(calls, event, "toolCallId");
            case "TOOL_CALL_ARGS" -> isOpen(calls, event, "toolCallId");
            case "TOOL_CALL_END" -> closes(calls, event, "toolCallId");
            case "SUBAGENT_STARTED" -> opens(subagents, event, "subagentRunId");
            case "SUBAGENT_FINISHED", "SUBAGENT_ERROR" -> closes(subagents, event, "subagentRunId");
            case "RUN_FINISHED", "RUN_ERROR" -> {
                assertThat(messages).as("messages open at %s", event).isEmpty();
                assertThat(calls).as("calls open at %s", event).isEmpty();
                assertThat(subagents).as("subagents open at %s", event).isEmpty();
                if (type.equals("RUN_FINISHED")) {
                    assertThat(event.path("runId").asText()).isEqualTo(run);
                }
                run = "";
            }
            default ->
                assertThat(event.path("subagentRunId").isMissingNode()
                                || subagents.contains(
                                        event.path("subagentRunId").asText()))
                        .as("subagent of %s", event)
                        .isTrue();
        }
    }

    private static void opens(Set<String> open, JsonNode event, String id) {
        assertThat(open.add(event.path(id).asText()))
                .as("not yet open: %s", event)
                .isTrue();
    }

    private static void isOpen(Set<String> open, JsonNode event, String id) {
        assertThat(open).as("%s", event).contains(event.path(id).asText());
    }

    private static void closes(Set<String> open, JsonNode event, String id) {
        assertThat(open.remove(event.path(id).asText())).as("open: %s", event).isTrue();
    }
}
