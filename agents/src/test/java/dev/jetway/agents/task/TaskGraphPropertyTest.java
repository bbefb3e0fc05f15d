package dev.jetway.agents.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TaskGraphPropertyTest {

    @Property(tries = 300)
    void everyValidPlanCanBeWorkedToItsEnd(@ForAll @IntRange(min = 1, max = 24) int size, @ForAll Random random) {
        var graph = acyclic(size, random);
        for (int round = 0; !graph.settled(); round++) {
            assertThat(round).isLessThan(size);
            for (var task : graph.ready()) {
                graph = graph.with(task.id(), new TaskStatus.Working());
                graph = graph.with(task.id(), new TaskStatus.Completed("{}", task.id(), List.of()));
            }
        }
        assertThat(graph.tasks().values()).allMatch(task -> task.status() instanceof TaskStatus.Completed);
    }

    @Property(tries = 300)
    void everyPlanEndsWhateverEndsItsTasks(@ForAll @IntRange(min = 1, max = 12) int size, @ForAll Random random) {
        var graph = acyclic(size, random);
        var ends =
                statuses().stream().filter(TaskStatus.Ended.class::isInstance).toList();
        for (int round = 0; !graph.settled(); round++) {
            assertThat(round).isLessThanOrEqualTo(2 * size);
            for (var task : graph.ready()) {
                graph = graph.with(task.id(), ends.get(random.nextInt(ends.size())));
            }
            for (var task : graph.unreachable()) {
                graph = graph.with(task.id(), new TaskStatus.Canceled("cannot start"));
            }
        }
    }

    @Property(tries = 300)
    void repeatsChangeNothingAndStatusesOnlyMoveForward(
            @ForAll @IntRange(min = 1, max = 6) int size, @ForAll Random random) {
        var graph = acyclic(size, random);
        for (int i = 0; i < 20; i++) {
            var id = "t" + random.nextInt(size);
            var status = statuses().get(random.nextInt(statuses().size()));
            var next = graph.with(id, status);
            assertThat(next.with(id, status)).isSameAs(next);
            assertThat(next.tasks().get(id).status().rank())
                    .isGreaterThanOrEqualTo(graph.tasks().get(id).status().rank());
            graph = next;
        }
    }

    private static List<TaskStatus> statuses() {
        var action = new Action(
                "bookings.cancel",
                JsonNodeFactory.instance.objectNode(),
                new Confirmation("Cancel", List.of(), Instant.EPOCH));
        return List.of(
                new TaskStatus.Submitted(),
                new TaskStatus.Working(),
                new TaskStatus.ApprovalRequired("a1", action),
                new TaskStatus.Committing("a1", action),
                new TaskStatus.Completed("{}", "done", List.of()),
                new TaskStatus.InputRequired("When?"),
                new TaskStatus.Failed("no"),
                new TaskStatus.Canceled("stopped"));
    }

    private static TaskGraph acyclic(int size, Random random) {
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < size; i++) {
            var dependsOn = new ArrayList<String>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    dependsOn.add("t" + j);
                }
            }
            tasks.add(Task.of("t" + i, "find", "Task", "{}", dependsOn.toArray(String[]::new)));
        }
        return TaskGraph.of(tasks, Set.of("find"));
    }
}
