package dev.jetway.agents;

import java.util.concurrent.CompletionStage;

/**
 * What a specialist agent does. Implementing this interface, and naming the class in {@code
 * META-INF/services/dev.jetway.agents.AgentBehavior}, is all it takes to add an agent.
 *
 * <p>One instance serves every conversation of a node at the same time, so an implementation keeps no
 * state between calls. It does not block: it returns a stage and leaves threads, time-outs, retries
 * and persistence to the runtime. The runtime calls {@link #handle} again for the same task after a
 * node or a region was lost, so working a task twice must be harmless; that is why an agent never
 * books, pays or cancels by itself but returns {@link AgentResult.ApprovalRequired}.
 */
public interface AgentBehavior {

    /** Who this agent is, as planners and operators see it. Always the same value. */
    AgentCard card();

    /**
     * Works on one task. Called on a thread that must not be blocked.
     *
     * @return the outcome. What a traveler can understand (sold out, unknown city) is an {@link
     *     AgentResult.Failed}; a stage that fails, or an exception, is a bug and fails the task with a
     *     general sentence
     */
    CompletionStage<AgentResult> handle(AgentTask task, AgentContext context);

    /**
     * Says what came of an approved action. Called once the tool has answered, and again for the same
     * answer when a node was lost; it must be a pure function of its arguments.
     *
     * @param action what the traveler approved and the runtime has done
     * @param outcome what the tool answered; never {@link ToolResult.Unavailable}
     */
    default AgentResult concluded(AgentTask task, Action action, ToolResult outcome) {
        return outcome.fold(
                ok -> AgentResult.completed(ok.content(), action.confirmation().title() + ": done."),
                error -> AgentResult.failed(error.message()),
                unavailable -> AgentResult.failed(unavailable.reason()));
    }
}
