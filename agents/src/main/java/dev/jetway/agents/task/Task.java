package dev.jetway.agents.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One unit of work for one specialist. Stored: names and fields are a contract.
 *
 * @param id unique within the plan; lower case letters, digits and hyphens
 * @param skill which skill works it
 * @param title a few words for the traveler: {@code Hotels in Boston}
 * @param input JSON text; see {@link TaskInput} for references to other tasks' artifacts
 * @param dependsOn ids of the tasks that must have completed before this one starts
 * @param optional when it fails, tasks behind it are skipped and the reply says so, but the turn goes on
 * @param compensation how it is made undone when what belongs with it fails; null when nothing does that
 */
public record Task(
        String id,
        String skill,
        String title,
        String input,
        Set<String> dependsOn,
        boolean optional,
        TaskStatus status,
        @JsonInclude(JsonInclude.Include.NON_NULL) Compensation compensation) {

    public Task {
        // Sorted, because the iteration order of Set.copyOf differs between JVMs.
        dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    }

    public static Task of(String id, String skill, String title, String input, String... dependsOn) {
        return new Task(id, skill, title, input, Set.of(dependsOn), false, new TaskStatus.Submitted(), null);
    }

    public Task asOptional() {
        return new Task(id, skill, title, input, dependsOn, true, status, compensation);
    }

    Task with(Compensation undoing) {
        return new Task(id, skill, title, input, dependsOn, optional, status, undoing);
    }

    /** What is carried out was approved by the traveler, and remembers that when it ends. */
    Task advance(TaskStatus reported) {
        if (reported.rank() <= status.rank()) {
            return this;
        }
        var next = status instanceof TaskStatus.Committing && reported instanceof TaskStatus.Ended ended
                ? ended.asApproved()
                : reported;
        return new Task(id, skill, title, input, dependsOn, optional, next, compensation);
    }
}
