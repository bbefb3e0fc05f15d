package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.KEY;
import static dev.jetway.runtime.model.ModelUnderTest.anthropic;
import static dev.jetway.runtime.model.ModelUnderTest.reply;
import static dev.jetway.runtime.model.ModelUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.model.ChatMessage;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatMessage.Returned;
import dev.jetway.agents.model.ChatMessage.Said;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.model.ToolCall;
import dev.jetway.agents.model.ToolOffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model behind Anthropic's messages interface, over real HTTP. */
class AnthropicModelTest {

    private static final ActorTestKit KIT = ModelUnderTest.kit("anthropic-model");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";

    private final ScriptedModelServer server = ScriptedModelServer.start(KIT.system());

    @AfterEach
    void closeServer() {
        server.close();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private JsonNode sent(int number) {
        return json(server.awaitReceived(number).body());
    }

    private static ChatRequest withSchema(ToolOffer... tools) {
        return new ChatRequest(
                request().messages(),
                List.of(tools),
                Optional.of(json(SCHEMA)),
                50,
                0,
                Instant.now().plusSeconds(60));
    }

    private static ToolOffer weather() {
        return new ToolOffer("weather", "Tells the weather", json("{\"type\":\"object\"}"));
    }

    @Test
    void aReplyIsGivenPieceByPiece() {
        server.then(AnthropicScript.says("Reykja", "vík"));
        var pieces = new ArrayList<String>();

        var reply = reply(anthropic(server, KIT.system(), "").ask(request(), pieces::add));

        assertThat(pieces).containsExactly("Reykja", "vík");
        assertThat(reply)
                .isEqualTo(
                        new ChatReply("scripted-2", "Reykjavík", List.of(), Finish.COMPLETE, new TokenUse(12, 4, 7)));
    }

    @Test
    void aRequestHoldsWhatTheInterfaceWants() {
        server.then(AnthropicScript.says("ok"));
        var messages = List.<ChatMessage>of(
                new Instructions("Be brief."),
                new Asked("Is it raining, and where?"),
                new Said(
                        "Let me see",
                        List.of(
                                new ToolCall("c1", "weather", "{\"city\":\"REK\"}"),
                                new ToolCall("c2", "weather", "no JSON"))),
                new Returned("c1", "yes"),
                new Returned("c2", "no"),
                new Said("", List.of()));
        var request = new ChatRequest(
                messages,
                List.of(weather()),
                Optional.empty(),
                200,
                0.5,
                Instant.now().plusSeconds(60));

        reply(anthropic(server, KIT.system(), "").ask(request));

        var received = server.awaitReceived(1);
        assertThat(received.path()).isEqualTo("/v1/messages");
        assertThat(received.headers())
                .containsEntry("x-api-key", KEY)
                .containsEntry("anthropic-version", "2023-06-01")
                .doesNotContainKey("authorization");
        assertThat(sent(1)).isEqualTo(json("""
                {"model":"quick","max_tokens":200,"system":"Be brief.","messages":[
                  {"role":"user","content":[{"type":"text","text":"Is it raining, and where?"}]},
                  {"role":"assistant","content":[{"type":"text","text":"Let me see"},
                    {"type":"tool_use","id":"c1","name":"weather","input":{"city":"REK"}},
                    {"type":"tool_use","id":"c2","name":"weather","input":{}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"c1","content":"yes"},
                    {"type":"tool_result","tool_use_id":"c2","content":"no"}]}],
                 "temperature":0.5,
                 "tools":[{"name":"weather","description":"Tells the weather","input_schema":{"type":"object"}}],
                 "stream":true}"""));
    }

    @Test
    void anAnswerBySchemaIsWhatTheAnswerToolIsGiven() {
        var chatter = AnthropicScript.begun("Here you are:");
        server.then(AnthropicScript.ends(
                AnthropicScript.calls(chatter, 1, "t1", "answer", "{\"city\":", "\"REK\"}"), "tool_use"));
        var pieces = new ArrayList<String>();

        var reply = reply(anthropic(server, KIT.system(), "").ask(withSchema(), pieces::add));

        assertThat(reply.text()).isEqualTo("{\"city\":\"REK\"}");
        assertThat(String.join("", pieces)).isEqualTo(reply.text());
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.finish()).isEqualTo(Finish.COMPLETE);
        assertThat(sent(1).path("tool_choice")).isEqualTo(json("{\"type\":\"tool\",\"name\":\"answer\"}"));
        assertThat(sent(1).path("tools").path(0).path("input_schema")).isEqualTo(json(SCHEMA));
        assertThat(sent(1).path("system").asText()).isEqualTo("You plan journeys.");
    }

    @Test
    void aModelThatIsOfferedToolsMayCallThemBeforeItAnswers() {
        server.then(AnthropicScript.ends(
                AnthropicScript.calls(AnthropicScript.start(), 0, "t1", "weather", "{\"city\"", ":\"REK\"}"),
                "tool_use"));

        var reply = reply(anthropic(server, KIT.system(), "").ask(withSchema(weather())));

        assertThat(reply.calls()).containsExactly(new ToolCall("t1", "weather", "{\"city\":\"REK\"}"));
        assertThat(reply.finish()).isEqualTo(Finish.CALLS);
        assertThat(sent(1).path("tool_choice")).isEqualTo(json("{\"type\":\"any\"}"));
    }

    @Test
    void withoutToolsTheSchemaIsToldInWords() {
        server.then(AnthropicScript.says("{}"));

        assertThat(reply(anthropic(server, KIT.system(), "can.use-tools = false")
                                .ask(withSchema()))
                        .text())
                .isEqualTo("{}");
        assertThat(sent(1).has("tools")).isFalse();
        assertThat(sent(1).path("system").asText())
                .startsWith("You plan journeys.")
                .contains(SCHEMA);
    }

    @Test
    void anAddressThatDoesNotStreamIsReadWhole() {
        server.then(Script.json(200, """
                {"type":"message","model":"scripted-2","content":[{"type":"thinking","thinking":"hm"},
                 {"type":"text","text":"Let me see"},
                 {"type":"tool_use","id":"t1","name":"weather","input":{"city":"REK"}}],
                 "stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":2}}"""));

        var reply = reply(anthropic(server, KIT.system(), "can.stream = false").ask(request()));

        assertThat(reply)
                .isEqualTo(new ChatReply(
                        "scripted-2",
                        "Let me see",
                        List.of(new ToolCall("t1", "weather", "{\"city\":\"REK\"}")),
                        Finish.CALLS,
                        new TokenUse(3, 0, 2)));
        assertThat(sent(1).has("stream")).isFalse();
    }

    @Test
    void whyAModelStoppedIsTold() {
        server.then(AnthropicScript.ends(AnthropicScript.begun("Rey"), "max_tokens"));
        server.then(AnthropicScript.ends(AnthropicScript.start(), "refusal"));
        var model = anthropic(server, KIT.system(), "");

        assertThat(reply(model.ask(request())).finish()).isEqualTo(Finish.LENGTH);
        assertThat(reply(model.ask(request())).finish()).isEqualTo(Finish.REFUSED);
    }
}
