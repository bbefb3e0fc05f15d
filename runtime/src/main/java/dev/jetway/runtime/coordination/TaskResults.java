package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.provenance.Evidence;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From what agents say to what is stored, with the limits that keep a conversation small. */
final class TaskResults {

    static final int MAX_ARTIFACT = 64 * 1024;
    static final int MAX_TEXT = 16 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskResults() {}

    static AgentTask toAgentTask(WorkOrder order) {
        return new AgentTask(
                order.conversation(),
                order.turn(),
                order.task().id(),
                order.task().skill(),
                parse(order.input()));
    }

    /**
     * @param asOf how old the oldest answer is that the task was given, if one was not current
     * @param evidence what the tools answered the agent
     * @param whenRefused run if an approval is not asked for because of where a value comes from
     */
    static TaskStatus toStatus(
            AgentResult result,
            WorkOrder order,
            AgentCard card,
            Optional<Instant> asOf,
            List<Evidence> evidence,
            Runnable whenRefused) {
        return result.fold(
                completed -> completed(completed, card, asOf),
                approval -> asOf.isPresent()
                        ? notCurrent()
                        : Proposal.asked(approval.action(), order, card, evidence, whenRefused),
                question -> new TaskStatus.InputRequired(question.question()),
                failed -> new TaskStatus.Failed(failed.reason()));
    }

    /** A price that may not be so any more is not put before a traveler to approve. */
    private static TaskStatus notCurrent() {
        return new TaskStatus.Failed(
                "I prepared nothing: what I know of this is not current, and the service behind it does not answer right"
                        + " now. Please try again in a few minutes.");
    }

    private static TaskStatus completed(AgentResult.Completed completed, AgentCard card, Optional<Instant> asOf) {
        var artifact = OldestAnswer.mark(completed.artifact(), asOf).toString();
        if (artifact.length() > MAX_ARTIFACT || completed.text().length() > MAX_TEXT) {
            throw new IllegalStateException(
                    "%s returned an artifact of %d and a text of %d characters; the limits are %d and %d"
                            .formatted(
                                    card.name(),
                                    artifact.length(),
                                    completed.text().length(),
                                    MAX_ARTIFACT,
                                    MAX_TEXT));
        }
        return new TaskStatus.Completed(
                artifact,
                completed.text(),
                completed.caveats(),
                asOf.map(Instant::toEpochMilli).orElse(null));
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Stored JSON that can't be read", e);
        }
    }
}
