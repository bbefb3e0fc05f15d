package dev.jetway.runtime.gateway.agui;

import static dev.jetway.runtime.gateway.agui.TripStory.answered;
import static dev.jetway.runtime.gateway.agui.TripStory.asks;
import static dev.jetway.runtime.gateway.agui.TripStory.bookingPlan;
import static dev.jetway.runtime.gateway.agui.TripStory.call;
import static dev.jetway.runtime.gateway.agui.TripStory.cancel;
import static dev.jetway.runtime.gateway.agui.TripStory.canceled;
import static dev.jetway.runtime.gateway.agui.TripStory.committing;
import static dev.jetway.runtime.gateway.agui.TripStory.done;
import static dev.jetway.runtime.gateway.agui.TripStory.down;
import static dev.jetway.runtime.gateway.agui.TripStory.failed;
import static dev.jetway.runtime.gateway.agui.TripStory.hostilePlan;
import static dev.jetway.runtime.gateway.agui.TripStory.hostileQuestion;
import static dev.jetway.runtime.gateway.agui.TripStory.noted;
import static dev.jetway.runtime.gateway.agui.TripStory.progress;
import static dev.jetway.runtime.gateway.agui.TripStory.reply;
import static dev.jetway.runtime.gateway.agui.TripStory.said;
import static dev.jetway.runtime.gateway.agui.TripStory.searchPlan;
import static dev.jetway.runtime.gateway.agui.TripStory.working;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.LateOutcome;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.Spoken;
import dev.jetway.runtime.conversation.Turn;
import dev.jetway.runtime.conversation.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgUiProjectionTest {

    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AgUiProjection projection = new AgUiProjection("trip");
    private Conversation state = Conversation.EMPTY;

    /** Applies events and returns what a front end sees of them, after checking every event. */
    private List<JsonNode> seen(ConversationEvent... events) {
        var seen = new ArrayList<JsonNode>();
        for (var event : events) {
            var after = event.applyTo(state);
            for (var json : projection.events(state, event, after)) {
                AgUiSchema.check(json);
                seen.add(read(json));
            }
            state = after;
        }
        return seen;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static ConversationEvent[] search(String turn, long at) {
        return new ConversationEvent[] {
            said(turn, at, "A flight from London to Tokyo on 3 March"),
            searchPlan(turn, at + 1),
            progress(turn, at + 2, working("flights"), working("hotels")),
            progress(turn, at + 3, done("flights", call("flights.search_flights", at + 2, 120)), working("weather")),
            progress(turn, at + 4, done("hotels", call("hotels.search_hotels", at + 2, 180))),
            progress(
                    turn,
                    at + 5,
                    failed("weather", "the weather service did not answer", down("weather.forecast", at + 3))),
            reply(turn, at + 6, TripStory.SEARCH_REPLY, Outcome.ANSWERED)
        };
    }

    @Test
    void aSearchIsOneRunWithItsPlanItsSubagentsAndItsToolCalls() {
        var events = seen(search("t1", 100));

        AgUiStream.check(events);
        assertThat(types(events)).startsWith("RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT");
        assertThat(types(events)).endsWith("TEXT_MESSAGE_END", "RUN_FINISHED");
        assertThat(types(events)).containsOnlyOnce("RUN_STARTED", "RUN_FINISHED", "ACTIVITY_SNAPSHOT");
        assertThat(events.get(events.size() - 1).at("/outcome/type").asText()).isEqualTo("success");
        assertThat(types(events)).filteredOn("SUBAGENT_STARTED"::equals).hasSize(3);
        assertThat(types(events)).filteredOn("SUBAGENT_ERROR"::equals).hasSize(1);
        assertThat(types(events)).filteredOn("TOOL_CALL_RESULT"::equals).hasSize(3);
    }

    @Test
    void aPlanTellsWhatStartsWithIt() {
        var events = seen(said("t1", 100, "A flight to Tokyo"), TripStory.begun(searchPlan("t1", 101)));

        assertThat(types(events).subList(4, events.size()))
                .containsExactly("ACTIVITY_SNAPSHOT", "SUBAGENT_STARTED", "SUBAGENT_STARTED");
        assertThat(events.get(4).at("/content/tasks/0/status").asText()).isEqualTo("working");
        assertThat(events.get(4).at("/content/tasks/2/status").asText()).isEqualTo("submitted");
        assertThat(events.get(5).path("subagentRunId").asText()).isEqualTo("t1:flights");
    }

    @Test
    void aTurnThatGoesOnInAnotherRegionIsOneRunStill() {
        var plan = TripStory.begun(searchPlan("t1", 101)).plan();
        var said = said("t1", 100, "A flight to Tokyo");
        var events = new ArrayList<>(seen(
                said,
                TripStory.begun(searchPlan("t1", 101)),
                progress("t1", 102, done("flights"), working("weather")),
                TripStory.adoptedElsewhere(said, 103, plan.with("hotels", new TaskStatus.Failed("sold out"))),
                progress("t1", 104, done("hotels"), TripStory.carriedOut("flights")),
                TripStory.progressElsewhere("t1", 105, done("flights"), canceled("weather", "left out")),
                TripStory.replyElsewhere("t1", 106, "Found.")));

        AgUiStream.check(events);
        assertThat(types(events)).containsOnlyOnce("RUN_STARTED", "RUN_FINISHED");
        assertThat(Patches.plan(events).at("/tasks/1/status").asText())
                .as("what the region that was lost had done later does not count")
                .isEqualTo("failed");
    }

    @Test
    void aTurnWhoseReplyAnotherRegionNeverSawIsRepliedToAgainUnderAnotherName() {
        var said = said("t1", 100, "A flight to Tokyo");
        var events = new ArrayList<>(seen(search("t1", 100)));
        events.addAll(seen(
                TripStory.adoptedElsewhere(
                        said, 110, TripStory.begun(searchPlan("t1", 101)).plan()),
                TripStory.progressElsewhere("t1", 111, done("flights"), done("hotels"), done("weather")),
                TripStory.replyElsewhere("t1", 112, "Found.")));

        AgUiStream.check(events);
        assertThat(events.stream()
                        .filter(event -> event.path("type").asText().equals("TEXT_MESSAGE_START"))
                        .map(event -> event.path("messageId").asText()))
                .containsExactly("m-t1", "t1-reply", "t1-reply-1");
    }

    @Test
    void aTurnThatWasNeverHeardOfComesWithItsMessageAndItsPlan() {
        var events = seen(
                TripStory.adoptedElsewhere(
                        said("t1", 100, "A flight to Tokyo"),
                        110,
                        TripStory.begun(searchPlan("t1", 101)).plan()),
                TripStory.progressElsewhere("t1", 111, done("flights"), done("hotels"), working("weather")),
                TripStory.progressElsewhere("t1", 112, done("weather")),
                TripStory.replyElsewhere("t1", 113, "Found."));

        AgUiStream.check(events);
        assertThat(types(events))
                .startsWith("RUN_STARTED", "TEXT_MESSAGE_START")
                .contains("ACTIVITY_SNAPSHOT");
    }

    @Test
    void aQuestionThatAnotherRegionHasPutIsAskedHereToo() {
        var said = said("t2", 200, "book the first flight");
        var asked = bookingPlan("t2", 201).plan().with("book", asks("t2", LATER).status());
        var events = new ArrayList<>(seen(
                said,
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                TripStory.adoptedElsewhere(said, 203, asked)));
        assertThat(events.get(events.size() - 1).at("/outcome/type").asText()).isEqualTo("interrupt");
        assertThat(types(seen(TripStory.adoptedElsewhere(said, 203, asked)))).isEmpty();

        events.addAll(seen(
                answered("t2", 300, "run-2", true),
                TripStory.progressElsewhere("t2", 301, committing("t2", LATER)),
                TripStory.progressElsewhere("t2", 302, done("book", call("bookings.create_booking", 301, 90))),
                TripStory.replyElsewhere("t2", 303, "Booked: JW7Q2M")));
        AgUiStream.check(events);
    }

    @Test
    void aQuestionThatIsOpenStaysOpenWhenAnotherRegionAdoptsIt() {
        var said = said("t2", 200, "book the first flight");
        var events = new ArrayList<>(seen(
                said,
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, asks("t2", LATER))));
        assertThat(seen(TripStory.adoptedElsewhere(
                        said, 204, state.turn("t2").orElseThrow().plan())))
                .isEmpty();
        events.addAll(seen(
                answered("t2", 300, "run-2", true),
                TripStory.progressElsewhere("t2", 301, committing("t2", LATER)),
                TripStory.progressElsewhere("t2", 302, done("book", call("bookings.create_booking", 301, 90))),
                TripStory.replyElsewhere("t2", 303, "Booked: JW7Q2M")));
        AgUiStream.check(events);
    }

    @Test
    void whatIsBeingDoneIsAThoughtOfItsSubagent() {
        var events =
                new ArrayList<>(seen(said("t1", 100, "A flight to Tokyo"), TripStory.begun(searchPlan("t1", 101))));
        for (var json : projection.progress(state, "t1", "flights", "Asking two airlines", 102)) {
            AgUiSchema.check(json);
            events.add(read(json));
        }
        assertThat(types(events))
                .endsWith(
                        "REASONING_START",
                        "REASONING_MESSAGE_START",
                        "REASONING_MESSAGE_CONTENT",
                        "REASONING_MESSAGE_END",
                        "REASONING_END");
        var line = events.get(events.size() - 3);
        assertThat(line.path("delta").asText()).isEqualTo("Asking two airlines");
        assertThat(line.path("subagentRunId").asText()).isEqualTo("t1:flights");
        events.addAll(seen(
                progress("t1", 103, done("flights"), done("hotels")), reply("t1", 104, "Done.", Outcome.ANSWERED)));
        AgUiStream.check(events);
        assertThat(projection.progress(state, "t1", "flights", "late", 105))
                .as("outside of a run")
                .isEmpty();
    }

    @Test
    void thePiecesOfTheReplyMakeTheReply() {
        var text = new StringBuilder();
        for (var event : seen(search("t1", 100))) {
            if (event.path("messageId").asText().equals("t1-reply")) {
                text.append(event.path("delta").asText());
            }
        }
        assertThat(text.toString()).isEqualTo(TripStory.SEARCH_REPLY);
    }

    @Test
    void whatUndoesATaskComesIntoThePlanWhereItBelongs() {
        var events = new ArrayList<>(seen(TripStory.twoBookings("t1", 100)));
        events.addAll(seen(progress("t1", 110, failed("hotel", "The room is gone"), working("undo-flight"))));
        events.addAll(seen(progress("t1", 111, done("undo-flight")), reply("t1", 112, "Sorry.", Outcome.ANSWERED)));

        AgUiStream.check(events);
        var ids = new ArrayList<String>();
        Patches.plan(events)
                .path("tasks")
                .forEach(task -> ids.add(
                        task.path("id").asText() + " " + task.path("status").asText()));
        assertThat(ids)
                .containsExactly("flight completed", "hotel failed", "undo-flight completed", "weather completed");
        assertThat(types(events)).filteredOn("SUBAGENT_STARTED"::equals).hasSize(4);
    }

    @Test
    void thePlanChangesByPatchesAndSaysWhatCouldNotBeChecked() {
        var plan = Patches.plan(seen(search("t1", 100)));
        assertThat(plan.at("/planner").asText()).isEqualTo("embedded");
        assertThat(plan.at("/tasks/2/id").asText()).isEqualTo("weather");
        assertThat(plan.at("/tasks/2/status").asText()).isEqualTo("failed");
        assertThat(plan.at("/tasks/2/optional").asBoolean()).isTrue();
        assertThat(plan.at("/tasks/2/detail").asText()).isEqualTo("the weather service did not answer");
        assertThat(plan.at("/tasks/0/status").asText()).isEqualTo("completed");
    }

    @Test
    void aQuestionEndsTheRunAfterSnapshotsAndTheAnswerGoesOnInTheNextOne() {
        var asked = seen(
                said("t2", 200, "book the first flight"),
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, asks("t2", LATER)));
        var resumed = seen(
                answered("t2", 300, "run-2", true),
                progress("t2", 301, committing("t2", LATER)),
                progress("t2", 302, done("book", call("bookings.create_booking", 301, 90))),
                reply("t2", 303, "Booked: JW7Q2M", Outcome.ANSWERED));

        AgUiStream.check(concat(asked, resumed));
        var end = types(asked);
        assertThat(end.subList(end.size() - 4, end.size()))
                .containsExactly("SUBAGENT_FINISHED", "MESSAGES_SNAPSHOT", "STATE_SNAPSHOT", "RUN_FINISHED");
        assertThat(asked.get(asked.size() - 4).at("/outcome/type").asText()).isEqualTo("suspended");
        var interrupt = asked.get(asked.size() - 1).at("/outcome/interrupts/0");
        assertThat(interrupt.path("id").asText()).isEqualTo(TripStory.approvalId("t2"));
        assertThat(interrupt.path("expiresAt").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(interrupt.at("/metadata/jetway/summary").fieldNames())
                .toIterable()
                .containsExactly("Flight", "Departs", "Arrives", "Passengers", "Price", "Each", "Paid by");
        assertThat(resumed.get(0).path("runId").asText()).isEqualTo("run-2");
        assertThat(resumed.get(resumed.size() - 1).path("runId").asText()).isEqualTo("run-2");
        assertThat(types(resumed)).doesNotContain("TOOL_CALL_START");
        assertThat(resumed)
                .filteredOn(event -> event.path("type").asText().equals("TOOL_CALL_RESULT"))
                .singleElement()
                .satisfies(result -> assertThat(result.path("toolCallId").asText())
                        .isEqualTo(interrupt.path("toolCallId").asText()));
    }

    @Test
    void aQuestionSaysWhereItsValuesComeFromInEveryPlaceItStands() {
        var asked = seen(
                said("t2", 200, "book the first flight"),
                hostilePlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, hostileQuestion("t2", LATER)));

        var jetway = asked.get(asked.size() - 1).at("/outcome/interrupts/0/metadata/jetway");
        assertThat(asked.get(asked.size() - 2).at("/snapshot/interrupts/0/metadata/jetway"))
                .isEqualTo(jetway);
        assertThat(jetway.at("/details/0/from").asText()).isEqualTo("tool");
        assertThat(jetway.at("/details/0/by").asText()).isEqualTo(TripStory.HOSTILE);
        assertThat(jetway.path("remarks")).hasSize(1);
        var origin = jetway.path("origins").get(0);
        assertThat(origin.fieldNames())
                .toIterable()
                .containsExactly("call", "argument", "value", "kind", "by", "alsoIn");
        assertThat(origin.path("argument").asText()).isEqualTo("/name");
        assertThat(origin.path("kind").asText()).isEqualTo("text");
    }

    @Test
    void aQuestionWithoutOriginsSaysNothingOfThem() {
        var asked = seen(
                said("t2", 200, "book the first flight"),
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, asks("t2", LATER)));

        var jetway = asked.get(asked.size() - 1).at("/outcome/interrupts/0/metadata/jetway");
        assertThat(jetway.fieldNames()).toIterable().containsExactly("tool", "summary", "details");
        assertThat(jetway.at("/details/0").fieldNames()).toIterable().containsExactly("label", "value", "from");
    }

    @Test
    void aDeclinedQuestionGivesItsCallAResultAndTheRunAnEnd() {
        seen(said("t2", 200, "book"), bookingPlan("t2", 201), progress("t2", 202, working("book")));
        seen(progress("t2", 203, asks("t2", LATER)));
        var events = seen(
                answered("t2", 300, "run-2", false),
                progress("t2", 301, canceled("book", "you declined it")),
                reply("t2", 302, "Nothing was booked.", Outcome.ANSWERED));

        assertThat(types(events))
                .containsExactly(
                        "RUN_STARTED",
                        "SUBAGENT_STARTED",
                        "TOOL_CALL_RESULT",
                        "SUBAGENT_ERROR",
                        "ACTIVITY_DELTA",
                        "TEXT_MESSAGE_START",
                        "TEXT_MESSAGE_CONTENT",
                        "TEXT_MESSAGE_END",
                        "RUN_FINISHED");
        assertThat(events.get(2).path("content").asText()).isEqualTo("you declined it");
    }

    @Test
    void aCanceledQuestionOpensTheRunAgainAndEndsItAsCancelled() {
        var asked = seen(
                said("t2", 200, "book"),
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, asks("t2", LATER)));
        var events = seen(
                cancel("t2", 300),
                progress("t2", 301, canceled("book", "you canceled it")),
                reply("t2", 302, "Canceled.", Outcome.CANCELED));

        AgUiStream.check(concat(asked, events));
        assertThat(types(events)).startsWith("RUN_STARTED").endsWith("RUN_FINISHED");
        assertThat(events.get(events.size() - 1).at("/outcome/type").asText()).isEqualTo("cancelled");
    }

    @Test
    void aNewMessageInsteadOfAnAnswerEndsTheOldRunBeforeItsOwnBegins() {
        var asked = seen(
                said("t2", 200, "book"),
                bookingPlan("t2", 201),
                progress("t2", 202, working("book")),
                progress("t2", 203, asks("t2", LATER)));
        var events = seen(
                cancel("t2", 300),
                said("t3", 300, "no, look for hotels"),
                progress("t2", 300, canceled("book", "you canceled it")),
                reply("t2", 300, "Canceled.", Outcome.CANCELED),
                reply("t3", 301, "Where?", Outcome.ANSWERED));

        AgUiStream.check(concat(asked, events));
        assertThat(types(events)).containsSubsequence("RUN_STARTED", "RUN_FINISHED", "RUN_STARTED", "RUN_FINISHED");
        assertThat(events.get(events.size() - 1).path("runId").asText()).isEqualTo("t3");
    }

    @Test
    void aFailedTurnSaysSoInWordsAndThenAsAnError() {
        var events = seen(said("t1", 1, "hi"), reply("t1", 2, "I could not plan that.", Outcome.FAILED));

        AgUiStream.check(events);
        assertThat(types(events)).endsWith("TEXT_MESSAGE_END", "RUN_ERROR");
        assertThat(events.get(events.size() - 1).path("message").asText()).isEqualTo("I could not plan that.");
    }

    @Test
    void anEmptyMessageIsShownWithoutAnEmptyPiece() {
        assertThat(types(seen(said("t1", 1, ""))))
                .containsExactly("RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_END");
    }

    @Test
    void aNoteIsARunOfItsOwnOnlyWhenNoOtherIsOpen() {
        var alone = seen(noted("n1", 1, "window seats, please"));
        assertThat(types(alone)).startsWith("RUN_STARTED").endsWith("RUN_FINISHED");

        var during = seen(
                said("t1", 2, "flights"), noted("n2", 3, "and no stops"), reply("t1", 4, "Here", Outcome.ANSWERED));
        AgUiStream.check(concat(alone, during));
        assertThat(types(during)).filteredOn("RUN_STARTED"::equals).hasSize(1);
        assertThat(during)
                .anySatisfy(event -> assertThat(event.path("delta").asText()).isEqualTo("and no stops"));
    }

    @Test
    void whatIsToldAgainIsNotShownAgain() {
        seen(search("t1", 100));
        var again = search("t1", 100);
        assertThat(seen(again)).isEmpty();
    }

    @Test
    void aCancelledRunClosesWhatItHadOpen() {
        var events = seen(
                said("t1", 1, "flights"),
                searchPlan("t1", 2),
                progress("t1", 3, working("flights"), working("hotels")),
                cancel("t1", 4),
                progress(
                        "t1",
                        5,
                        canceled("flights", "you canceled it"),
                        canceled("hotels", "you canceled it"),
                        canceled("weather", "you canceled it")),
                reply("t1", 6, "Canceled.", Outcome.CANCELED));

        AgUiStream.check(events);
        assertThat(types(events)).filteredOn("SUBAGENT_ERROR"::equals).hasSize(2);
    }

    @Test
    void snapshotsSayWhoIsAskedWhat() {
        seen(search("t1", 100));
        seen(said("t2", 200, "book"), bookingPlan("t2", 201), progress("t2", 202, working("book")));
        seen(progress("t2", 203, asks("t2", LATER)));

        var snapshots = projection.snapshots(state);

        snapshots.forEach(AgUiSchema::check);
        var messages = read(snapshots.get(0)).path("messages");
        assertThat(messages)
                .extracting(m -> m.path("role").asText())
                .containsExactly("user", "activity", "assistant", "user", "activity");
        var snapshot = read(snapshots.get(1)).path("snapshot");
        assertThat(snapshot.path("running").asBoolean()).isFalse();
        assertThat(snapshot.at("/interrupts/0/id").asText()).isEqualTo(TripStory.approvalId("t2"));
    }

    private static final String FOUND = "“Book flight JW 412” went through after all: **ABC123**.";

    private static OutcomeFound found(long at, boolean done, String region) {
        return new OutcomeFound(
                "t1", at, "book", new LateOutcome(done, "Book flight JW 412", done ? "ABC123" : null, region, at));
    }

    private void bookedAsFarAsAnybodyKnows() {
        seen(
                said("t1", 100, "book the first flight"),
                bookingPlan("t1", 101),
                progress("t1", 102, asks("t1", LATER)),
                answered("t1", 103, "run-2", true),
                progress("t1", 104, committing("t1", LATER)),
                progress("t1", 105, failed("book", "nobody knows")),
                reply("t1", 106, "Nobody knows.", Outcome.FAILED));
    }

    @Test
    void whatBecameKnownLaterIsSaidInARunOfItsOwnAndThePlanPutRight() {
        bookedAsFarAsAnybodyKnows();
        var events = seen(found(200, true, "eu"));

        AgUiStream.check(events);
        assertThat(types(events))
                .containsExactly(
                        "RUN_STARTED",
                        "ACTIVITY_DELTA",
                        "TEXT_MESSAGE_START",
                        "TEXT_MESSAGE_CONTENT",
                        "TEXT_MESSAGE_END",
                        "RUN_FINISHED");
        assertThat(events.get(0).path("runId").asText()).isEqualTo("run-2");
        assertThat(events.get(1).at("/patch/0/value").asText()).isEqualTo("completed");
        assertThat(events.get(1).at("/patch/1/value").asText()).isEqualTo("This became known later.");
        assertThat(events.get(3).path("delta").asText()).isEqualTo(FOUND);
        assertThat(events.get(5).at("/outcome/type").asText()).isEqualTo("success");

        assertThat(seen(found(200, true, "eu"))).as("told again").isEmpty();
        assertThat(seen(found(300, false, "us"))).as("found out later").isEmpty();
        assertThat(seen(found(150, true, "us")))
                .as("the same, found out earlier")
                .isEmpty();
        var corrected = seen(found(120, false, "us"));
        assertThat(corrected.get(3).path("delta").asText())
                .isEqualTo("“Book flight JW 412” was not done after all, and nothing is charged for it.");
        assertThat(corrected.get(2).path("messageId"))
                .isNotEqualTo(events.get(2).path("messageId"));
    }

    @Test
    void whatBecomesKnownWhileSomethingElseIsWorkedOnIsPartOfThatRun() {
        bookedAsFarAsAnybodyKnows();
        var events = new ArrayList<>(seen(said("t2", 200, "and hotels?")));
        events.addAll(seen(found(201, true, "eu"), reply("t2", 202, "None.", Outcome.ANSWERED)));

        AgUiStream.check(events);
        assertThat(types(events)).containsOnlyOnce("RUN_STARTED", "RUN_FINISHED", "ACTIVITY_DELTA");
        assertThat(events)
                .anySatisfy(it -> assertThat(it.path("delta").asText()).isEqualTo(FOUND));
    }

    @Test
    void aQuestionThatIsOpenStaysOpenWhenSomethingElseBecomesKnown() {
        bookedAsFarAsAnybodyKnows();
        seen(said("t2", 200, "book another"), bookingPlan("t2", 201), progress("t2", 202, asks("t2", LATER)));
        var events = seen(found(203, true, "eu"));

        AgUiStream.check(events);
        assertThat(events.get(0).path("runId").asText()).isEqualTo("t2");
        var end = events.get(events.size() - 1);
        assertThat(end.at("/outcome/type").asText()).isEqualTo("interrupt");
        assertThat(end.at("/outcome/interrupts/0/id").asText()).isEqualTo(TripStory.approvalId("t2"));
        assertThat(events)
                .anySatisfy(it -> assertThat(it.path("delta").asText()).isEqualTo(FOUND));
    }

    @Test
    void whoComesLaterFindsWhatBecameKnownWhereItWasSaidAndThePlanAsItIsNow() {
        bookedAsFarAsAnybodyKnows();
        seen(said("t2", 150, "and hotels?"), reply("t2", 151, "None.", Outcome.ANSWERED));
        seen(found(200, true, "eu"), said("t3", 300, "thanks"), reply("t3", 301, "You're welcome.", Outcome.ANSWERED));

        var messages = read(projection.snapshots(state).get(0)).path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText() + " "
                        + message.path("content").asText())
                .containsExactly(
                        "user book the first flight",
                        "activity ",
                        "assistant Nobody knows.",
                        "user and hotels?",
                        "assistant None.",
                        "assistant " + FOUND,
                        "user thanks",
                        "assistant You're welcome.");
        assertThat(messages.get(1).at("/content/tasks/0/status").asText()).isEqualTo("completed");
    }

    private static final Clerk OLGA = new Clerk("oidc:olga", "Olga");
    private static final ConversationEvent JOINED = new DeskJoined(200, new Visit("v1", OLGA, "eu", 200, 900));
    private static final ConversationEvent SPOKE =
            new DeskSpoke(210, "v1", new Spoken("w1", OLGA, "I am here.", "eu", 210));
    private static final ConversationEvent LEFT = new DeskLeft(220, "v1", false, "eu");

    @Test
    void aPersonWhoComesSpeaksAndGoesIsSeenInRunsOfTheLastTurn() {
        seen(search("t1", 100));
        var events = seen(JOINED, SPOKE, LEFT);

        AgUiStream.check(events);
        assertThat(types(events))
                .containsExactly(
                        "RUN_STARTED",
                        "CUSTOM",
                        "RUN_FINISHED",
                        "RUN_STARTED",
                        "TEXT_MESSAGE_START",
                        "TEXT_MESSAGE_CONTENT",
                        "TEXT_MESSAGE_END",
                        "RUN_FINISHED",
                        "RUN_STARTED",
                        "CUSTOM",
                        "RUN_FINISHED");
        assertThat(events.get(1).path("name").asText()).isEqualTo(AgUiProjection.DESK);
        assertThat(events.get(1).path("value").toString()).isEqualTo("{\"state\":\"joined\",\"name\":\"Olga\"}");
        assertThat(events.get(4).path("role").asText()).isEqualTo("assistant");
        assertThat(events.get(4).at("/metadata/jetway/from").toString())
                .isEqualTo("{\"kind\":\"person\",\"name\":\"Olga\"}");
        assertThat(events.get(9).at("/value/state").asText()).isEqualTo("left");
        assertThat(events.toString()).as("who she is stays here").doesNotContain("oidc:olga");
        assertThat(seen(JOINED, SPOKE, LEFT)).as("told again").isEmpty();
    }

    @Test
    void aPersonWhoComesWhileATurnIsWorkedIsPartOfItsRun() {
        var events = seen(said("t1", 100, "flights"), JOINED, SPOKE, reply("t1", 230, "Here", Outcome.ANSWERED));

        AgUiStream.check(events);
        assertThat(types(events)).containsOnlyOnce("RUN_STARTED", "RUN_FINISHED", "CUSTOM");
    }

    @Test
    void aQuestionStaysOpenWhenAPersonSpeaksAndWhenTheTravelerSpeaksToThem() {
        seen(said("t1", 100, "book"), bookingPlan("t1", 101), progress("t1", 102, asks("t1", LATER)));

        for (var events : List.of(seen(JOINED), seen(SPOKE), seen(noted("t2", 215, "thank you")), seen(LEFT))) {
            AgUiStream.check(events);
            var end = events.get(events.size() - 1);
            assertThat(end.at("/outcome/interrupts/0/id").asText()).isEqualTo(TripStory.approvalId("t1"));
        }
    }

    @Test
    void aTravelerWhoAsksForAPersonSeesThatTheyDid() {
        var asked = said("t1", 100, "a person, please");
        var message = asked.message();
        var events = seen(new ConversationEvent.MessageReceived(
                "t1",
                asked.owner(),
                100,
                new Turn.Message(message.id(), message.text(), message.traveler(), false, true, null)));

        AgUiStream.check(events);
        assertThat(types(events)).endsWith("TEXT_MESSAGE_END", "CUSTOM", "RUN_FINISHED");
        assertThat(events.get(4).path("value").toString()).isEqualTo("{\"state\":\"requested\"}");
        assertThat(desk()).isEqualTo("{\"requested\":true}");
        seen(JOINED, SPOKE);
        assertThat(desk()).isEqualTo("{\"requested\":false,\"name\":\"Olga\",\"since\":200}");
        var messages = read(projection.snapshots(state).get(0)).path("messages");
        assertThat(messages.get(1).at("/metadata/jetway/from/name").asText()).isEqualTo("Olga");
        seen(LEFT);
        assertThat(desk()).isEmpty();
    }

    private String desk() {
        var snapshots = projection.snapshots(state);
        snapshots.forEach(AgUiSchema::check);
        return read(snapshots.get(1)).at("/snapshot/desk").toString();
    }

    @Test
    void whatIsHeardOfTheDeskBeforeAnythingElseIsToldLater() {
        assertThat(seen(JOINED, SPOKE)).isEmpty();
        assertThat(types(seen(said("t1", 205, "hello")))).startsWith("RUN_STARTED");
        assertThat(read(projection.snapshots(state).get(0)).path("messages")).hasSize(2);
    }

    @Test
    void aLongConversationHasABoundedSnapshot() {
        for (int i = 0; i < 60; i++) {
            seen(
                    said("t%03d".formatted(i), i * 10L, "x".repeat(10_000)),
                    reply("t%03d".formatted(i), i * 10L + 1, "y".repeat(10_000), Outcome.ANSWERED));
        }
        var snapshots = projection.snapshots(state);

        assertThat(snapshots.get(0).length()).isLessThan(300_000);
        assertThat(read(snapshots.get(1)).at("/snapshot/earlier").asBoolean()).isTrue();
        assertThat(snapshots.get(0)).contains("m-t059");
    }

    private static List<JsonNode> concat(List<JsonNode> first, List<JsonNode> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
