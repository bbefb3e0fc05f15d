package dev.jetway.runtime.gateway.agui;

import static dev.jetway.runtime.gateway.agui.TripStory.done;
import static dev.jetway.runtime.gateway.agui.TripStory.found;
import static dev.jetway.runtime.gateway.agui.TripStory.progress;
import static dev.jetway.runtime.gateway.agui.TripStory.said;
import static dev.jetway.runtime.gateway.agui.TripStory.searchPlan;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AgUiProjection projection = new AgUiProjection("trip");
    private Conversation state = Conversation.EMPTY;

    private List<JsonNode> seen(ConversationEvent... events) throws JsonProcessingException {
        var seen = new ArrayList<JsonNode>();
        for (var event : events) {
            var after = event.applyTo(state);
            for (var text : projection.events(state, event, after)) {
                AgUiSchema.check(text);
                seen.add(JSON.readTree(text));
            }
            state = after;
        }
        return seen;
    }

    @Test
    void whatATaskFoundComesWithItsEndAndWithEverySnapshot() throws JsonProcessingException {
        var events = seen(
                said("t1", 100, "A flight to Tokyo"),
                TripStory.begun(searchPlan("t1", 101)),
                progress("t1", 102, found("flights", TripStory.FLIGHTS), done("hotels")));

        var flights = Patches.plan(events).at("/tasks/0/options");
        assertThat(flights).hasSize(3);
        assertThat(flights.at("/1/title").asText()).isEqualTo("London to Tokyo, NV 88");
        assertThat(flights.at("/1/seatsLeft").asInt()).isEqualTo(2);
        assertThat(Patches.plan(events).at("/tasks/1").has("options")).isFalse();
        var snapshot = JSON.readTree(projection.snapshots(state).get(0));
        assertThat(snapshot.at("/messages/1/content/tasks/0/options")).isEqualTo(flights);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"options\":[]}",
                "{\"options\":[{}]}",
                "{\"options\":[{\"n\":1,\"kind\":\"flight\"}]}",
                "{\"options\":[{\"n\":\"1\",\"kind\":\"flight\",\"title\":\"x\"}]}",
                "{\"options\":[{\"n\":1,\"kind\":\"flight\",\"title\":\"x\",\"price\":null}]}",
                "{\"options\":[{\"n\":1,\"kind\":\"flight\",\"title\":\"x\"}"
            })
    void whatNobodyCouldShowIsNotTold(String artifact) {
        assertThat(Options.of(new TaskStatus.Completed(artifact, "", List.of())))
                .isEmpty();
    }

    @Test
    void whatIsTooLongIsNotTold() {
        var one = "{\"n\":1,\"kind\":\"flight\",\"title\":\"%s\"}";
        var few = "{\"options\":[%s]}".formatted(one.formatted("x"));
        assertThat(Options.of(new TaskStatus.Completed(few, "", List.of()))).isPresent();
        var long1 = "{\"options\":[%s]}".formatted(one.formatted("x".repeat(17_000)));
        var many =
                "{\"options\":[%s]}".formatted(String.join(",", java.util.Collections.nCopies(21, one.formatted("x"))));
        assertThat(Options.of(new TaskStatus.Completed(long1, "", List.of()))).isEmpty();
        assertThat(Options.of(new TaskStatus.Completed(many, "", List.of()))).isEmpty();
    }
}
