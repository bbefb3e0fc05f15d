package dev.jetway.runtime.conversation;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Everything said, planned and done so far. Pure: no Akka types, no clock.
 *
 * <p>The state converges: it is a fold over events, and any interleaving of the regions' events, each
 * region's in its own order and any of them repeated, gives equal conversations. Three rules see to it.
 * A turn has one {@link Owner}, and progress reported by any other region is ignored. What any region may
 * say about any turn, an answer, a cancellation, what came of an approved action, or what a person found out of it
 * later, is kept apart from the
 * turn and merged by a rule that does not ask for order; so is what people from the desk do here. A turn whose owner changes goes on from what the new owner says it knew of it.
 *
 * @param answers by approval id; kept even for a turn that is not known yet
 * @param canceled the turns the traveler canceled, known or not
 * @param outcomes what came of approved actions, by turn and task; whoever owns the turn by now
 * @param found what became known of approved actions later, by turn and task; kept even for a turn that is not known yet
 * @param people who came in from the desk, and what they said
 */
public record Conversation(
        Turns turns,
        SortedMap<String, Answer> answers,
        SortedSet<String> canceled,
        SortedMap<String, TaskStatus.Ended> outcomes,
        SortedMap<String, LateOutcome> found,
        People people) {

    public static final Conversation EMPTY = new Conversation(
            Turns.NONE, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), People.NONE);

    /** What follows the turn id in an approval id. */
    private static final Pattern TASK_AND_DIGEST = Pattern.compile("[a-z][a-z0-9-]*:[A-Za-z0-9_-]+");

    /** One of several for the same task, which are the same but for what a region could not find out. */
    private static final Comparator<TaskStatus.Ended> MORE_IS_KNOWN = Comparator.comparing(
                    (TaskStatus.Ended outcome) -> outcome instanceof TaskStatus.Completed ? 0 : 1)
            .thenComparing(Object::toString);

    public Conversation {
        answers = Collections.unmodifiableSortedMap(answers);
        canceled = Collections.unmodifiableSortedSet(canceled);
        outcomes = Collections.unmodifiableSortedMap(outcomes);
        found = Collections.unmodifiableSortedMap(found);
    }

    Conversation receive(String turnId, Owner owner, long at, Message message) {
        var known = turns.get(turnId);
        if (known != null && !owner.beats(known.owner())) {
            return this;
        }
        return with(turns.with(Turn.received(turnId, owner, at, message)));
    }

    Conversation adopt(Turn adopted) {
        var known = turns.get(adopted.id());
        return known == null || adopted.owner().beats(known.owner()) ? with(turns.with(adopted)) : this;
    }

    Conversation plan(String turnId, Owner owner, TaskGraph plan, List<String> assumptions, TokenUse use) {
        return change(turnId, owner, turn -> turn.planned(plan, assumptions, use));
    }

    Conversation progress(String turnId, Owner owner, List<Report> reports) {
        return settle(turnId, reports).change(turnId, owner, turn -> turn.progressed(reports));
    }

    private Conversation settle(String turnId, List<Report> reports) {
        if (reports.stream().allMatch(report -> report.approval() == null)) {
            return this;
        }
        var next = new TreeMap<>(outcomes);
        for (var report : reports) {
            if (report.approval() != null && report.status() instanceof TaskStatus.Ended ended) {
                next.merge(
                        outcomeKey(turnId, report.taskId()),
                        ended.asApproved(),
                        (one, other) -> MORE_IS_KNOWN.compare(one, other) <= 0 ? one : other);
            }
        }
        return next.equals(outcomes) ? this : new Conversation(turns, answers, canceled, next, found, people);
    }

    static String outcomeKey(String turnId, String taskId) {
        return turnId + "/" + taskId;
    }

    /** What came of an approved action, if it is known. */
    Optional<TaskStatus.Ended> outcome(String turnId, String taskId) {
        return Optional.ofNullable(outcomes.get(outcomeKey(turnId, taskId)));
    }

    Conversation find(String turnId, String taskId, LateOutcome outcome) {
        var next = new TreeMap<>(found);
        next.merge(outcomeKey(turnId, taskId), outcome, LateOutcome::merge);
        return next.equals(found) ? this : new Conversation(turns, answers, canceled, outcomes, next, people);
    }

    /** What became known of an approved action when it had ended as unknown. */
    public Optional<LateOutcome> found(String turnId, String taskId) {
        return Optional.ofNullable(found.get(outcomeKey(turnId, taskId)));
    }

    /** A turn's plan as it is to be shown: with what became known when the turn had ended. */
    public TaskGraph planNow(Turn turn) {
        var tasks = new TreeMap<>(turn.plan().tasks());
        tasks.replaceAll((id, task) -> task.status() instanceof TaskStatus.Failed
                ? found(turn.id(), id)
                        .map(late -> new Task(
                                id,
                                task.skill(),
                                task.title(),
                                task.input(),
                                task.dependsOn(),
                                task.optional(),
                                late.status(),
                                task.compensation()))
                        .orElse(task)
                : task);
        return tasks.equals(turn.plan().tasks()) ? turn.plan() : new TaskGraph(tasks);
    }

    /** What the traveler was told apart from any turn, by the id of the turn after which they read it. */
    public Map<String, List<Notice>> notices() {
        var notices = new TreeMap<String, List<Notice>>();
        found.forEach((key, late) -> place(notices, Notice.of(key, late)));
        people.spoken().values().forEach(spoken -> place(notices, Notice.of(spoken)));
        notices.values()
                .forEach(list -> list.sort(Comparator.comparingLong(Notice::at).thenComparing(Notice::messageId)));
        return notices;
    }

    private void place(Map<String, List<Notice>> notices, Notice notice) {
        Turn after = null;
        for (var turn : turns.values()) {
            if (after == null || turn.at() <= notice.at()) {
                after = turn;
            }
        }
        if (after != null) {
            notices.computeIfAbsent(after.id(), id -> new ArrayList<>()).add(notice);
        }
    }

    Conversation with(People next) {
        return next.equals(people) ? this : new Conversation(turns, answers, canceled, outcomes, found, next);
    }

    Conversation reply(String turnId, Owner owner, Reply reply) {
        return change(turnId, owner, turn -> turn.replied(reply));
    }

    Conversation answer(Map<String, Answer> given) {
        var next = new TreeMap<>(answers);
        given.forEach((approvalId, answer) -> next.merge(approvalId, answer, Answer::merge));
        return new Conversation(turns, next, canceled, outcomes, found, people);
    }

    Conversation cancel(String turnId) {
        if (canceled.contains(turnId)) {
            return this;
        }
        var next = new TreeSet<>(canceled);
        next.add(turnId);
        return new Conversation(turns, answers, next, outcomes, found, people);
    }

    /** Reports of a region that does not own the turn, or about a turn that has ended, change nothing. */
    private Conversation change(String turnId, Owner owner, UnaryOperator<Turn> change) {
        var turn = turns.get(turnId);
        if (turn == null || turn.ended() || !turn.owner().equals(owner)) {
            return this;
        }
        return with(turns.with(change.apply(turn)));
    }

    private Conversation with(Turns next) {
        return new Conversation(next, answers, canceled, outcomes, found, people);
    }

    /** The run brought the turn's message, or answers to what it asked. */
    public boolean isRunOf(String runId, Turn turn) {
        return turn.id().equals(runId)
                || answersTo(turn).stream().anyMatch(answer -> answer.runId().equals(runId));
    }

    /** What was answered to questions of the turn, in no particular order. */
    public List<Answer> answersTo(Turn turn) {
        var prefix = turn.id() + ":";
        return answers.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> TASK_AND_DIGEST
                        .matcher(entry.getKey().substring(prefix.length()))
                        .matches())
                .map(Map.Entry::getValue)
                .toList();
    }

    public Optional<Turn> turn(String turnId) {
        return Optional.ofNullable(turns.get(turnId));
    }

    /** A turn that this region has to bring to an end. */
    Optional<Turn> openIn(String region, String turnId) {
        return turn(turnId)
                .filter(turn -> !turn.ended() && turn.owner().region().equals(region));
    }

    /** The turns this region has to bring to an end. */
    public List<Turn> openIn(String region) {
        return turns.open().stream()
                .filter(turn -> turn.owner().region().equals(region))
                .toList();
    }

    /** What a planner may know when it plans a message. */
    PlanningRequest planningRequest(Message message, Instant now) {
        var history = new ArrayDeque<PastTurn>();
        var all = turns.values();
        for (int i = all.size() - 1; i >= 0 && history.size() < PlanningRequest.MAX_HISTORY; i--) {
            var turn = all.get(i);
            if (turn.ended() && turn.message().respond()) {
                var plan = turn.plan() == null ? TaskGraph.EMPTY : planNow(turn);
                history.addFirst(
                        new PastTurn(turn.message().text(), plan, turn.reply().text()));
            }
        }
        return new PlanningRequest(message.text(), now, message.traveler(), List.copyOf(history), Map.of());
    }

    public boolean hasMessage(String messageId) {
        for (var turn : turns.values()) {
            if (turn.message().id().equals(messageId)) {
                return true;
            }
        }
        return false;
    }

    /** Whose conversation it is, as they last spoke in it. */
    Optional<Traveler> traveler() {
        var all = turns.values();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).message().traveler());
    }

    public boolean isCanceled(String turnId) {
        return canceled.contains(turnId);
    }
}
