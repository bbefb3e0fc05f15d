package dev.jetway.runtime.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import dev.jetway.runtime.gateway.agui.TripStory;
import dev.jetway.runtime.gateway.copilotkit.Doors;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.http.StagedConversations;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** AG-UI over server-sent events, as it goes over the wire. */
class AgUiRoutesTest {

    private static final String PATH = "/v1/agui/jetway";
    private static final ActorTestKit KIT = Gateways.kit();
    private static final Doors DOORS = Doors.open(
            KIT,
            new StagedConversations(KIT, Duration.ofMillis(40)),
            "jetway.gateway { commands.limit = 100000, streams.max-per-subject = 1000 }");

    @AfterAll
    static void stop() {
        DOORS.close();
        KIT.shutdownTestKit();
    }

    @Test
    void aRunIsAStreamOfItsEventsAndNothingElse() throws Exception {
        var response = DOORS.post(PATH, say("t-1", "r-1", "Tokyo in March"));

        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        var events = Doors.events(response.body().lines());
        events.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(events)).first().isEqualTo("RUN_STARTED");
        assertThat(types(events)).last().isEqualTo("RUN_FINISHED");
        assertThat(text(events)).isEqualTo(TripStory.SEARCH_REPLY);
        assertThat(events)
                .filteredOn(event -> event.path("role").asText().equals("user"))
                .as("the client's own message")
                .isEmpty();
    }

    @Test
    void aRunThatIsKnownIsNotRunAgain() throws Exception {
        DOORS.run(PATH, say("t-2", "r-1", "Tokyo in March"));

        var again = DOORS.run(PATH, say("t-2", "r-1", "Tokyo in March"));

        again.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(again)).containsExactly("RUN_STARTED", "MESSAGES_SNAPSHOT", "STATE_SNAPSHOT", "RUN_FINISHED");
        assertThat(again.get(1).path("messages")).hasSize(3);
        assertThat(again.get(1).path("messages").get(2).path("content").asText())
                .isEqualTo(TripStory.SEARCH_REPLY);
    }

    @Test
    void whoGoesAwayDoesNotEndTheRunAndCanComeBackInTheMiddleOfIt() throws Exception {
        try (var lines = DOORS.lines(PATH, say("t-3", "r-1", "Tokyo in March"))) {
            assertThat(lines.anyMatch(line -> line.contains("ACTIVITY_SNAPSHOT")))
                    .isTrue();
        }

        var rest = DOORS.run(PATH, say("t-3", "r-1", "Tokyo in March"));

        rest.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(rest)).startsWith("RUN_STARTED", "MESSAGES_SNAPSHOT", "STATE_SNAPSHOT");
        assertThat(types(rest)).last().isEqualTo("RUN_FINISHED");
        assertThat(text(rest)).isEqualTo(TripStory.SEARCH_REPLY);
        assertThat(subagents(rest, "SUBAGENT_STARTED"))
                .containsExactlyInAnyOrderElementsOf(subagents(rest, "SUBAGENT_FINISHED", "SUBAGENT_ERROR"));
    }

    @Test
    void aMessageBesideAnOpenQuestionIsRefusedAndTheQuestionStaysOpen() throws Exception {
        var asked = last(DOORS.run(PATH, say("t-4", "r-1", "book the first flight")));
        assertThat(asked.path("outcome").path("type").asText()).isEqualTo("interrupt");
        var question =
                asked.path("outcome").path("interrupts").get(0).path("id").asText();

        var refused = DOORS.run(PATH, say("t-4", "r-2", "something else"));
        var answered = DOORS.run(PATH, resume("t-4", "r-3", question, "resolved", ",\"payload\":{\"approved\":true}"));

        assertThat(types(refused)).containsExactly("RUN_STARTED", "RUN_ERROR");
        assertThat(last(refused).path("code").asText()).isEqualTo("interrupt_pending");
        assertThat(last(refused).path("message").asText()).contains(question);
        assertThat(text(answered)).contains("JW7Q2M");
        assertThat(types(answered)).contains("TOOL_CALL_RESULT").doesNotContain("TOOL_CALL_START");
    }

    @Test
    void aDeclinedQuestionMakesRoomForANewMessageInTheSameRun() throws Exception {
        var asked = last(DOORS.run(PATH, say("t-5", "r-1", "book the first flight")));
        var question =
                asked.path("outcome").path("interrupts").get(0).path("id").asText();

        var instead = DOORS.run(
                PATH,
                say("t-5", "r-2", "Tokyo in March")
                        .replace(
                                "\"state\"",
                                "\"resume\":[{\"interruptId\":\"%s\",\"status\":\"cancelled\"}],\"state\""
                                        .formatted(question)));

        assertThat(text(instead)).isEqualTo(TripStory.SEARCH_REPLY);
        assertThat(instead)
                .allMatch(event -> !event.path("type").asText().equals("RUN_STARTED")
                        || event.path("runId").asText().equals("r-2"));
    }

    @Test
    void whatIsOnlyNotedBesideAQuestionEndsItsStreamAndNotTheQuestion() throws Exception {
        var question = last(DOORS.run(PATH, say("t-11", "r-1", "book the first flight")));
        var note = say("t-11", "r-2", "by the way")
                .replace("\"state\"", "\"forwardedProps\":{\"jetway\":{\"respond\":false}},\"state\"");

        var noted = DOORS.run(PATH, note);

        noted.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(noted)).first().isEqualTo("RUN_STARTED");
        assertThat(types(noted)).last().isEqualTo("RUN_FINISHED");
        assertThat(last(noted).path("runId").asText()).isEqualTo("r-2");
        assertThat(last(DOORS.run(PATH, say("t-11", "r-1", "book the first flight")))
                        .path("outcome"))
                .isEqualTo(question.path("outcome"));
    }

    @Test
    void aQuestionThatIsOpenNoMoreCanStillBeDeclined() throws Exception {
        DOORS.run(PATH, say("t-6", "r-1", "Tokyo in March"));

        var declined = DOORS.run(PATH, resume("t-6", "r-2", "r-1:book:abc", "cancelled", ""));

        declined.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(declined))
                .containsExactly("RUN_STARTED", "MESSAGES_SNAPSHOT", "STATE_SNAPSHOT", "RUN_FINISHED");
    }

    @Test
    void aTurnThatFailedIsARunThatFailed() throws Exception {
        var failed = DOORS.run(PATH, say("t-7", "r-1", "nothing at all"));
        var again = DOORS.run(PATH, say("t-7", "r-1", "nothing at all"));

        assertThat(last(failed).path("code").asText()).isEqualTo("turn_failed");
        assertThat(last(again).path("code").asText()).isEqualTo("turn_failed");
    }

    @Test
    void aRunWithoutAMessageBeginsNothing() throws Exception {
        var run = DOORS.run(PATH, say("t-8", "r-1", "x").replaceAll("\"messages\":\\[.*?]", "\"messages\":[]"));

        run.forEach(event -> AgUiSchema.check(event.toString()));
        assertThat(types(run)).containsExactly("RUN_STARTED", "RUN_ERROR");
        assertThat(last(run).path("code").asText()).isEqualTo("bad_request");
    }

    @Test
    void threadsOfOthersAreOtherThreads() throws Exception {
        DOORS.run(PATH, say("t-9", "r-1", "Tokyo in March"));
        var eve = DOORS.request(PATH)
                .setHeader("Authorization", "Bearer dev:eve")
                .POST(BodyPublishers.ofString(
                        say("t-9", "r-1", "x").replaceAll("\"messages\":\\[.*?]", "\"messages\":[]")))
                .build();

        var events = Doors.events(DOORS.send(eve).body().lines());

        assertThat(types(events)).containsExactly("RUN_STARTED", "RUN_ERROR");
    }

    @Test
    void oldClientsHearOfACanceledRunInWordsTheyKnow() throws Exception {
        DOORS.run(PATH, say("t-10", "r-1", "book the first flight"));
        DOORS.post("/v1/copilotkit/agent/jetway/stop/t-10", "{\"runId\":\"r-1\"}");

        var now = DOORS.run(PATH, say("t-10", "r-1", "book the first flight"));
        var old = DOORS.run(
                PATH, say("t-10", "r-1", "book the first flight").replace("\"protocolVersion\":\"1.0\",", ""));

        assertThat(last(now).path("outcome").path("type").asText()).isEqualTo("cancelled");
        assertThat(last(old).path("outcome").path("type").asText()).isEqualTo("success");
    }

    static String say(String thread, String run, String text) {
        return """
                {"threadId":"%s","runId":"%s","protocolVersion":"1.0",\
                "messages":[{"id":"m-%s","role":"user","content":"%s"}],"state":{},"tools":[],"context":[]}""".formatted(thread, run, run, text);
    }

    private static String resume(String thread, String run, String question, String status, String payload) {
        return """
                {"threadId":"%s","runId":"%s","protocolVersion":"1.0","messages":[],\
                "resume":[{"interruptId":"%s","status":"%s"%s}]}""".formatted(thread, run, question, status, payload);
    }

    private static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private static List<String> subagents(List<JsonNode> events, String... types) {
        return events.stream()
                .filter(event -> List.of(types).contains(event.path("type").asText()))
                .map(event -> event.path("subagentRunId").asText())
                .toList();
    }

    private static String text(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals("TEXT_MESSAGE_CONTENT"))
                .map(event -> event.path("delta").asText())
                .collect(Collectors.joining());
    }
}
