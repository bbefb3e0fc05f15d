package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.KEY;
import static dev.jetway.runtime.model.ModelUnderTest.PROMPT;
import static dev.jetway.runtime.model.ModelUnderTest.openAi;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model behind an OpenAI-compatible address, over real HTTP. */
class OpenAiModelTest {

    private static final ActorTestKit KIT = ModelUnderTest.kit("openai-model");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = """
            {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

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

    private static ChatRequest withSchema(List<ToolOffer> tools) {
        return new ChatRequest(
                request().messages(),
                tools,
                Optional.of(json(SCHEMA)),
                50,
                0,
                Instant.now().plusSeconds(60));
    }

    @Test
    void aReplyIsGivenPieceByPieceWhileItIsWritten() throws InterruptedException {
        var goOn = new CompletableFuture<Void>();
        server.then(Script.stream()
                .sends(": working on it\n\n")
                .event(OpenAiScript.text("Reykja"))
                .waitsFor(goOn)
                .event(OpenAiScript.text("vík, at last – “é”"))
                .event(OpenAiScript.finish("stop"))
                .event(OpenAiScript.used(12, 4, 7))
                .event(OpenAiScript.DONE));
        var pieces = new LinkedBlockingQueue<String>();

        var call = openAi(server, KIT.system(), "").ask(request(), pieces::add);

        assertThat(pieces.poll(30, TimeUnit.SECONDS)).isEqualTo("Reykja");
        assertThat(call.reply().toCompletableFuture()).isNotDone();
        goOn.complete(null);
        assertThat(reply(call))
                .isEqualTo(new ChatReply(
                        "scripted-1", "Reykjavík, at last – “é”", List.of(), Finish.COMPLETE, new TokenUse(12, 4, 7)));
        assertThat(pieces).containsExactly("vík, at last – “é”");
    }

    @Test
    void aRequestHoldsWhatTheInterfaceWants() {
        server.then(OpenAiScript.says("ok"));
        var messages = List.<ChatMessage>of(
                new Instructions("Be brief."),
                new Asked("Is it raining?"),
                new Said("", List.of(new ToolCall("c1", "weather", "{\"city\":\"REK\"}"))),
                new Returned("c1", "{\"rain\":true}"),
                new Instructions("Mention umbrellas."));
        var offer = new ToolOffer("weather", "Tells the weather", json("{\"type\":\"object\"}"));
        var request = new ChatRequest(
                messages,
                List.of(offer),
                Optional.empty(),
                9_999,
                0.5,
                Instant.now().plusSeconds(60));

        reply(openAi(server, KIT.system(), "max-output-tokens = 300").ask(request));

        var received = server.awaitReceived(1);
        assertThat(received.path()).isEqualTo("/v1/chat/completions");
        assertThat(received.headers())
                .containsEntry("authorization", "Bearer " + KEY)
                .containsEntry("content-type", "application/json");
        assertThat(sent(1)).isEqualTo(json("""
                {"model":"quick","messages":[
                  {"role":"system","content":"Be brief.\\n\\nMention umbrellas."},
                  {"role":"user","content":"Is it raining?"},
                  {"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function",
                    "function":{"name":"weather","arguments":"{\\"city\\":\\"REK\\"}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"{\\"rain\\":true}"}],
                 "max_tokens":300,"temperature":0.5,
                 "tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather",
                   "parameters":{"type":"object"}}}],
                 "stream":true,"stream_options":{"include_usage":true}}"""));
    }

    @Test
    void whatAnAddressCanNotDoIsNotAskedOfIt() {
        server.then(Script.json(200, """
                {"model":"quick","choices":[{"index":0,"message":{"role":"assistant","content":"{}"},
                 "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"""));
        var model = openAi(server, KIT.system(), """
                can { stream = false, answer-json = none, take-temperature = false }
                openai { max-tokens-field = max_completion_tokens }
                """);
        var pieces = new ArrayList<String>();

        var reply = reply(model.ask(withSchema(List.of()), pieces::add));

        assertThat(reply.use()).isEqualTo(new TokenUse(3, 0, 1));
        assertThat(pieces).containsExactly("{}");
        var sent = sent(1);
        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(50);
        assertThat(sent.path("messages").path(0).path("content").asText())
                .startsWith("You plan journeys.")
                .contains(SCHEMA);
        for (var field : List.of("stream", "stream_options", "response_format", "temperature", "max_tokens", "tools")) {
            assertThat(sent.has(field)).as(field).isFalse();
        }
    }

    @Test
    void anAnswerBySchemaIsAskedForInTheWayTheAddressKnows() {
        server.always(received -> OpenAiScript.says("{\"city\":\"REK\"}"));

        assertThat(reply(openAi(server, KIT.system(), "").ask(withSchema(List.of())))
                        .text())
                .isEqualTo("{\"city\":\"REK\"}");
        var format = sent(1).path("response_format");
        assertThat(format.path("type").asText()).isEqualTo("json_schema");
        assertThat(format.path("json_schema").path("strict").asBoolean()).isTrue();
        assertThat(format.path("json_schema").path("schema")).isEqualTo(json(SCHEMA));
        assertThat(sent(1).path("messages").toString()).doesNotContain("Schema");

        reply(openAi(server, KIT.system(), "can.answer-json = json-object").ask(withSchema(List.of())));
        assertThat(sent(2).path("response_format")).isEqualTo(json("{\"type\":\"json_object\"}"));
        assertThat(sent(2).path("messages").path(0).path("content").asText()).contains(SCHEMA);
    }

    @Test
    void callsArePutTogetherFromTheirPieces() {
        server.then(Script.stream()
                .event(OpenAiScript.call(0, "a", "flights", ""))
                .event(OpenAiScript.call(0, "", "", "{\"from\":"))
                .event(OpenAiScript.call(1, "b", "hotels", "{\"ci"))
                .event(OpenAiScript.call(0, "", "", "\"LON\"}"))
                .event(OpenAiScript.call(1, "", "", "ty\":\"REK\"}"))
                .event(OpenAiScript.finish("tool_calls"))
                .event(OpenAiScript.DONE));
        // As some servers do it: every call is number 0, whole, and the reason to stop is always the same.
        server.then(Script.stream()
                .event(OpenAiScript.call(0, "a", "flights", "{}"))
                .event(OpenAiScript.call(0, "b", "hotels", "{}"))
                .event(OpenAiScript.call(0, "b", "", ""))
                .event(OpenAiScript.finish("stop"))
                .event(OpenAiScript.DONE));
        var model = openAi(server, KIT.system(), "");

        var reply = reply(model.ask(request()));
        assertThat(reply.finish()).isEqualTo(Finish.CALLS);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.calls())
                .containsExactly(
                        new ToolCall("a", "flights", "{\"from\":\"LON\"}"),
                        new ToolCall("b", "hotels", "{\"city\":\"REK\"}"));

        reply = reply(model.ask(request()));
        assertThat(reply.finish()).isEqualTo(Finish.CALLS);
        assertThat(reply.calls())
                .containsExactly(new ToolCall("a", "flights", "{}"), new ToolCall("b", "hotels", "{}"));
    }

    @Test
    void whyAModelStoppedIsTold() {
        server.then(Script.stream()
                .event(OpenAiScript.text("Reyk"))
                .event(OpenAiScript.finish("length"))
                .event(OpenAiScript.DONE));
        server.then(Script.stream().event(OpenAiScript.finish("content_filter")).event(OpenAiScript.DONE));
        server.then(Script.stream()
                .event(OpenAiScript.delta("\"refusal\":\"I'd rather not\""))
                .event(OpenAiScript.finish("stop"))
                .event(OpenAiScript.DONE));
        var model = openAi(server, KIT.system(), "");

        assertThat(reply(model.ask(request())).finish()).isEqualTo(Finish.LENGTH);
        assertThat(reply(model.ask(request())).finish()).isEqualTo(Finish.REFUSED);
        var refusal = reply(model.ask(request()));
        assertThat(refusal.finish()).isEqualTo(Finish.REFUSED);
        assertThat(refusal.text()).isEqualTo("I'd rather not");
    }

    @Test
    void aReplyThatIsFinishedCountsWhateverFollowsIt() {
        var finished = Script.stream()
                .sends("data: %s\n\ndata: %s\n\n".formatted(OpenAiScript.text("Done"), OpenAiScript.finish("stop")));
        var seen = new CompletableFuture<Void>();
        server.then(finished.hangs());
        server.then(finished);
        server.then(finished.waitsFor(seen).cuts());
        server.then(finished.event("no JSON").event(OpenAiScript.DONE));
        var model = openAi(server, KIT.system(), "timeouts.between-tokens = 300ms");

        for (int i = 1; i <= 4; i++) {
            int number = i;
            var call = model.ask(request(), piece -> {
                if (number == 3) {
                    seen.complete(null);
                }
            });
            assertThat(reply(call).text()).isEqualTo("Done");
        }
    }

    @Test
    void oneConnectionIsForOneRequestAndClosedAfterIt() {
        server.always(received -> OpenAiScript.says("ok"));
        var model = openAi(server, KIT.system(), "");

        reply(model.ask(request()));
        reply(model.ask(request()));

        server.awaitReceived(1).awaitClosed();
        server.awaitReceived(2).awaitClosed();
        assertThat(sent(1).toString()).contains(PROMPT);
    }
}
