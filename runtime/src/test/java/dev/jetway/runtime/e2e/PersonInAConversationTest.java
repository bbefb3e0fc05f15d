package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A traveler asks for a person, who comes, speaks and goes again. */
@ExtendWith(RealStack.class)
class PersonInAConversationTest {

    private final Running stack;

    PersonInAConversationTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void aPersonComesWhenAskedForSpeaksAndHandsBack() {
        var olga = new ClerkAtTheDesk(stack.page(), "dev:olga+desk");
        var visit = UUID.randomUUID().toString();
        try (var ann = stack.traveler("ann")) {
            ann.say("hello");
            var asked = ann.askForAPerson("I want to speak to somebody");
            assertThat(custom(asked.events()).path("state").asText()).isEqualTo("requested");
            assertThat(asked.text()).as("agents leave it to people").isEmpty();

            var waiting = olga.awaitListed(ann.subject(), it -> it.has("need"));
            assertThat(waiting.at("/need/kind").asText()).isEqualTo("asked");
            assertThat(waiting.at("/need/words").asText()).isEqualTo("I want to speak to somebody");
            var conversation = waiting.path("conversation").asText();

            assertThat(olga.post("/v1/desk/say", "conversation", conversation, "visit", visit, "id", "w0", "text", "?")
                            .status())
                    .as("before joining")
                    .isEqualTo(403);
            assertThat(olga.post("/v1/desk/join", "conversation", conversation, "visit", visit, "name", "Olga")
                            .body()
                            .path("duplicate")
                            .asBoolean(true))
                    .isFalse();
            var joined = custom(ann.wholeRun().events());
            assertThat(joined.path("state").asText()).isEqualTo("joined");
            assertThat(joined.path("name").asText()).isEqualTo("Olga");

            try (var seeing = olga.see(conversation, visit)) {
                assertThat(seeing.until(event -> is(event, "STATE_SNAPSHOT"))
                                .get(0)
                                .at("/messages/0/content")
                                .asText())
                        .isEqualTo("hello");

                olga.post(
                        "/v1/desk/say", "conversation", conversation, "visit", visit, "id", "w1", "text", "I am here.");
                olga.post(
                        "/v1/desk/say", "conversation", conversation, "visit", visit, "id", "w1", "text", "I am here.");
                var heard = ann.wholeRun();
                assertThat(heard.text()).isEqualTo("I am here.");
                var start = heard.events().stream()
                        .filter(event -> is(event, "TEXT_MESSAGE_START"))
                        .findFirst()
                        .orElseThrow();
                assertThat(start.path("role").asText()).isEqualTo("assistant");
                assertThat(start.at("/metadata/jetway/from/kind").asText()).isEqualTo("person");
                assertThat(start.at("/metadata/jetway/from/name").asText()).isEqualTo("Olga");

                var recorded = ann.say("which room do I have?");
                assertThat(recorded.text()).as("while a person is there").isEmpty();
                assertThat(seeing.until(event -> event.path("delta").asText().equals("which room do I have?")))
                        .isNotEmpty();

                assertThat(olga.post("/v1/desk/leave", "conversation", conversation, "visit", visit)
                                .status())
                        .isEqualTo(200);
                assertThat(custom(ann.wholeRun().events()).path("state").asText())
                        .isEqualTo("left");
                assertThat(seeing.until(event -> is(event, "bye")).stream()
                                .map(event -> event.path("code").asText()))
                        .contains("visit_over");
            }
            assertThat(ann.say("hello").text()).as("agents go on").startsWith("Hello");
            assertThat(ann.history())
                    .extracting(message -> message.path("content").asText())
                    .contains("I am here.");
            assertThat(olga.post("/v1/desk/say", "conversation", conversation, "visit", visit, "id", "w2", "text", "?")
                            .status())
                    .as("after leaving")
                    .isEqualTo(403);
            Eventually.holds(
                    "it is off the list", () -> olga.listed(ann.subject()).isEmpty());
        }
    }

    private static boolean is(JsonNode event, String type) {
        return event.path("type").asText().equals(type);
    }

    private static JsonNode custom(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("name").asText().equals("jetway.desk"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing of the desk in " + events))
                .path("value");
    }
}
