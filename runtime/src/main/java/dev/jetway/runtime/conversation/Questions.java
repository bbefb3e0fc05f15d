package dev.jetway.runtime.conversation;

import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The questions a conversation has put to its traveler, and what answers to them are worth. */
record Questions(Map<String, Question> open, Map<String, Answer> answered) {

    record Question(String turnId, Instant validUntil) {}

    /** What to make of a set of answers. */
    sealed interface Verdict {
        <R> R fold(
                Function<Fresh, R> fresh,
                Function<Repeated, R> repeated,
                Function<Expired, R> expired,
                Function<Refuse, R> refused);
    }

    record Fresh(String turnId) implements Verdict {
        @Override
        public <R> R fold(
                Function<Fresh, R> fresh,
                Function<Repeated, R> repeated,
                Function<Expired, R> expired,
                Function<Refuse, R> refused) {
            return fresh.apply(this);
        }
    }

    record Repeated() implements Verdict {
        @Override
        public <R> R fold(
                Function<Fresh, R> fresh,
                Function<Repeated, R> repeated,
                Function<Expired, R> expired,
                Function<Refuse, R> refused) {
            return repeated.apply(this);
        }
    }

    record Expired(String turnId) implements Verdict {
        @Override
        public <R> R fold(
                Function<Fresh, R> fresh,
                Function<Repeated, R> repeated,
                Function<Expired, R> expired,
                Function<Refuse, R> refused) {
            return expired.apply(this);
        }
    }

    record Refuse(Refused why) implements Verdict {
        @Override
        public <R> R fold(
                Function<Fresh, R> fresh,
                Function<Repeated, R> repeated,
                Function<Expired, R> expired,
                Function<Refuse, R> refused) {
            return refused.apply(this);
        }
    }

    static Questions of(Conversation conversation) {
        var open = new TreeMap<String, Question>();
        for (var turn : conversation.turns().open()) {
            if (turn.plan() == null || conversation.isCanceled(turn.id())) {
                continue;
            }
            for (var task : turn.plan().awaitingApproval()) {
                var asked = (TaskStatus.ApprovalRequired) task.status();
                if (!conversation.answers().containsKey(asked.approvalId())) {
                    open.put(
                            asked.approvalId(),
                            new Question(
                                    turn.id(), asked.action().confirmation().validUntil()));
                }
            }
        }
        return new Questions(open, conversation.answers());
    }

    /** @param approvals by approval id; all open questions have to be answered together */
    Verdict judge(Map<String, Boolean> approvals, Instant now) {
        if (approvals.isEmpty()) {
            return new Refuse(Refusals.NO_ANSWER);
        }
        boolean repeated = true;
        for (var given : approvals.entrySet()) {
            var before = answered.get(given.getKey());
            if (before == null && !open.containsKey(given.getKey())) {
                return new Refuse(Refusals.unknownQuestion(given.getKey()));
            }
            if (before != null && before.approved() != given.getValue()) {
                return new Refuse(Refusals.answeredOtherwise(given.getKey(), before.approved()));
            }
            repeated &= before != null;
        }
        if (repeated) {
            return new Repeated();
        }
        if (!approvals.keySet().containsAll(open.keySet())) {
            return new Refuse(Refusals.unanswered(open.keySet()));
        }
        for (var given : approvals.entrySet()) {
            var question = open.get(given.getKey());
            if (question != null && given.getValue() && question.validUntil().isBefore(now)) {
                return new Expired(question.turnId());
            }
        }
        return new Fresh(open.values().iterator().next().turnId());
    }
}
