package dev.jetway.agents.task;

import dev.jetway.agents.Skill;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The plan for one traveler request: tasks, and the tasks each of them waits for.
 *
 * <p>A graph is immutable and knows no clock, actor or database, so every rule about what may run next
 * is tested with plain values. {@link #of} refuses what could never be worked; the constructor accepts
 * anything, because replay must accept what was once stored.
 */
public record TaskGraph(SortedMap<String, Task> tasks) {

    /** More tasks than this in one plan are a planner's mistake. */
    public static final int MAX_TASKS = 24;

    /** A task's input may have this many characters. */
    public static final int MAX_INPUT = 16 * 1024;

    public static final TaskGraph EMPTY = new TaskGraph(new TreeMap<>());

    // Sorted, because the iteration order of Map.copyOf differs between JVMs.
    public TaskGraph {
        tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    }

    /**
     * Builds a plan.
     *
     * @param skills the skills some agent of this node offers
     * @throws InvalidPlanException naming the task and what is wrong with it
     */
    public static TaskGraph of(Collection<Task> tasks, Set<String> skills) {
        if (tasks.isEmpty()) {
            throw new InvalidPlanException("A plan needs at least one task");
        }
        if (tasks.size() > MAX_TASKS) {
            throw new InvalidPlanException(
                    "A plan of %d tasks is over the limit of %d".formatted(tasks.size(), MAX_TASKS));
        }
        var byId = new TreeMap<String, Task>();
        for (var task : tasks) {
            check(task, skills);
            if (byId.put(task.id(), task) != null) {
                throw new InvalidPlanException("Two tasks are called '%s'".formatted(task.id()));
            }
        }
        byId.values().forEach(task -> checkCompensation(task, skills));
        for (var task : byId.values()) {
            for (var needed : task.dependsOn()) {
                if (!byId.containsKey(needed)) {
                    throw new InvalidPlanException(
                            "Task '%s' waits for '%s', which is not in the plan".formatted(task.id(), needed));
                }
            }
            for (var referred : TaskInput.references(task.input())) {
                if (!task.dependsOn().contains(referred)) {
                    throw new InvalidPlanException("Task '%s' refers to the artifact of '%s' without waiting for it"
                            .formatted(task.id(), referred));
                }
            }
        }
        refuseCycles(byId);
        return new TaskGraph(byId);
    }

    private static void check(Task task, Set<String> skills) {
        if (!task.id().matches("[a-z][a-z0-9-]{0,31}")) {
            throw new InvalidPlanException(
                    "Task id '%s' must be lower case letters, digits and hyphens, at most 32".formatted(task.id()));
        }
        if (Compensation.is(task.id())) {
            throw new InvalidPlanException(
                    "Task id '%s' begins as those of tasks that undo others do".formatted(task.id()));
        }
        if (!skills.contains(task.skill())) {
            throw new InvalidPlanException(
                    "Task '%s' asks for the skill '%s', which no agent offers".formatted(task.id(), task.skill()));
        }
        if (task.input().length() > MAX_INPUT) {
            throw new InvalidPlanException("The input of task '%s' has %d characters, over the limit of %d"
                    .formatted(task.id(), task.input().length(), MAX_INPUT));
        }
        if (!(task.status() instanceof TaskStatus.Submitted)) {
            throw new InvalidPlanException("Task '%s' of a new plan is already %s"
                    .formatted(task.id(), task.status().word()));
        }
    }

    private static void checkCompensation(Task task, Set<String> skills) {
        if (task.compensation() == null) {
            return;
        }
        var undoing = task.compensation();
        if (!skills.contains(undoing.skill())) {
            throw new InvalidPlanException("Task '%s' would be undone by the skill '%s', which no agent offers"
                    .formatted(task.id(), undoing.skill()));
        }
        if (undoing.input().length() > MAX_INPUT
                || !Set.of(task.id()).containsAll(TaskInput.references(undoing.input()))) {
            throw new InvalidPlanException(
                    "What undoes task '%s' may refer to its artifact only, in at most %d characters"
                            .formatted(task.id(), MAX_INPUT));
        }
    }

    private static void refuseCycles(SortedMap<String, Task> byId) {
        var startable = new TreeSet<String>();
        boolean found = true;
        while (found) {
            found = startable.addAll(byId.values().stream()
                    .filter(task -> startable.containsAll(task.dependsOn()))
                    .map(Task::id)
                    .toList());
        }
        if (startable.size() < byId.size()) {
            var stuck = new TreeSet<>(byId.keySet());
            stuck.removeAll(startable);
            throw new InvalidPlanException("Tasks that wait for each other and can never start: " + stuck);
        }
    }

    /** This plan, in which every task whose skill says how it is undone can be, where an agent offers that. */
    public TaskGraph compensable(Map<String, Skill> skills) {
        var next = new TreeMap<>(tasks);
        next.replaceAll((id, task) -> Optional.ofNullable(skills.get(task.skill()))
                .flatMap(Skill::undo)
                .filter(undo -> skills.containsKey(undo.skill()))
                .map(undo -> task.with(Compensation.of(task, undo)))
                .orElse(task));
        return new TaskGraph(next);
    }

    /** A task of this plan, or one that would undo a task of it and has not come to be. */
    public Optional<Task> find(String taskId) {
        var task = tasks.get(taskId);
        if (task == null && Compensation.is(taskId)) {
            return Optional.ofNullable(tasks.get(Compensation.undoneBy(taskId)))
                    .filter(undone -> undone.compensation() != null)
                    .map(undone -> undone.compensation().undoing(undone));
        }
        return Optional.ofNullable(task);
    }

    /**
     * Reports about tasks this plan does not have belong to an older plan, and change nothing. The first report
     * about a task that undoes another brings it into the plan.
     */
    public TaskGraph with(String taskId, TaskStatus reported) {
        var task = find(taskId).orElse(null);
        if (task == null || task.advance(reported) == task) {
            return this;
        }
        var next = new TreeMap<>(tasks);
        next.put(taskId, task.advance(reported));
        return new TaskGraph(next);
    }

    /** This plan with every task that is ready being worked. */
    public TaskGraph started() {
        var next = new TreeMap<>(tasks);
        ready().forEach(task -> next.put(task.id(), task.advance(new TaskStatus.Working())));
        return new TaskGraph(next);
    }

    /**
     * Tasks that nobody has started and whose dependencies have all completed; and when everything has ended, those
     * that undo what should not stand alone.
     */
    public List<Task> ready() {
        return settled()
                ? due()
                : where(task -> task.status() instanceof TaskStatus.Submitted
                        && task.dependsOn().stream().allMatch(id -> status(id) instanceof TaskStatus.Completed));
    }

    /** What builds on another task is undone before it; while it stands, so does what it builds on. */
    private List<Task> due() {
        var undone = where(task -> task.status() instanceof TaskStatus.Completed
                && task.compensation() != null
                && !tasks.containsKey(Compensation.idFor(task.id()))
                && !failedWith(task).isEmpty());
        return undone.stream()
                .filter(task ->
                        where(other -> buildsOn(other, task) && stands(other)).isEmpty())
                .map(task -> task.compensation().undoing(task))
                .toList();
    }

    private boolean stands(Task task) {
        var undoing = tasks.get(Compensation.idFor(task.id()));
        return task.compensation() != null
                && task.status() instanceof TaskStatus.Completed
                && !(undoing != null && undoing.status() instanceof TaskStatus.Completed);
    }

    /**
     * What of the things that belong with a task failed: those that would be undone as it would, and those that build
     * on it. Only what was to change something counts, and only what nobody knew of when the task was approved.
     */
    public List<Task> failedWith(Task task) {
        return where(other -> {
            if (!(other.status() instanceof TaskStatus.Failed failed) || Compensation.is(other.id())) {
                return false;
            }
            boolean after = buildsOn(other, task);
            boolean together = after || other.compensation() != null;
            boolean changes = failed.approved() || other.compensation() != null;
            boolean unknownBefore = failed.approved() || after;
            return together && changes && unknownBefore;
        });
    }

    private boolean buildsOn(Task task, Task on) {
        return task.dependsOn().stream().anyMatch(id -> id.equals(on.id()) || buildsOn(tasks.get(id), on));
    }

    /** Tasks that nobody has started and that never can be, because what they wait for ended otherwise. */
    public List<Task> unreachable() {
        return where(task -> task.status() instanceof TaskStatus.Submitted
                && task.dependsOn().stream()
                        .map(this::status)
                        .anyMatch(s -> s instanceof TaskStatus.Ended && !(s instanceof TaskStatus.Completed)));
    }

    /** Tasks that an agent works on at this moment. */
    public List<Task> working() {
        return where(task -> task.status() instanceof TaskStatus.Working);
    }

    /** Tasks whose approved action is being carried out. */
    public List<Task> committing() {
        return where(task -> task.status() instanceof TaskStatus.Committing);
    }

    /** Tasks that wait for the traveler's approval. */
    public List<Task> awaitingApproval() {
        return where(task -> task.status() instanceof TaskStatus.ApprovalRequired);
    }

    /** Tasks that have not ended. */
    public List<Task> open() {
        return where(task -> !(task.status() instanceof TaskStatus.Ended));
    }

    /** True when every task has ended. */
    public boolean settled() {
        return open().isEmpty();
    }

    private List<Task> where(Predicate<Task> condition) {
        return tasks.values().stream().filter(condition).toList();
    }

    private TaskStatus status(String taskId) {
        return tasks.get(taskId).status();
    }
}
