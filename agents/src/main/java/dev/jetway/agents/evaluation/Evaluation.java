package dev.jetway.agents.evaluation;

import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.LabeledRequest.Expected;
import dev.jetway.agents.evaluation.LabeledRequest.Turn;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Puts labelled requests to a planner, one after the other, on the caller's thread. */
public final class Evaluation {

    /** What a planner is told of the turns before. */
    public enum History {
        /** What should have been planned. */
        GOLD,
        /** What the planner itself makes of them, its mistakes included. */
        OWN
    }

    private final Planner planner;
    private final Map<String, Skill> skills;
    private final History history;
    private final Duration patience;
    private final Judge judge;

    /**
     * @param skills what can be asked for
     * @param patience how long one request may take; longer is a failure of it
     */
    public Evaluation(Planner planner, Map<String, Skill> skills, History history, Duration patience) {
        this.planner = planner;
        this.skills = Map.copyOf(skills);
        this.history = history;
        this.patience = patience;
        this.judge = new Judge(skills);
    }

    /**
     * Plans them all and judges.
     *
     * @throws BadDataException when a request speaks of a skill that no agent offers; nothing was planned then
     */
    public List<Verdict> run(List<LabeledRequest> requests) {
        requests.forEach(this::check);
        return requests.stream().map(this::run).toList();
    }

    private void check(LabeledRequest request) {
        request.tasks().forEach(task -> check(request, task));
        request.history().forEach(turn -> turn.tasks().forEach(task -> check(request, task)));
    }

    private void check(LabeledRequest request, Expected task) {
        if (!skills.containsKey(task.skill())) {
            throw new BadDataException(
                    request.where(), "no agent offers the skill '%s' of %s".formatted(task.skill(), request.id()));
        }
    }

    private Verdict run(LabeledRequest request) {
        long began = System.nanoTime();
        try {
            var past = history == History.GOLD ? gold(request) : own(request);
            began = System.nanoTime();
            var planning = plan(request, request.text(), past);
            return judge.judge(request, planning, System.nanoTime() - began);
        } catch (RuntimeException e) {
            return judge.failed(request, e.getCause() == null ? e : e.getCause(), System.nanoTime() - began);
        }
    }

    private Planning plan(LabeledRequest request, String text, List<PastTurn> past) {
        return planner.plan(new PlanningRequest(text, request.now(), request.traveler(), past, skills))
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static List<PastTurn> gold(LabeledRequest request) {
        return request.history().stream()
                .map(turn -> new PastTurn(turn.text(), graph(turn.tasks()), turn.reply()))
                .toList();
    }

    private List<PastTurn> own(LabeledRequest request) {
        var past = new ArrayList<PastTurn>();
        for (var turn : request.history()) {
            past.add(plan(request, turn.text(), List.copyOf(past))
                    .fold(
                            tasks -> new PastTurn(turn.text(), worked(tasks.graph(), turn), turn.reply()),
                            answer -> new PastTurn(turn.text(), TaskGraph.EMPTY, answer.text())));
        }
        return past;
    }

    /** The tasks of a turn as they were worked, called by the first part of their skills. */
    private static TaskGraph graph(List<Expected> tasks) {
        var byId = new TreeMap<String, Task>();
        for (var task : tasks) {
            var first = task.skill().split("\\.", 2)[0];
            var id = first;
            for (int n = 2; byId.containsKey(id); n++) {
                id = first + "-" + n;
            }
            var done = Task.of(id, task.skill(), task.skill(), task.input().toString());
            byId.put(id, task.optional() ? done.asOptional() : done);
        }
        return worked(new TaskGraph(byId), new Turn("", tasks, ""));
    }

    /** Every task completed, with the artifact of the first expected one of its skill that is not yet given. */
    private static TaskGraph worked(TaskGraph graph, Turn turn) {
        var left = new ArrayList<>(turn.tasks());
        var worked = graph;
        for (var task : graph.tasks().values()) {
            var gold = left.stream()
                    .filter(expected -> expected.skill().equals(task.skill()))
                    .findFirst();
            gold.ifPresent(left::remove);
            var artifact = gold.map(expected -> expected.artifact().toString()).orElse("{}");
            worked = worked.with(task.id(), new TaskStatus.Completed(artifact, turn.reply(), List.of()));
        }
        return worked;
    }
}
