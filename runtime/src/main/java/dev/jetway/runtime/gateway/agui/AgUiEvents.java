package dev.jetway.runtime.gateway.agui;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Origin;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.ToolCall;
import dev.jetway.runtime.gateway.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects AG-UI 1.0 events as JSON texts. Every event of one fact carries the time of that fact. */
final class AgUiEvents {

    private static final int MAX_REPLY_PIECES = 64;

    private final List<String> events = new ArrayList<>();
    private final String thread;
    private final long at;

    AgUiEvents(String thread, long at) {
        this.thread = thread;
        this.at = at;
    }

    List<String> list() {
        return events;
    }

    private void add(String type, Json.Fields fields) {
        events.add(Json.object(type, json -> {
            fields.write(json);
            json.writeNumberField("timestamp", at);
        }));
    }

    void runStarted(String runId) {
        add("RUN_STARTED", json -> {
            json.writeStringField("threadId", thread);
            json.writeStringField("runId", runId);
            json.writeStringField("protocolVersion", AgUiProjection.PROTOCOL_VERSION);
        });
    }

    /** @param outcome {@code success} or {@code cancelled} */
    void runFinished(String runId, String outcome) {
        runFinished(runId, outcome, TokenUse.NONE);
    }

    /** @param use what models took for the run */
    void runFinished(String runId, String outcome, TokenUse use) {
        add("RUN_FINISHED", json -> {
            json.writeStringField("threadId", thread);
            json.writeStringField("runId", runId);
            json.writeObjectFieldStart("outcome");
            json.writeStringField("type", outcome);
            json.writeEndObject();
            writeUsage(json, use);
        });
    }

    void runInterrupted(String runId, String turnId, List<Task> waiting, TokenUse use) {
        add("RUN_FINISHED", json -> {
            json.writeStringField("threadId", thread);
            json.writeStringField("runId", runId);
            json.writeObjectFieldStart("outcome");
            json.writeStringField("type", "interrupt");
            writeInterrupts(json, turnId, waiting);
            json.writeEndObject();
            writeUsage(json, use);
        });
    }

    /** In one sum: which models were asked is not kept. Absent when none was. */
    private static void writeUsage(JsonGenerator json, TokenUse use) throws IOException {
        if (use.equals(TokenUse.NONE)) {
            return;
        }
        json.writeArrayFieldStart("usage");
        json.writeStartObject();
        json.writeNumberField("inputTokens", use.input());
        json.writeNumberField("outputTokens", use.output());
        json.writeNumberField("totalTokens", use.input() + use.output());
        json.writeNumberField("cachedInputTokens", use.cachedInput());
        json.writeEndObject();
        json.writeEndArray();
    }

    void runError(String runId, String message, String code, TokenUse use) {
        add("RUN_ERROR", json -> {
            json.writeStringField("message", message);
            json.writeStringField("code", code);
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("jetway");
            json.writeStringField("runId", runId);
            json.writeEndObject();
            json.writeEndObject();
            writeUsage(json, use);
        });
    }

    /** @param by who said it in the traveler's place; null when nobody did */
    void userMessage(String messageId, String text, Clerk by) {
        messageStart(messageId, "user", by);
        if (!text.isEmpty()) {
            messageContent(messageId, text);
        }
        messageEnd(messageId);
    }

    void replyStart(String messageId) {
        messageStart(messageId, "assistant", null);
    }

    void replyContent(String messageId, String piece) {
        messageContent(messageId, piece);
    }

    void replyEnd(String messageId) {
        messageEnd(messageId);
    }

    /** What is missing of a reply of which the beginning was told. */
    void replyRest(String messageId, String rest) {
        if (!rest.isEmpty()) {
            messageContent(messageId, rest);
        }
        messageEnd(messageId);
    }

    void reply(String messageId, String text) {
        reply(messageId, text, null);
    }

    /**
     * Paragraph by paragraph; the pieces put together are the text.
     *
     * @param by the person who says it; null when it is none
     */
    void reply(String messageId, String text, Clerk by) {
        messageStart(messageId, "assistant", by);
        int start = 0;
        for (int pieces = 1; start < text.length(); pieces++) {
            int gap = text.indexOf("\n\n", start);
            int end = gap < 0 || pieces == MAX_REPLY_PIECES ? text.length() : gap + 2;
            messageContent(messageId, text.substring(start, end));
            start = end;
        }
        messageEnd(messageId);
    }

    private void messageStart(String messageId, String role, Clerk by) {
        add("TEXT_MESSAGE_START", json -> {
            json.writeStringField("messageId", messageId);
            json.writeStringField("role", role);
            writeFrom(json, by);
        });
    }

    /** Who speaks, as the fields {@code name} and {@code metadata}; nothing when it is no person from the desk. */
    static void writeFrom(JsonGenerator json, Clerk by) throws IOException {
        if (by == null) {
            return;
        }
        json.writeStringField("name", by.name());
        json.writeObjectFieldStart("metadata");
        json.writeObjectFieldStart("jetway");
        json.writeObjectFieldStart("from");
        json.writeStringField("kind", "person");
        json.writeStringField("name", by.name());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** @param state {@code requested}, {@code joined} or {@code left} */
    void desk(String state, Json.Fields more) {
        add("CUSTOM", json -> {
            json.writeStringField("name", AgUiProjection.DESK);
            json.writeObjectFieldStart("value");
            json.writeStringField("state", state);
            more.write(json);
            json.writeEndObject();
        });
    }

    private void messageContent(String messageId, String delta) {
        add("TEXT_MESSAGE_CONTENT", json -> {
            json.writeStringField("messageId", messageId);
            json.writeStringField("delta", delta);
        });
    }

    private void messageEnd(String messageId) {
        add("TEXT_MESSAGE_END", json -> json.writeStringField("messageId", messageId));
    }

    /** One line of a subagent, whole. */
    void reasoning(String turnId, String taskId, String line) {
        reasoning("REASONING_START", turnId, taskId, json -> {});
        reasoning("REASONING_MESSAGE_START", turnId, taskId, json -> json.writeStringField("role", "reasoning"));
        reasoning("REASONING_MESSAGE_CONTENT", turnId, taskId, json -> json.writeStringField("delta", line));
        reasoning("REASONING_MESSAGE_END", turnId, taskId, json -> {});
        reasoning("REASONING_END", turnId, taskId, json -> {});
    }

    private void reasoning(String type, String turnId, String taskId, Json.Fields fields) {
        add(type, json -> {
            json.writeStringField("messageId", "%s:%d".formatted(subagentId(turnId, taskId), at));
            fields.write(json);
            json.writeStringField("subagentRunId", subagentId(turnId, taskId));
        });
    }

    void plan(String turnId, String planner, TaskGraph plan, List<String> assumptions) {
        add("ACTIVITY_SNAPSHOT", json -> {
            json.writeStringField("messageId", planId(turnId));
            json.writeStringField("activityType", AgUiProjection.PLAN);
            json.writeFieldName("content");
            writePlan(json, planner, plan, assumptions);
        });
    }

    void planChanged(String turnId, TaskGraph before, TaskGraph after) {
        var changed = after.tasks().values().stream()
                .filter(task -> !before.tasks().containsKey(task.id())
                        || !task.status().equals(before.tasks().get(task.id()).status()))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        var order = List.copyOf(after.tasks().keySet());
        add("ACTIVITY_DELTA", json -> {
            json.writeStringField("messageId", planId(turnId));
            json.writeStringField("activityType", AgUiProjection.PLAN);
            json.writeArrayFieldStart("patch");
            for (var task : changed) {
                var path = "/tasks/" + order.indexOf(task.id());
                if (!before.tasks().containsKey(task.id())) {
                    added(json, path, task);
                    continue;
                }
                patch(json, "replace", path + "/status", task.status().word());
                if (!detail(task.status()).isEmpty()) {
                    patch(json, "add", path + "/detail", detail(task.status()));
                }
                var options = Options.of(task.status());
                if (options.isPresent()) {
                    patch(json, "add", path + "/options", options.get());
                }
            }
            json.writeEndArray();
        });
    }

    private static void added(JsonGenerator json, String path, Task task) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", "add");
        json.writeStringField("path", path);
        json.writeFieldName("value");
        writeTask(json, task);
        json.writeEndObject();
    }

    private static void patch(JsonGenerator json, String op, String path, JsonNode value) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", op);
        json.writeStringField("path", path);
        json.writeFieldName("value");
        json.writeRawValue(value.toString());
        json.writeEndObject();
    }

    private static void patch(JsonGenerator json, String op, String path, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", op);
        json.writeStringField("path", path);
        json.writeStringField("value", value);
        json.writeEndObject();
    }

    void subagentStarted(String turnId, Task task) {
        add("SUBAGENT_STARTED", json -> {
            json.writeStringField("subagentRunId", subagentId(turnId, task.id()));
            json.writeStringField("name", task.skill());
            json.writeStringField("description", task.title());
        });
    }

    void subagentFinished(String turnId, String taskId) {
        add("SUBAGENT_FINISHED", json -> {
            json.writeStringField("subagentRunId", subagentId(turnId, taskId));
            json.writeObjectFieldStart("outcome");
            json.writeStringField("type", "success");
            json.writeEndObject();
        });
    }

    void subagentSuspended(String turnId, String taskId, String approvalId) {
        add("SUBAGENT_FINISHED", json -> {
            json.writeStringField("subagentRunId", subagentId(turnId, taskId));
            json.writeObjectFieldStart("outcome");
            json.writeStringField("type", "suspended");
            json.writeArrayFieldStart("interruptIds");
            json.writeString(approvalId);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    void subagentError(String turnId, String taskId, String message, String code) {
        add("SUBAGENT_ERROR", json -> {
            json.writeStringField("subagentRunId", subagentId(turnId, taskId));
            json.writeStringField("message", message);
            json.writeStringField("code", code);
        });
    }

    void toolCall(String turnId, String taskId, String callId, String tool, String arguments) {
        var subagent = subagentId(turnId, taskId);
        add("TOOL_CALL_START", json -> {
            json.writeStringField("toolCallId", callId);
            json.writeStringField("toolCallName", tool);
            json.writeStringField("subagentRunId", subagent);
        });
        add("TOOL_CALL_ARGS", json -> {
            json.writeStringField("toolCallId", callId);
            json.writeStringField("delta", arguments);
            json.writeStringField("subagentRunId", subagent);
        });
        add("TOOL_CALL_END", json -> {
            json.writeStringField("toolCallId", callId);
            json.writeStringField("subagentRunId", subagent);
        });
    }

    void toolResult(String turnId, String taskId, String callId, ToolCall call) {
        add("TOOL_CALL_RESULT", json -> {
            writeResult(json, turnId, taskId, callId, call.detail().isEmpty() ? call.outcome() : call.detail());
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("jetway");
            json.writeStringField("outcome", call.outcome());
            json.writeNumberField("millis", call.millis());
            json.writeNumberField("startedAt", call.at());
            if (call.asOf() != null) {
                json.writeNumberField("asOf", call.asOf());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** What became of a call that was never made. */
    void toolDeclined(String turnId, String taskId, String callId, String why) {
        add("TOOL_CALL_RESULT", json -> {
            writeResult(json, turnId, taskId, callId, why);
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("jetway");
            json.writeStringField("outcome", "declined");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeResult(JsonGenerator json, String turnId, String taskId, String callId, String content)
            throws IOException {
        json.writeStringField("messageId", callId + "-result");
        json.writeStringField("toolCallId", callId);
        json.writeStringField("content", content);
        json.writeStringField("role", "tool");
        json.writeStringField("subagentRunId", subagentId(turnId, taskId));
    }

    void snapshot(String type, Json.Fields fields) {
        add(type, fields);
    }

    static void writePlan(JsonGenerator json, String planner, TaskGraph plan, List<String> assumptions)
            throws IOException {
        json.writeStartObject();
        if (!planner.isEmpty()) {
            json.writeStringField("planner", planner);
        }
        json.writeArrayFieldStart("tasks");
        for (var task : plan.tasks().values()) {
            writeTask(json, task);
        }
        json.writeEndArray();
        writeStrings(json, "assumptions", assumptions);
        json.writeEndObject();
    }

    private static void writeTask(JsonGenerator json, Task task) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", task.id());
        json.writeStringField("title", task.title());
        json.writeStringField("skill", task.skill());
        json.writeStringField("status", task.status().word());
        json.writeBooleanField("optional", task.optional());
        writeStrings(json, "dependsOn", task.dependsOn());
        if (!detail(task.status()).isEmpty()) {
            json.writeStringField("detail", detail(task.status()));
        }
        var options = Options.of(task.status());
        if (options.isPresent()) {
            json.writeFieldName("options");
            json.writeRawValue(options.get().toString());
        }
        json.writeEndObject();
    }

    /** The questions put to the traveler, as the field {@code interrupts}. */
    static void writeInterrupts(JsonGenerator json, String turnId, List<Task> waiting) throws IOException {
        json.writeArrayFieldStart("interrupts");
        for (var task : waiting) {
            writeInterrupt(json, turnId, task, (TaskStatus.ApprovalRequired) task.status());
        }
        json.writeEndArray();
    }

    private static void writeInterrupt(JsonGenerator json, String turnId, Task task, TaskStatus.ApprovalRequired asked)
            throws IOException {
        var confirmation = asked.action().confirmation();
        json.writeStartObject();
        json.writeStringField("id", asked.approvalId());
        json.writeStringField("reason", "tool_call");
        json.writeStringField("message", confirmation.title());
        json.writeStringField("toolCallId", asked.approvalId());
        json.writeStringField("subagentRunId", subagentId(turnId, task.id()));
        json.writeStringField("expiresAt", expiry(confirmation.validUntil()));
        json.writeFieldName("responseSchema");
        json.writeRawValue(
                "{\"type\":\"object\",\"properties\":{\"approved\":{\"type\":\"boolean\"}},\"required\":[\"approved\"]}");
        json.writeObjectFieldStart("metadata");
        json.writeObjectFieldStart("jetway");
        json.writeStringField("tool", asked.action().tool());
        json.writeObjectFieldStart("summary");
        var labels = new java.util.HashSet<String>();
        for (var detail : confirmation.details()) {
            if (labels.add(detail.label())) {
                json.writeStringField(detail.label(), detail.value());
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("details");
        for (var detail : confirmation.details()) {
            json.writeStartObject();
            json.writeStringField("label", detail.label());
            json.writeStringField("value", detail.value());
            json.writeStringField("from", detail.from().name().toLowerCase(java.util.Locale.ROOT));
            if (detail.by() != null) {
                json.writeStringField("by", detail.by());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!confirmation.remarks().isEmpty()) {
            writeStrings(json, "remarks", confirmation.remarks());
        }
        if (!asked.action().origins().isEmpty()) {
            writeOrigins(json, asked.action().origins());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeOrigins(JsonGenerator json, List<Origin> origins) throws IOException {
        json.writeArrayFieldStart("origins");
        for (var origin : origins) {
            json.writeStartObject();
            json.writeStringField("call", origin.call());
            json.writeStringField("argument", origin.argument());
            json.writeStringField("value", origin.value());
            json.writeStringField("kind", origin.kind().name().toLowerCase(java.util.Locale.ROOT));
            if (origin.by() != null) {
                json.writeStringField("by", origin.by());
            }
            if (origin.alsoIn() != null) {
                json.writeStringField("alsoIn", origin.alsoIn());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String expiry(Instant until) {
        return until.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();
    }

    static void writeStrings(JsonGenerator json, String field, Iterable<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** Why a task is not simply done; empty when there is nothing to say. */
    static String detail(TaskStatus status) {
        if (status instanceof TaskStatus.Failed failed) {
            return failed.reason();
        }
        if (status instanceof TaskStatus.Canceled canceled) {
            return canceled.reason();
        }
        if (status instanceof TaskStatus.InputRequired input) {
            return input.question();
        }
        if (status instanceof TaskStatus.Completed completed) {
            return String.join("; ", completed.caveats());
        }
        return "";
    }

    static String planId(String turnId) {
        return turnId + ":plan";
    }

    static String subagentId(String turnId, String taskId) {
        return turnId + ":" + taskId;
    }
}
