package dev.jetway.agents.task;

/** A planner produced tasks that cannot be worked. The message is safe to log and to show. */
public final class InvalidPlanException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidPlanException(String message) {
        super(message);
    }
}
