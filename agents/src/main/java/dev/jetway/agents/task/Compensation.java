package dev.jetway.agents.task;

import dev.jetway.agents.Skill;

/**
 * How a task is made undone when one that belongs with it fails after the traveler had approved both: a task of
 * its own that is not in the plan until then, and that asks the traveler as any other does. Stored: names and
 * fields are a contract.
 *
 * @param skill which skill undoes it
 * @param title a few words for the traveler
 * @param input JSON text; may refer to the artifact of the task it undoes, and to no other
 */
public record Compensation(String skill, String title, String input) {

    private static final String PREFIX = "undo-";

    /** What the skill of a task says of how it is undone. */
    static Compensation of(Task task, Skill.Undo undo) {
        return new Compensation(undo.skill(), "Undo: " + task.title(), TaskInput.referring(undo.input(), task.id()));
    }

    /** The id of the task that undoes another. */
    static String idFor(String taskId) {
        return PREFIX + taskId;
    }

    /** Whether a task undoes another; no planner may call one so. */
    public static boolean is(String taskId) {
        return taskId.startsWith(PREFIX);
    }

    /** The id of the task that the task of this id undoes. */
    static String undoneBy(String taskId) {
        return taskId.substring(PREFIX.length());
    }

    Task undoing(Task task) {
        return Task.of(idFor(task.id()), skill, title, input, task.id());
    }
}
