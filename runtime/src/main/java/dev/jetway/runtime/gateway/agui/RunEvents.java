package dev.jetway.runtime.gateway.agui;

import dev.jetway.runtime.gateway.Json;

/** AG-UI events about a run that no conversation says, because they are about the way to it. */
public final class RunEvents {

    private RunEvents() {}

    /** @param at in milliseconds since 1970 */
    public static String started(String thread, String runId, long at) {
        var out = new AgUiEvents(thread, at);
        out.runStarted(runId);
        return out.list().get(0);
    }

    /** @param at in milliseconds since 1970 */
    public static String succeeded(String thread, String runId, long at) {
        var out = new AgUiEvents(thread, at);
        out.runFinished(runId, "success");
        return out.list().get(0);
    }

    /**
     * @param code of {@code jetway.v1}'s error frame
     * @param retryAfterMs when the same run may be sent again; 0 when that is of no use
     * @param at in milliseconds since 1970
     */
    public static String failed(String code, String message, long retryAfterMs, long at) {
        return Json.object("RUN_ERROR", json -> {
            json.writeStringField("message", message);
            json.writeStringField("code", code);
            json.writeObjectFieldStart("metadata");
            json.writeObjectFieldStart("jetway");
            json.writeBooleanField("retryable", retryAfterMs > 0);
            if (retryAfterMs > 0) {
                json.writeNumberField("retryAfterMs", retryAfterMs);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberField("timestamp", at);
        });
    }

    /** The message goes on, or has ended, where this stream did not see it. */
    public static String messageLeft(String messageId, long at) {
        return Json.object("TEXT_MESSAGE_END", json -> {
            json.writeStringField("messageId", messageId);
            json.writeNumberField("timestamp", at);
        });
    }

    /** The subagent's work goes on, or has ended, where this stream did not see it. */
    public static String subagentLeft(String subagentRunId, long at) {
        return Json.object("SUBAGENT_FINISHED", json -> {
            json.writeStringField("subagentRunId", subagentRunId);
            json.writeNumberField("timestamp", at);
        });
    }
}
