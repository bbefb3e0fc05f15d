package dev.jetway.runtime.gateway.agui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Compensation;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Answer;
import dev.jetway.runtime.conversation.ConversationEvent;
import dev.jetway.runtime.conversation.ConversationEvent.ApprovalsAnswered;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.ConversationEvent.TurnAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TurnCanceled;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.Owner;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.ToolCall;
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Events of turns as they really happen: a search, a booking, a failure. */
public final class TripStory {

    public static final String SEARCH_REPLY = """
            I found **three flights** and **two hotels** for two adults, 3–13 March.

            **Flights, London to Tokyo**

            1. **JW 412** · LHR 11:35 → HND 08:20 *(next day, local)* · direct · **£1,284**
            2. **NV 88** · LHR 13:05 → NRT 10:55 *(next day, local)* · direct · **£1,310**
            3. **JW 60** · LGW 09:10 → HND 09:45 *(next day, local)* · 1 stop in Helsinki · **£1,052**

            **Hotels near the centre, under £150 a night**

            1. **Marunouchi Garden** ★★★★ · £138 a night (£1,380 in all) · rated 8.9 · breakfast included
            2. **Kanda Lantern** ★★★ · £121 a night (£1,210 in all) · rated 8.4

            *Assumed: you fly from any London airport.* The weather service did not answer, so I could not \
            check the forecast.

            Shall I book one of them? For example: `book the first flight`.""";

    /** What the flight agent found, as data. */
    public static final String FLIGHTS = """
            {"kind":"flight","options":[%s,%s,%s]}""".formatted(
                    flight(1, "JW 412", 1284, "11:35", "04T08:20", 0, "\"refundable\":true"),
                    flight(2, "NV 88", 1310, "13:05", "04T10:55", 0, "\"seatsLeft\":2"),
                    flight(3, "JW 60", 1052, "09:10", "04T09:45", 1, "\"refundable\":false"));

    /** What the hotel agent found, as data. */
    public static final String HOTELS = """
            {"kind":"hotel","options":[\
            {"n":1,"kind":"hotel","title":"Marunouchi Garden","stars":4,"district":"Chiyoda","distanceToCentreKm":0.8,\
            "rating":8.9,"pricePerNight":{"amount":138,"currency":"GBP"},"price":{"amount":1380,"currency":"GBP"},\
            "breakfast":true,"freeCancellationUntil":"2027-03-01"},\
            {"n":2,"kind":"hotel","title":"Kanda Lantern","stars":3,"district":"Kanda","distanceToCentreKm":1.4,\
            "rating":8.4,"pricePerNight":{"amount":121,"currency":"GBP"},"price":{"amount":1210,"currency":"GBP"},"roomsLeft":1}]}""";

    private static String flight(
            int n, String flight, int price, String leaves, String arrives, int stops, String more) {
        return """
                {"n":%d,"kind":"flight","title":"London to Tokyo, %s","price":{"amount":%d,"currency":"GBP"},%s,\
                "outbound":{"from":"London","to":"Tokyo","departure":"2027-03-03T%s:00Z","arrival":"2027-03-%s:00+09:00",\
                "durationMinutes":705,"stops":%d,"via":"%s","flights":"%s"}}""".formatted(n, flight, price, more, leaves, arrives, stops, stops == 0 ? "" : "Helsinki", flight);
    }

    private static final Owner OWNER = new Owner(0, "local");
    private static final Owner ELSEWHERE = new Owner(1, "us");
    private static final Traveler TRAVELER = new Traveler("dev:ann", "en-GB", "Europe/London", "GBP");
    private static final Set<String> SKILLS =
            Set.of("flight-search", "hotel-search", "weather-forecast", "booking-create");

    private TripStory() {}

    public static MessageReceived said(String turn, long at, String text) {
        return new MessageReceived(turn, OWNER, at, new Message("m-" + turn, text, TRAVELER, true));
    }

    public static MessageReceived noted(String turn, long at, String text) {
        return new MessageReceived(turn, OWNER, at, new Message("m-" + turn, text, TRAVELER, false));
    }

    public static PlanAdopted searchPlan(String turn, long at) {
        var tasks = List.of(
                Task.of("flights", "flight-search", "Flights London to Tokyo", "{}"),
                Task.of("hotels", "hotel-search", "Hotels in central Tokyo", "{}"),
                Task.of("weather", "weather-forecast", "Weather in Tokyo in March", "{}", "flights")
                        .asOptional());
        return new PlanAdopted(
                turn, OWNER, at, TaskGraph.of(tasks, SKILLS), List.of("from any London airport"), "embedded");
    }

    public static PlanAdopted bookingPlan(String turn, long at) {
        var task = Task.of("book", "booking-create", "Book flight JW 412", "{}");
        return new PlanAdopted(turn, OWNER, at, TaskGraph.of(List.of(task), SKILLS), List.of(), "embedded");
    }

    /** A flight that is booked, a hotel that is being booked, and an answer, all of one message. */
    public static ConversationEvent[] twoBookings(String turn, long at) {
        var tasks = new TreeMap<String, Task>();
        for (var id : List.of("flight", "hotel", "weather")) {
            tasks.put(
                    id,
                    new Task(
                            id,
                            "booking-create",
                            "Book " + id,
                            "{}",
                            Set.of(),
                            false,
                            new TaskStatus.Submitted(),
                            id.equals("weather")
                                    ? null
                                    : new Compensation("booking-cancel", "Undo: Book " + id, "{}")));
        }
        return new ConversationEvent[] {
            said(turn, at, "Book both"),
            begun(new PlanAdopted(turn, OWNER, at + 1, new TaskGraph(tasks), List.of(), "embedded")),
            progress(turn, at + 2, done("flight"), done("weather"))
        };
    }

    /** As a conversation adopts a plan: what can start at once has started. */
    public static PlanAdopted begun(PlanAdopted it) {
        return new PlanAdopted(it.turnId(), OWNER, it.at(), it.plan().started(), it.assumptions(), it.planner());
    }

    public static TasksProgressed progress(String turn, long at, Report... reports) {
        return new TasksProgressed(turn, OWNER, at, Arrays.asList(reports));
    }

    /** Another region goes on with a turn, of which it knows this plan. */
    public static TurnAdopted adoptedElsewhere(MessageReceived said, long at, TaskGraph plan) {
        return new TurnAdopted(said.turnId(), ELSEWHERE, at, said.at(), said.message(), plan, List.of());
    }

    public static TasksProgressed progressElsewhere(String turn, long at, Report... reports) {
        return new TasksProgressed(turn, ELSEWHERE, at, Arrays.asList(reports));
    }

    public static ConversationEvent replyElsewhere(String turn, long at, String text) {
        return new ReplyComposed(turn, ELSEWHERE, at, new Reply(turn + "-reply-1", text, Outcome.ANSWERED, at));
    }

    public static Report working(String task) {
        return new Report(task, new TaskStatus.Working(), List.of());
    }

    public static Report done(String task, ToolCall... calls) {
        return new Report(task, new TaskStatus.Completed("{}", "done", List.of()), List.of(calls));
    }

    public static Report found(String task, String artifact, ToolCall... calls) {
        return new Report(task, new TaskStatus.Completed(artifact, "found", List.of()), List.of(calls));
    }

    public static Report carriedOut(String task) {
        return Report.outcome(task, new TaskStatus.Completed("{}", "done", List.of()), "approval-of-" + task);
    }

    public static Report failed(String task, String why, ToolCall... calls) {
        return new Report(task, new TaskStatus.Failed(why), List.of(calls));
    }

    public static Report canceled(String task, String why) {
        return new Report(task, new TaskStatus.Canceled(why), List.of());
    }

    public static ToolCall call(String tool, long at, int millis) {
        return new ToolCall(tool, "{\"from\":\"LON\",\"to\":\"TYO\",\"date\":\"2027-03-03\"}", "ok", "", at, millis);
    }

    public static ToolCall down(String tool, long at) {
        return new ToolCall(
                tool, "{\"city\":\"Tokyo\"}", "unavailable", "the weather server is not answering", at, 2000);
    }

    public static String approvalId(String turn) {
        return turn + ":book:Zm9vYmFyYmF6cXV4";
    }

    public static Report asks(String turn, Instant validUntil) {
        return new Report(
                "book",
                new TaskStatus.ApprovalRequired(approvalId(turn), action(validUntil)),
                List.of(call("flights.get_offer", 1, 48)));
    }

    public static Report committing(String turn, Instant validUntil) {
        return new Report("book", new TaskStatus.Committing(approvalId(turn), action(validUntil)), List.of());
    }

    private static Action action(Instant validUntil) {
        return new Action(
                "bookings.create_booking",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("offerId", "JW412-20270303")
                        .put("adults", 2),
                new Confirmation(
                        "Book flight JW 412, London to Tokyo",
                        List.of(
                                new Detail("Flight", "JW 412, London Heathrow to Tokyo Haneda", Source.TOOL),
                                new Detail("Departs", "Wed 3 March 2027, 11:35 (London)", Source.TOOL),
                                new Detail("Arrives", "Thu 4 March 2027, 08:20 (Tokyo)", Source.TOOL),
                                new Detail("Passengers", "2 adults", Source.TRAVELER),
                                new Detail("Price", "£1,284.00 for both", Source.TOOL),
                                new Detail("Each", "£642.00", Source.COMPUTED),
                                new Detail("Paid by", "Your card ending in 4242", Source.TOOL)),
                        validUntil));
    }

    /** What whoever owns a hotel might write, wherever it may be shown. */
    public static final String HOSTILE =
            "<img src=x onerror=\"pwned=1\"><script>pwned=1</script> ![x](http://evil.example/x) [win](javascript:pwned=1)";

    public static PlanAdopted hostilePlan(String turn, long at) {
        var task = Task.of("book", "booking-create", "Book " + HOSTILE, "{}");
        return new PlanAdopted(turn, OWNER, at, TaskGraph.of(List.of(task), SKILLS), List.of(HOSTILE), "embedded");
    }

    public static Report hostileQuestion(String turn, Instant validUntil) {
        var origin = new Origin("bookings.create_booking", "/name", HOSTILE, Origin.Kind.TEXT, HOSTILE, HOSTILE);
        return new Report(
                "book",
                new TaskStatus.ApprovalRequired(
                        approvalId(turn),
                        new Action(
                                "bookings.create_booking",
                                JsonNodeFactory.instance.objectNode().put("name", HOSTILE),
                                new Confirmation(
                                        "Book " + HOSTILE,
                                        List.of(new Detail(HOSTILE, HOSTILE, Source.TOOL, HOSTILE)),
                                        validUntil,
                                        List.of("You did not say “" + HOSTILE + "” (name).")),
                                List.of(origin))),
                List.of(new ToolCall(
                        HOSTILE, "{\"name\":\"" + HOSTILE.replace("\"", "'") + "\"}", "error", HOSTILE, 1, 48)));
    }

    public static ApprovalsAnswered answered(String turn, long at, String runId, boolean approved) {
        return new ApprovalsAnswered(
                turn, at, runId, Map.of(approvalId(turn), new Answer(approved, "local", runId, at)));
    }

    public static TurnCanceled cancel(String turn, long at) {
        return new TurnCanceled(turn, at, "local");
    }

    public static ConversationEvent reply(String turn, long at, String text, Outcome outcome) {
        return new ReplyComposed(turn, OWNER, at, new Reply(turn + "-reply", text, outcome, at));
    }
}
