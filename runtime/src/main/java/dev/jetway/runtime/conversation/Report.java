package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.task.TaskStatus;
import java.util.List;

/**
 * How far one task has come. Stored: names and fields are a contract.
 *
 * @param calls the tool calls that were made on the way since the last report
 * @param approval of what was carried out, when this is what came of it; null otherwise
 */
public record Report(
        String taskId,
        TaskStatus status,
        List<ToolCall> calls,
        @JsonInclude(JsonInclude.Include.NON_NULL) String approval) {

    public Report {
        calls = calls == null ? List.of() : List.copyOf(calls);
    }

    public Report(String taskId, TaskStatus status, List<ToolCall> calls) {
        this(taskId, status, calls, null);
    }

    /** What came of an approved action: it counts whoever owns the turn by then. */
    public static Report outcome(String taskId, TaskStatus.Ended status, String approval) {
        return new Report(taskId, status, List.of(), approval);
    }

    static Report of(String taskId, TaskStatus status) {
        return new Report(taskId, status, List.of());
    }
}
