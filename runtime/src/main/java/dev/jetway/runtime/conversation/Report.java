package dev.jetway.runtime.conversation;

import dev.jetway.agents.task.TaskStatus;
import java.util.List;

/**
 * How far one task has come. Stored: names and fields are a contract.
 *
 * @param calls the tool calls that were made on the way since the last report
 */
public record Report(String taskId, TaskStatus status, List<ToolCall> calls) {

    public Report {
        calls = calls == null ? List.of() : List.copyOf(calls);
    }

    static Report of(String taskId, TaskStatus status) {
        return new Report(taskId, status, List.of());
    }
}
