package dev.jetway.runtime.conversation;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.runtime.serialization.JetwaySerializable;

/**
 * A task for a specialist.
 *
 * @param conversation the entity id of the conversation
 * @param task as planned; for an approved action, in the state {@code committing}
 * @param input the task's input as JSON text, its references replaced
 * @param deadline in milliseconds since 1970
 */
public record WorkOrder(String conversation, String turn, Task task, String input, Traveler traveler, long deadline)
        implements JetwaySerializable {}
