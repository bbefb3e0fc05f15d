package dev.jetway.agents.task;

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
 */
public record Task(
        String id,
        String skill,
        String title,
        String input,
        Set<String> dependsOn,
        boolean optional,
        TaskStatus status) {

    public Task {
        // Sorted, because the iteration order of Set.copyOf differs between JVMs.
        dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    }

    public static Task of(String id, String skill, String title, String input, String... dependsOn) {
        return new Task(id, skill, title, input, Set.of(dependsOn), false, new TaskStatus.Submitted());
    }

    public Task asOptional() {
        return new Task(id, skill, title, input, dependsOn, true, status);
    }

    Task advance(TaskStatus reported) {
        return reported.rank() > status.rank()
                ? new Task(id, skill, title, input, dependsOn, optional, reported)
                : this;
    }
}
