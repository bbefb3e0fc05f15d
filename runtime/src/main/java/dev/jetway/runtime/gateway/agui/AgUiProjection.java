package dev.jetway.runtime.gateway.agui;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Begun;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent;
import dev.jetway.runtime.conversation.ConversationEvent.ApprovalsAnswered;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.ConversationEvent.TurnAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TurnCanceled;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.Projection;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.RunSoFar;
import dev.jetway.runtime.conversation.ToolCall;
import dev.jetway.runtime.conversation.Turn;
import java.util.List;
import java.util.Optional;

/**
 * A conversation in the words of AG-UI 1.0. Stateless: what is said follows from the event and the
 * conversation before and after it.
 *
 * <p>A stream of AG-UI events holds one run at a time, so at most one turn is in the foreground ({@link
 * Runs#foreground}) and has a run; events of any other turn appear without one, as messages and plans
 * only. A run ends when its turn ends or waits for the traveler. The traveler's answers open the next run
 * under the run id that came with them; where a waiting turn goes on without an answer, because it was
 * canceled, its last run opens again. Whatever is open is closed before a run ends.
 *
 * <p>A turn that failed still has a reply for the traveler: it is sent as a message, and then RUN_ERROR,
 * because in AG-UI that is how a program learns that a run failed.
 */
public final class AgUiProjection implements Projection {

    /** Of AG-UI. */
    public static final String PROTOCOL_VERSION = "1.0";

    /** The activity type of a turn's task graph. */
    public static final String PLAN = "jetway.plan";

    /** The name of the custom event that says whether a person is there. */
    public static final String DESK = "jetway.desk";

    private static final int MAX_ERROR = 300;

    private final String thread;

    /** @param thread of the conversation whose events these are */
    public AgUiProjection(String thread) {
        this.thread = thread;
    }

    @Override
    public List<String> events(Conversation before, ConversationEvent event, Conversation after) {
        var out = new AgUiEvents(thread, event.at());
        if (event instanceof MessageReceived received) {
            received(out, before, received, after);
        } else if (event instanceof PlanAdopted adopted) {
            adopted(out, before, adopted, after);
        } else if (event instanceof TurnAdopted takenOver) {
            takenOver(out, before, takenOver, after);
        } else if (event instanceof TasksProgressed progressed) {
            progressed(out, before, progressed, after);
        } else if (event instanceof ApprovalsAnswered answered) {
            reopenIfResumed(out, before, answered.turnId(), after);
        } else if (event instanceof TurnCanceled canceled) {
            reopenIfResumed(out, before, canceled.turnId(), after);
        } else if (event instanceof ReplyComposed composed) {
            composed(out, before, composed, after, 0);
        } else if (event instanceof OutcomeFound found) {
            LateOutcomes.found(out, before, found, after);
        } else if (event instanceof DeskJoined joined) {
            DeskEvents.joined(out, before, joined, after);
        } else if (event instanceof DeskSpoke spoke) {
            DeskEvents.spoke(out, before, spoke, after);
        } else if (event instanceof DeskLeft left) {
            DeskEvents.left(out, before, left, after);
        } else {
            throw new IllegalStateException("An event this projection does not know: " + event.getClass());
        }
        return out.list();
    }

    /** In AG-UI, what nobody keeps is reasoning. */
    @Override
    public List<String> progress(Conversation state, String turnId, String taskId, String line, long at) {
        var out = new AgUiEvents(thread, at);
        if (Runs.isForeground(state, turnId)) {
            out.reasoning(turnId, taskId, line);
        }
        return out.list();
    }

    @Override
    public boolean tellsWriting(Conversation conversation, String turnId) {
        return Runs.isForeground(conversation, turnId);
    }

    @Override
    public List<String> writing(Conversation conversation, Begun begun, String piece, long at) {
        var out = new AgUiEvents(thread, at);
        if (begun.text().isEmpty()) {
            out.replyStart(begun.messageId());
        }
        out.replyContent(begun.messageId(), piece);
        return out.list();
    }

    @Override
    public List<String> written(Conversation before, ReplyComposed event, Conversation after, Begun begun) {
        var out = new AgUiEvents(thread, event.at());
        composed(out, before, event, after, begun.text().length());
        return out.list();
    }

    @Override
    public List<String> takenBack(Conversation conversation, Begun begun, long at) {
        var out = new AgUiEvents(thread, at);
        out.replyEnd(begun.messageId());
        AgUiSnapshots.add(out, conversation);
        return out.list();
    }

    @Override
    public boolean replacesAll(String event) {
        return event.startsWith("{\"type\":\"MESSAGES_SNAPSHOT\"");
    }

    @Override
    public List<String> snapshots(Conversation conversation) {
        return snapshots(conversation, null);
    }

    @Override
    public List<String> snapshots(Conversation conversation, Begun begun) {
        var at = conversation.turns().values();
        var out =
                new AgUiEvents(thread, at.isEmpty() ? 0 : at.get(at.size() - 1).at());
        AgUiSnapshots.add(out, conversation, begun);
        return out.list();
    }

    @Override
    public Optional<RunSoFar> run(Conversation conversation, String runId) {
        return run(conversation, runId, null);
    }

    @Override
    public Optional<RunSoFar> run(Conversation conversation, String runId, Begun begun) {
        return AgUiRunSoFar.of(thread, conversation, runId, begun);
    }

    private static void received(AgUiEvents out, Conversation before, MessageReceived event, Conversation after) {
        if (before == after) {
            return; // said before, or another region has the turn
        }
        var known = before.turn(event.turnId());
        var foreground = Runs.foreground(before);
        if (known.isPresent()) {
            claimed(out, before, known.get(), after);
            return;
        }
        if (event.message().respond()) {
            foreground.ifPresent(turn -> displace(out, before, turn));
            out.runStarted(event.turnId());
            said(out, event.message());
        } else {
            Asides.tell(out, before, event.turnId(), after, () -> said(out, event.message()));
        }
    }

    private static void said(AgUiEvents out, Turn.Message message) {
        out.userMessage(message.id(), message.text(), message.by());
        if (message.person()) {
            out.desk("requested", json -> {});
        }
    }

    /** Another region received the same message, and its claim wins: everything starts afresh. */
    private static void claimed(AgUiEvents out, Conversation before, Turn turn, Conversation after) {
        if (Runs.isForeground(before, turn.id())) {
            closeSubagents(out, turn, "The work goes on in another region", "taken_over");
        } else if (Runs.isForeground(after, turn.id())) {
            out.runStarted(Runs.current(before, turn.id()));
        }
    }

    /** Another region goes on from what it knew, which may be less than what was told here, or more. */
    private static void takenOver(AgUiEvents out, Conversation before, TurnAdopted event, Conversation after) {
        if (before == after) {
            return;
        }
        var turn = after.turn(event.turnId()).orElseThrow();
        var known = before.turn(event.turnId());
        var foreground = Runs.foreground(before);
        boolean running = Runs.isForeground(before, turn.id());
        boolean runs = Runs.isForeground(after, turn.id());
        boolean asks = Runs.suspended(after, turn)
                && known.filter(it -> Runs.suspended(before, it)).isEmpty();
        if (running) {
            closeSubagents(out, known.orElseThrow(), "The work goes on in another region", "taken_over");
        } else if (runs || asks) {
            foreground.ifPresent(other -> displace(out, before, other));
            out.runStarted(Runs.current(after, turn.id()));
        }
        if (known.isEmpty()) {
            said(out, event.message());
        }
        if ((foreground.isPresent() || runs || asks)
                && turn.plan() != null
                && !turn.plan().equals(known.map(Turn::plan).orElse(null))) {
            out.plan(event.turnId(), "", turn.plan(), turn.assumptions());
        }
        if (runs || asks) {
            openSubagents(out, turn);
        }
        if (asks) {
            announce(out, turn, known);
            suspend(out, after, turn);
        }
    }

    static void openSubagents(AgUiEvents out, Turn turn) {
        if (turn.plan() != null) {
            turn.plan().open().stream()
                    .filter(task -> !(task.status() instanceof TaskStatus.Submitted))
                    .forEach(task -> out.subagentStarted(turn.id(), task));
        }
    }

    /** Calls that wait for the traveler, but for those that were announced before. */
    private static void announce(AgUiEvents out, Turn turn, Optional<Turn> known) {
        for (var task : turn.plan().awaitingApproval()) {
            var before =
                    known.map(Turn::plan).flatMap(plan -> plan.find(task.id())).map(Task::status);
            if (!before.equals(Optional.of(task.status()))) {
                moved(out, turn.id(), task.id(), task.status());
            }
        }
    }

    /** A new run begins while another is open, which then goes on without one. */
    private static void displace(AgUiEvents out, Conversation before, Turn turn) {
        boolean canceled = before.isCanceled(turn.id());
        closeSubagents(out, turn, "The traveler went on to something else", "canceled");
        out.runFinished(
                Runs.current(before, turn.id()), canceled ? "cancelled" : "success", Runs.use(before, turn, null));
    }

    private static void adopted(AgUiEvents out, Conversation before, PlanAdopted event, Conversation after) {
        var plan = after.turn(event.turnId()).map(Turn::plan);
        boolean fresh = before.turn(event.turnId()).map(Turn::plan).isEmpty();
        if (fresh && plan.isPresent() && !plan.get().tasks().isEmpty()) {
            out.plan(event.turnId(), event.planner(), plan.get(), event.assumptions());
            if (Runs.isForeground(before, event.turnId())) {
                plan.get().working().forEach(task -> out.subagentStarted(event.turnId(), task));
            }
        }
    }

    private static void progressed(AgUiEvents out, Conversation before, TasksProgressed event, Conversation after) {
        var from = before.turn(event.turnId());
        var to = after.turn(event.turnId());
        if (before == after || from.isEmpty() || to.isEmpty() || from.get().plan() == null) {
            return;
        }
        if (from.get() == to.get()) {
            return; // said by a region that does not own the turn any more
        }
        if (Runs.isForeground(before, event.turnId())) {
            for (int i = 0; i < event.reports().size(); i++) {
                reported(out, from.get(), event.reports().get(i), event.at() + "." + i);
            }
        }
        out.planChanged(event.turnId(), from.get().plan(), to.get().plan());
        if (Runs.isForeground(before, event.turnId()) && Runs.suspended(after, to.get())) {
            suspend(out, after, to.get());
        }
    }

    private static void reported(AgUiEvents out, Turn turn, Report report, String mark) {
        var task = turn.plan().find(report.taskId()).orElse(null);
        if (task == null
                || report.status().rank() < task.status().rank()
                || task.status() instanceof TaskStatus.Ended) {
            return;
        }
        boolean moved = report.status().rank() > task.status().rank();
        boolean neverStarted = task.status() instanceof TaskStatus.Submitted;
        if (neverStarted && report.status() instanceof TaskStatus.Canceled) {
            return;
        }
        if (neverStarted && moved) {
            out.subagentStarted(turn.id(), task);
        }
        calls(out, turn.id(), task, report, mark);
        if (moved) {
            moved(out, turn.id(), task.id(), report.status());
        }
    }

    private static void calls(AgUiEvents out, String turnId, Task task, Report report, String mark) {
        var pending = Runs.pendingCall(task.status());
        boolean answered = false;
        for (int i = 0; i < report.calls().size(); i++) {
            var call = report.calls().get(i);
            if (!answered && pending.filter(it -> it.tool().equals(call.tool())).isPresent()) {
                out.toolResult(turnId, task.id(), pending.get().callId(), call);
                answered = true;
            } else {
                called(out, turnId, task.id(), call, "%s:%s:%s.%d".formatted(turnId, task.id(), mark, i));
            }
        }
        if (pending.isPresent() && !answered && report.status() instanceof TaskStatus.Ended) {
            var why = AgUiEvents.detail(report.status());
            out.toolDeclined(
                    turnId,
                    task.id(),
                    pending.get().callId(),
                    why.isEmpty() ? report.status().word() : why);
        }
    }

    private static void called(AgUiEvents out, String turnId, String taskId, ToolCall call, String callId) {
        out.toolCall(turnId, taskId, callId, call.tool(), call.arguments());
        out.toolResult(turnId, taskId, callId, call);
    }

    private static void moved(AgUiEvents out, String turnId, String taskId, TaskStatus status) {
        if (status instanceof TaskStatus.ApprovalRequired asked) {
            out.toolCall(
                    turnId,
                    taskId,
                    asked.approvalId(),
                    asked.action().tool(),
                    asked.action().arguments().toString());
        } else if (status instanceof TaskStatus.Failed failed) {
            out.subagentError(turnId, taskId, failed.reason(), "failed");
        } else if (status instanceof TaskStatus.Canceled canceled) {
            out.subagentError(turnId, taskId, canceled.reason(), "canceled");
        } else if (status instanceof TaskStatus.Ended) {
            out.subagentFinished(turnId, taskId);
        }
    }

    /** The run ends with questions; snapshots come first, for clients that keep only what a run left. */
    private static void suspend(AgUiEvents out, Conversation state, Turn turn) {
        var waiting = turn.plan().awaitingApproval();
        for (var task : waiting) {
            var asked = (TaskStatus.ApprovalRequired) task.status();
            out.subagentSuspended(turn.id(), task.id(), asked.approvalId());
        }
        AgUiSnapshots.add(out, state);
        out.runInterrupted(Runs.current(state, turn.id()), turn.id(), waiting, Runs.use(state, turn, null));
    }

    private static void reopenIfResumed(AgUiEvents out, Conversation before, String turnId, Conversation after) {
        var turn = before.turn(turnId).filter(known -> Runs.suspended(before, known));
        if (turn.isPresent() && Runs.isForeground(after, turnId)) {
            out.runStarted(Runs.current(after, turnId));
            turn.get().plan().awaitingApproval().forEach(task -> out.subagentStarted(turnId, task));
        }
    }

    /** @param told how much of the reply's text was told while it was written */
    private static void composed(
            AgUiEvents out, Conversation before, ReplyComposed event, Conversation after, int told) {
        var turn = before.turn(event.turnId()).filter(known -> !known.ended());
        boolean ended = after.turn(event.turnId()).filter(Turn::ended).isPresent();
        if (turn.isEmpty() || !ended) {
            return;
        }
        var runId = Runs.current(before, event.turnId());
        boolean foreground = Runs.isForeground(before, event.turnId());
        boolean suspended = Runs.suspended(before, turn.get());
        if (suspended) {
            out.runStarted(runId);
        }
        if (foreground) {
            closeSubagents(out, turn.get(), "The turn ended before this was done", "canceled");
        }
        var reply = event.reply();
        if (told > 0) {
            out.replyRest(reply.messageId(), reply.text().substring(told));
        } else if (!reply.text().isEmpty()) {
            out.reply(reply.messageId(), reply.text());
        }
        if (foreground || suspended) {
            finish(out, runId, reply, Runs.use(before, turn.get(), event.use()));
        }
    }

    static void finish(AgUiEvents out, String runId, Turn.Reply reply, TokenUse use) {
        if (reply.outcome() == Outcome.FAILED) {
            var text = reply.text().isBlank() ? "This could not be done" : reply.text();
            out.runError(
                    runId, text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) + "…" : text, "turn_failed", use);
        } else {
            out.runFinished(runId, reply.outcome() == Outcome.CANCELED ? "cancelled" : "success", use);
        }
    }

    private static void closeSubagents(AgUiEvents out, Turn turn, String why, String code) {
        if (turn.plan() == null) {
            return;
        }
        for (var task : turn.plan().open()) {
            if (!(task.status() instanceof TaskStatus.Submitted)) {
                out.subagentError(turn.id(), task.id(), why, code);
            }
        }
    }
}
