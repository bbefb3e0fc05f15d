package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.List;
import java.util.Map;

/**
 * What has happened in a conversation. Type names and fields are the stored format: new fields go at the
 * end and may be absent, and nothing is ever renamed or removed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = ConversationEvent.MessageReceived.class, name = "message-received"),
    @Type(value = ConversationEvent.PlanAdopted.class, name = "plan-adopted"),
    @Type(value = ConversationEvent.TasksProgressed.class, name = "tasks-progressed"),
    @Type(value = ConversationEvent.ApprovalsAnswered.class, name = "approvals-answered"),
    @Type(value = ConversationEvent.TurnCanceled.class, name = "turn-canceled"),
    @Type(value = ConversationEvent.ReplyComposed.class, name = "reply-composed"),
    @Type(value = ConversationEvent.TurnAdopted.class, name = "turn-adopted"),
    @Type(value = ConversationEvent.OutcomeFound.class, name = "outcome-found"),
    @Type(value = ConversationEvent.DeskJoined.class, name = "desk-joined"),
    @Type(value = ConversationEvent.DeskSpoke.class, name = "desk-spoke"),
    @Type(value = ConversationEvent.DeskLeft.class, name = "desk-left"),
})
public sealed interface ConversationEvent extends JetwaySerializable {

    /** Of which turn it is; empty for what belongs to none. */
    String turnId();

    /** When it happened, in milliseconds since 1970, by the clock of the region that says so. */
    long at();

    /** Applies this event. Never fails and touches nothing else: replay runs it again. */
    Conversation applyTo(Conversation state);

    /** A traveler spoke in the owner's region; that region works on the answer. */
    record MessageReceived(String turnId, Owner owner, long at, Message message) implements ConversationEvent {
        @Override
        public Conversation applyTo(Conversation state) {
            return state.receive(turnId, owner, at, message);
        }
    }

    /**
     * @param plan with the tasks that start at once being worked
     * @param planner which planner made the plan
     * @param use what models took for it; null when none was asked
     */
    record PlanAdopted(
            String turnId,
            Owner owner,
            long at,
            TaskGraph plan,
            List<String> assumptions,
            String planner,
            @JsonInclude(JsonInclude.Include.NON_NULL) TokenUse use)
            implements ConversationEvent {

        public PlanAdopted(
                String turnId, Owner owner, long at, TaskGraph plan, List<String> assumptions, String planner) {
            this(turnId, owner, at, plan, assumptions, planner, null);
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.plan(turnId, owner, plan, assumptions, use);
        }
    }

    /** Tasks started, asked or ended; those that did so together are stored together. */
    record TasksProgressed(String turnId, Owner owner, long at, List<Report> reports) implements ConversationEvent {
        @Override
        public Conversation applyTo(Conversation state) {
            return state.progress(turnId, owner, reports);
        }
    }

    /**
     * The traveler answered, in whatever region they were connected to.
     *
     * @param runId the run that brought the answers
     * @param answers by approval id
     */
    record ApprovalsAnswered(String turnId, long at, String runId, Map<String, Answer> answers)
            implements ConversationEvent {
        @Override
        public Conversation applyTo(Conversation state) {
            return state.answer(answers);
        }
    }

    /** The traveler wants no more of this turn. */
    record TurnCanceled(String turnId, long at, String region) implements ConversationEvent {
        @Override
        public Conversation applyTo(Conversation state) {
            return state.cancel(turnId);
        }
    }

    /** The turn has ended. @param use what models took for the reply; null when none was asked */
    record ReplyComposed(
            String turnId,
            Owner owner,
            long at,
            Reply reply,
            @JsonInclude(JsonInclude.Include.NON_NULL) TokenUse use) implements ConversationEvent {

        public ReplyComposed(String turnId, Owner owner, long at, Reply reply) {
            this(turnId, owner, at, reply, null);
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.reply(turnId, owner, reply);
        }
    }

    /**
     * The owner of a turn is out of reach, and another region goes on with it, from how far it knew it to be.
     *
     * @param owner the new one, with an epoch of its own
     * @param since when the message was received
     * @param plan null when none was known; what was being worked is worked again, what was being carried out is
     *     asked for
     * @param use what models took for the plan; null when none was asked
     */
    record TurnAdopted(
            String turnId,
            Owner owner,
            long at,
            long since,
            Message message,
            @JsonInclude(JsonInclude.Include.NON_NULL) TaskGraph plan,
            List<String> assumptions,
            @JsonInclude(JsonInclude.Include.NON_NULL) TokenUse use)
            implements ConversationEvent {

        public TurnAdopted(
                String turnId,
                Owner owner,
                long at,
                long since,
                Message message,
                TaskGraph plan,
                List<String> assumptions) {
            this(turnId, owner, at, since, message, plan, assumptions, null);
        }

        public TurnAdopted {
            assumptions = assumptions == null ? List.of() : List.copyOf(assumptions);
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.adopt(new Turn(turnId, owner, since, message, plan, assumptions, null, use));
        }
    }

    /** An outcome that nobody knew when the turn ended has become known; any region may say so, of any turn. */
    record OutcomeFound(String turnId, long at, String taskId, LateOutcome found) implements ConversationEvent {
        @Override
        public Conversation applyTo(Conversation state) {
            return state.find(turnId, taskId, found);
        }
    }

    /** Somebody from the desk came in, or stays longer; any region may say so, of any visit. */
    record DeskJoined(long at, Visit visit) implements ConversationEvent {
        @Override
        public String turnId() {
            return "";
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.with(state.people().joined(visit));
        }
    }

    /** Somebody from the desk said something to the traveler. */
    record DeskSpoke(long at, String visitId, Spoken spoken) implements ConversationEvent {
        @Override
        public String turnId() {
            return "";
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.with(state.people().said(spoken));
        }
    }

    /**
     * They have handed the conversation back.
     *
     * @param expired whether their time was up; false when they said so
     * @param region that says so
     */
    record DeskLeft(long at, String visitId, boolean expired, String region) implements ConversationEvent {
        @Override
        public String turnId() {
            return "";
        }

        @Override
        public Conversation applyTo(Conversation state) {
            return state.with(state.people().left(visitId, at));
        }
    }
}
