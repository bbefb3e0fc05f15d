package dev.jetway.runtime.conversation;

import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What happened, what follows from it at once, and what has to be started when all of it is stored.
 *
 * @param events to be persisted together; what happened comes first
 * @param underWay turns that are worked from now on, so that their deadline runs
 * @param composing turns whose reply is being written
 */
record Step(
        List<ConversationEvent> events,
        List<Turn> underWay,
        List<Start> toWork,
        List<Start> toCommit,
        List<Composing> composing,
        List<Turn> ended) {

    record Start(Turn turn, Task task) {}

    record Composing(Turn turn, CompletionStage<Written> reply) {}

    /** What writes replies. */
    interface Writer {

        /** Begins the reply to a turn with nothing left to run. */
        CompletionStage<Written> compose(Turn turn);

        /** What a reply says when it also says what was told of it before. */
        String completed(Turn turn, String text);
    }

    static Step from(Conversation before, List<ConversationEvent> happened, String region, long now, Writer writer) {
        var step = new Step(
                new ArrayList<>(happened),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        var state = before;
        for (var event : happened) {
            state = event.applyTo(state);
        }
        for (var turn : touched(state, happened)) {
            if (turn.owner().region().equals(region)) {
                step.follow(of(before, turn), turn, state, now, writer);
            }
        }
        return step;
    }

    /** The turn as it was before; null when it was none of this owner's, which then has everything to start. */
    private static Turn of(Conversation before, Turn turn) {
        return before.turn(turn.id())
                .filter(known -> known.owner().equals(turn.owner()))
                .orElse(null);
    }

    /** What happened may have ended a turn; something may follow for any that is open. */
    private static Collection<Turn> touched(Conversation state, List<ConversationEvent> happened) {
        var touched = new LinkedHashMap<String, Turn>();
        state.turns().open().forEach(turn -> touched.put(turn.id(), turn));
        happened.forEach(event -> state.turn(event.turnId()).ifPresent(turn -> touched.put(turn.id(), turn)));
        return touched.values();
    }

    private void follow(Turn before, Turn turn, Conversation state, long now, Writer writer) {
        if (before != null && before.ended()) {
            return;
        }
        boolean canceled = state.isCanceled(turn.id());
        var current = turn;
        var reports = current.next(state.answers(), canceled, task -> state.outcome(turn.id(), task));
        if (!reports.isEmpty()) {
            events.add(new TasksProgressed(turn.id(), turn.owner(), now, reports));
            current = current.progressed(reports);
        }
        collectStarts(before, current);
        boolean newlySettled = current.settled() && (before == null || !before.settled());
        if (canceled && !current.ended() && (current.plan() == null || current.settled())) {
            var text = writer.completed(current, stopped(before, current));
            current = reply(current, Written.of(text), Outcome.CANCELED, now);
        } else if (newlySettled) {
            var reply = writer.compose(current);
            if (ConversationEntity.finished(reply)) {
                current = reply(current, reply.toCompletableFuture().join(), current.outcome(false), now);
            } else {
                composing.add(new Composing(current, reply));
            }
        }
        if (current.ended()) {
            ended.add(current);
        } else if (!current.waiting() && (before == null || before.waiting())) {
            underWay.add(current);
        }
    }

    private static String stopped(Turn before, Turn turn) {
        if (!turn.done().isEmpty()) {
            return Sentences.STANDS + "\n\n" + String.join("\n\n", turn.done());
        }
        boolean asked = before != null && before.waiting();
        return asked ? Sentences.QUESTION_DROPPED : Sentences.CANCELED;
    }

    private Turn reply(Turn turn, Written written, Outcome outcome, long now) {
        var reply = new Reply(Turn.replyId(turn.id(), turn.owner()), written.text(), outcome, now);
        events.add(new ReplyComposed(turn.id(), turn.owner(), now, reply, ConversationEntity.taken(written.use())));
        return turn.replied(reply);
    }

    private void collectStarts(Turn before, Turn turn) {
        if (turn.ended() || turn.plan() == null) {
            return;
        }
        for (var task : turn.plan().open()) {
            var status = before == null || before.plan() == null
                    ? null
                    : before.plan().find(task.id()).map(Task::status).orElse(null);
            if (task.status() instanceof TaskStatus.Working && !(status instanceof TaskStatus.Working)) {
                toWork.add(new Start(turn, task));
            } else if (task.status() instanceof TaskStatus.Committing && !(status instanceof TaskStatus.Committing)) {
                toCommit.add(new Start(turn, task));
            }
        }
    }
}
