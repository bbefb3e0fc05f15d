package dev.jetway.runtime.gateway.hostile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Coordination;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.Turn;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Answers at once: to "book" with a question, to "book both" with two, to "book late" with one that has expired, to
 * "wait" never, and to anything else with what was said.
 */
final class BookingDesk implements Coordination {

    /** What the traveler is shown, and what is done. */
    static final String OFFER = "JW412";

    private static final String SKILL = "bookings.create";

    private final Queue<String> booked = new ConcurrentLinkedQueue<>();

    /** Arguments of every action that was carried out. */
    List<String> booked() {
        return List.copyOf(booked);
    }

    @Override
    public String planner() {
        return "scripted";
    }

    @Override
    public CompletionStage<Planning> plan(PlanningRequest request) {
        return CompletableFuture.completedFuture(
                switch (request.text()) {
                    case "book", "book late", "wait" -> tasks(task("book", request.text()));
                    case "book both" -> tasks(task("flight", "book"), task("hotel", "book"));
                    default -> new Planning.Answer("You said: " + request.text());
                });
    }

    private static Planning tasks(Task... tasks) {
        return new Planning.Tasks(TaskGraph.of(List.of(tasks), Set.of(SKILL)), List.of());
    }

    private static Task task(String id, String how) {
        return Task.of(id, SKILL, "Book it", "{\"how\":\"%s\"}".formatted(how));
    }

    @Override
    public CompletionStage<Report> work(WorkOrder order) {
        if (order.input().contains("wait")) {
            return new CompletableFuture<>();
        }
        var now = Instant.now();
        var until = order.input().contains("late") ? now.minusSeconds(1) : now.plusSeconds(900);
        var action = new Action(
                "bookings.create",
                JsonNodeFactory.instance.objectNode().put("offerId", OFFER),
                new Confirmation("Book flight JW 412", List.of(), until));
        var id = "%s:%s".formatted(order.turn(), order.task().id());
        return CompletableFuture.completedFuture(
                new Report(order.task().id(), new TaskStatus.ApprovalRequired(id, action), List.of()));
    }

    @Override
    public CompletionStage<Report> commit(WorkOrder order) {
        var committing = (TaskStatus.Committing) order.task().status();
        booked.add(committing.action().arguments().toString());
        return CompletableFuture.completedFuture(Report.outcome(
                order.task().id(),
                new TaskStatus.Completed("{}", "It is booked.", List.of()),
                committing.approvalId()));
    }

    @Override
    public CompletionStage<Written> compose(Material material, Consumer<String> text) {
        return CompletableFuture.completedFuture(Written.of("Done."));
    }

    @Override
    public void opened(String conversation, Turn turn) {}

    @Override
    public void ended(String conversation, Turn turn) {}

    @Override
    public void yielded(String conversation, String turn) {}
}
