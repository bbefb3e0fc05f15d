package dev.jetway.runtime.gateway.agui;

import static dev.jetway.runtime.gateway.agui.TripStory.answered;
import static dev.jetway.runtime.gateway.agui.TripStory.asks;
import static dev.jetway.runtime.gateway.agui.TripStory.begun;
import static dev.jetway.runtime.gateway.agui.TripStory.bookingPlan;
import static dev.jetway.runtime.gateway.agui.TripStory.committing;
import static dev.jetway.runtime.gateway.agui.TripStory.noted;
import static dev.jetway.runtime.gateway.agui.TripStory.progress;
import static dev.jetway.runtime.gateway.agui.TripStory.reply;
import static dev.jetway.runtime.gateway.agui.TripStory.said;
import static dev.jetway.runtime.gateway.agui.TripStory.searchPlan;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent;
import dev.jetway.runtime.conversation.Outcome;
import dev.jetway.runtime.conversation.RunSoFar;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgUiRunSoFarTest {

    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AgUiProjection projection = new AgUiProjection("trip");

    @Test
    void aConversationWithoutTheRunHasNothingToSayOfIt() {
        assertThat(projection.run(Conversation.EMPTY, null)).isEmpty();
        assertThat(projection.run(after(said("t1", 100, "Hi")), "t2")).isEmpty();
    }

    @Test
    void anOpenRunHasItsSubagentsOpen() {
        var run = run(after(said("t1", 100, "Tokyo"), begun(searchPlan("t1", 101))), "t1");

        assertThat(run.open()).isTrue();
        assertThat(types(run))
                .containsExactly(
                        "RUN_STARTED", "MESSAGES_SNAPSHOT", "STATE_SNAPSHOT", "SUBAGENT_STARTED", "SUBAGENT_STARTED");
    }

    @Test
    void aRunThatAsksEndsWithItsQuestions() {
        var run = run(asking(), "t1");

        assertThat(run.open()).isFalse();
        assertThat(last(run).at("/outcome/interrupts/0/id").asText()).isEqualTo(TripStory.approvalId("t1"));
    }

    @Test
    void theRunThatAnsweredIsTheOneThatIsOpenThen() {
        var state = after(asking(), answered("t1", 104, "run-2", true), progress("t1", 105, committing("t1", LATER)));

        assertThat(run(state, "run-2").open()).isTrue();
        assertThat(run(state, null).runId()).isEqualTo("run-2");
        var before = run(state, "t1");
        assertThat(before.open()).isFalse();
        assertThat(last(before).at("/outcome/type").asText()).isEqualTo("success");
    }

    @Test
    void aRunEndsAsItsTurnEnded() {
        assertThat(last(run(ended(Outcome.ANSWERED), "t1")).at("/outcome/type").asText())
                .isEqualTo("success");
        assertThat(last(run(ended(Outcome.CANCELED), "t1")).at("/outcome/type").asText())
                .isEqualTo("cancelled");
        assertThat(last(run(ended(Outcome.FAILED), "t1")).path("type").asText()).isEqualTo("RUN_ERROR");
    }

    @Test
    void whatAsksIsShownBeforeWhatWasSaidLast() {
        assertThat(run(after(asking(), noted("t2", 104, "by the way")), null).runId())
                .isEqualTo("t1");
        assertThat(run(after(ended(Outcome.ANSWERED), noted("t2", 104, "by the way")), null)
                        .runId())
                .isEqualTo("t2");
    }

    private static Conversation asking() {
        return after(said("t1", 100, "Book it"), begun(bookingPlan("t1", 101)), progress("t1", 103, asks("t1", LATER)));
    }

    private static Conversation ended(Outcome outcome) {
        return after(said("t1", 100, "Hi"), reply("t1", 101, "Bye", outcome));
    }

    private static Conversation after(ConversationEvent... events) {
        return after(Conversation.EMPTY, events);
    }

    private static Conversation after(Conversation state, ConversationEvent... events) {
        for (var event : events) {
            state = event.applyTo(state);
        }
        return state;
    }

    /** After every event was checked, and their order. */
    private RunSoFar run(Conversation state, String runId) {
        var run = projection.run(state, runId).orElseThrow();
        run.events().forEach(AgUiSchema::check);
        if (!run.open()) {
            AgUiStream.check(run.events().stream().map(AgUiRunSoFarTest::read).toList());
        }
        assertThat(read(run.events().get(0)).path("runId").asText()).isEqualTo(run.runId());
        return run;
    }

    private static List<String> types(RunSoFar run) {
        return run.events().stream()
                .map(event -> read(event).path("type").asText())
                .toList();
    }

    private static JsonNode last(RunSoFar run) {
        return read(run.events().get(run.events().size() - 1));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
