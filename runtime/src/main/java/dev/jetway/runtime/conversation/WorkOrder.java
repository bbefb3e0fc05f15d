package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.List;

/**
 * A task for a specialist.
 *
 * @param conversation the entity id of the conversation
 * @param task as planned; for an approved action, in the state {@code committing}
 * @param input the task's input as JSON text, its references replaced
 * @param deadline in milliseconds since 1970
 * @param origins where the input's values come from; empty when nothing can come of the task but an answer
 * @param because why something is to be undone, as the traveler will read it; null for any other task
 * @param begunAt of an approved action: when its turn began, in milliseconds since 1970; 0 for any other task
 */
public record WorkOrder(
        String conversation,
        String turn,
        Task task,
        String input,
        Traveler traveler,
        long deadline,
        List<Origin> origins,
        @JsonInclude(JsonInclude.Include.NON_NULL) String because,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long begunAt)
        implements JetwaySerializable {

    public WorkOrder {
        origins = origins == null ? List.of() : List.copyOf(origins);
    }

    public WorkOrder(
            String conversation,
            String turn,
            Task task,
            String input,
            Traveler traveler,
            long deadline,
            List<Origin> origins,
            String because) {
        this(conversation, turn, task, input, traveler, deadline, origins, because, 0);
    }

    public WorkOrder(String conversation, String turn, Task task, String input, Traveler traveler, long deadline) {
        this(conversation, turn, task, input, traveler, deadline, List.of(), null);
    }

    WorkOrder from(List<Origin> sources) {
        return new WorkOrder(conversation, turn, task, input, traveler, deadline, sources, because, begunAt);
    }

    WorkOrder because(String reason) {
        return new WorkOrder(conversation, turn, task, input, traveler, deadline, origins, reason, begunAt);
    }

    WorkOrder begun(long millis) {
        return new WorkOrder(conversation, turn, task, input, traveler, deadline, origins, because, millis);
    }
}
