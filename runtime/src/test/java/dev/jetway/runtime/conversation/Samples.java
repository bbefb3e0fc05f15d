package dev.jetway.runtime.conversation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Skill;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
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
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A conversation's parts, as tests need them. */
final class Samples {

    static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    static final Clerk OLGA = new Clerk("oidc:olga", "Olga");
    static final Instant VALID_UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private Samples() {}

    static Message message(String id, String text) {
        return new Message(id, text, ANNA, true);
    }

    static TaskGraph plan(Task... tasks) {
        return TaskGraph.of(List.of(tasks), Set.of("flights.search", "hotels.search", "bookings.create"));
    }

    /** Flights to search, and two bookings that can be undone. */
    static TaskGraph compensable() {
        var undo = Map.of("reference", "/reference");
        var schema = JsonNodeFactory.instance.objectNode();
        var skills = Map.of(
                "bookings.create",
                new Skill("bookings.create", "Books", schema).undoneBy("bookings.cancel", undo),
                "bookings.cancel",
                new Skill("bookings.cancel", "Cancels", schema));
        return plan(
                        flights(),
                        booking(),
                        Task.of("book-2", "bookings.create", "Book the hotel", "{\"offerId\":\"o2\"}"))
                .compensable(skills);
    }

    static Task flights() {
        return Task.of("flights", "flights.search", "Flights to Tokyo", "{\"destination\":\"TYO\"}");
    }

    static Task hotels() {
        return Task.of("hotels", "hotels.search", "Hotels in Tokyo", "{\"city\":\"Tokyo\"}");
    }

    static Task booking() {
        return Task.of("book", "bookings.create", "Book it", "{\"offerId\":\"o1\"}");
    }

    static Action action() {
        return new Action(
                "bookings.create",
                JsonNodeFactory.instance.objectNode().put("quoteId", "q1"),
                new Confirmation(
                        "Book JW 412 London to Tokyo",
                        List.of(new Detail("Price", "£512.40", Source.TOOL)),
                        VALID_UNTIL));
    }

    static TaskStatus approvalRequired(String approvalId) {
        return new TaskStatus.ApprovalRequired(approvalId, action());
    }

    static TaskStatus completed(String text) {
        return new TaskStatus.Completed("{\"options\":[]}", text, List.of());
    }

    /** One of every type, with every field set. */
    static List<ConversationEvent> oneOfEach() {
        var owner = new Owner(0, "eu");
        return List.of(
                new MessageReceived("run-1", owner, 1_000, message("m-1", "A flight to Tokyo, please")),
                new PlanAdopted("run-1", owner, 1_001, plan(flights(), booking()), List.of("one adult"), "embedded"),
                new TasksProgressed(
                        "run-1",
                        owner,
                        1_002,
                        List.of(
                                new Report(
                                        "flights",
                                        new TaskStatus.Completed("{\"n\":1}", "1. JW 412", List.of("prices may move")),
                                        List.of(new ToolCall("flights.search", "{}", "ok", "", 1_001, 12))),
                                new Report("book", approvalRequired("run-1:book:abc"), List.of()))),
                new ApprovalsAnswered(
                        "run-1", 1_003, "run-2", Map.of("run-1:book:abc", new Answer(true, "eu", "run-2", 1_003))),
                new TurnCanceled("run-1", 1_004, "us"),
                new TurnAdopted(
                        "run-1",
                        new Owner(1, "us"),
                        1_006,
                        1_000,
                        message("m-1", "A flight to Tokyo, please"),
                        plan(flights(), booking()),
                        List.of("one adult")),
                new OutcomeFound(
                        "run-1",
                        1_008,
                        "book",
                        new LateOutcome(true, "Book JW 412 London to Tokyo", "ABC123", "eu", 1_007)),
                new DeskJoined(1_009, new Visit("visit-1", OLGA, "eu", 1_009, 301_009)),
                new DeskSpoke(1_010, "visit-1", new Spoken("w-1", OLGA, "I am looking into it.", "eu", 1_010)),
                new DeskLeft(1_011, "visit-1", true, "eu"),
                new ReplyComposed("run-1", owner, 1_005, new Reply("run-1-reply", "Booked.", Outcome.ANSWERED, 1_005)));
    }
}
