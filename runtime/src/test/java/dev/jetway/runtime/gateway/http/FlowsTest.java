package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.copilotkit.Doors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts in {@code docs/flows.md} are what goes over the wire. When one is not, {@code target/flows.md} is the
 * document as it should be.
 */
class FlowsTest {

    private static final Path DOCUMENT = Path.of("docs", "flows.md");
    private static final Path CORRECTED = Path.of("target", "flows.md");
    private static final String FENCE = "```";

    private static final ActorTestKit KIT = Gateways.kit();

    /** A conversation with a gateway of its own, which writes down every frame. */
    private interface Flow {
        void play(Gateway gateway);
    }

    /** By the heading they stand under. */
    private static final Map<String, Flow> FLOWS = flows();

    private static Map<String, Flow> flows() {
        var flows = new LinkedHashMap<String, Flow>();
        flows.put("Saying hello, following a conversation, asking something", FlowsTest::asking);
        flows.put("A booking, approved", gateway -> booking(gateway, true));
        flows.put("A booking, declined", gateway -> booking(gateway, false));
        flows.put("Canceling", FlowsTest::canceling);
        flows.put("Coming back with a cursor", FlowsTest::comingBack);
        flows.put("Coming back with a cursor nobody knows", FlowsTest::reset);
        flows.put("What was said before, a page at a time", FlowsTest::history);
        flows.put("Reading slowly", FlowsTest::slowly);
        flows.put("Too many commands", FlowsTest::tooMany);
        flows.put("The node goes away", FlowsTest::draining);
        flows.put("A run over server-sent events", FlowsTest::sse);
        return flows;
    }

    /** A gateway whose conversations play their parts, and what goes over its wires. */
    private static final class Gateway {
        private final List<String> wire = new CopyOnWriteArrayList<>();
        private final GatewayRoutes routes;
        private final int port;

        private Gateway(String overrides) {
            routes = Gateways.routes(KIT, new StagedConversations(KIT, Duration.ofMillis(100)), overrides);
            port = Gateways.bind(routes);
        }

        private ChatClient connect() {
            return ChatClient.connect(port, wire);
        }

        private ChatClient following(String thread) {
            var client = connect();
            client.hello("ann");
            client.subscribe("s1", thread);
            client.expect("subscribed");
            return client;
        }

        /** From here on it is written down, and nothing before. */
        private void forget() {
            wire.clear();
        }
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static List<String> names() {
        return List.copyOf(FLOWS.keySet());
    }

    @Test
    void everyFlowOfTheDocumentIsPlayed() throws IOException {
        assertThat(transcripts(Files.readAllLines(DOCUMENT)).keySet()).isEqualTo(FLOWS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theTranscriptIsWhatGoesOverTheWire(String name) throws IOException {
        var gateway = new Gateway("jetway.gateway { commands { limit = 3, per = 60s }, drain-spread = 0s }");
        FLOWS.get(name).play(gateway);

        var wire = WireTranscript.normal(gateway.wire);
        correct(name, wire);
        assertThat(transcripts(Files.readAllLines(DOCUMENT)).get(name)).isEqualTo(wire);
    }

    private static void asking(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            ann.run("c1", "trip", "run-1", "Flights to Tokyo on 3 March, and a hotel");
            answered(ann, "c1", "RUN_FINISHED");
        }
    }

    private static void booking(Gateway gateway, boolean approved) {
        try (var ann = gateway.following("trip")) {
            ann.run("c1", "trip", "run-1", "book the first flight");
            var asked = answered(ann, "c1", "RUN_FINISHED");
            var question = asked.get(asked.size() - 1)
                    .at("/event/outcome/interrupts/0/id")
                    .asText();
            if (!approved) {
                gateway.forget();
            }
            ann.send(
                    ("{\"type\":\"run\",\"id\":\"c2\",\"input\":{\"threadId\":\"trip\",\"runId\":\"run-2\",\"messages\":[],"
                                    + "\"resume\":[{\"interruptId\":\"%s\",\"status\":\"resolved\",\"payload\":{\"approved\":%s}}]}}")
                            .formatted(question, approved));
            answered(ann, "c2", "RUN_FINISHED");
        }
    }

    private static void canceling(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            ann.run("c1", "trip", "run-1", "think aloud");
            ann.untilEvent("REASONING_END");
            gateway.forget();
            ann.send("{\"type\":\"cancel\",\"id\":\"c2\",\"thread\":\"trip\",\"runId\":\"run-1\"}");
            answered(ann, "c2", "RUN_FINISHED");
        }
    }

    private static void comingBack(Gateway gateway) {
        String epoch;
        long last;
        try (var ann = gateway.connect()) {
            ann.hello("ann");
            ann.subscribe("s1", "trip");
            epoch = ann.expect("subscribed").path("epoch").asText();
            ann.run("c1", "trip", "run-1", "Flights to Tokyo on 3 March, and a hotel");
            var frames = answered(ann, "c1", "RUN_FINISHED");
            last = frames.stream()
                    .mapToLong(frame -> frame.path("seq").asLong())
                    .max()
                    .orElseThrow();
        }
        gateway.forget();
        try (var ann = gateway.connect()) {
            ann.hello("ann");
            ann.subscribe("s2", "trip", epoch, last - 3);
            ann.untilEvent("RUN_FINISHED");
            ann.run("c1", "trip", "run-1", "Flights to Tokyo on 3 March, and a hotel");
            ann.until(frame -> frame.path("duplicate").asBoolean());
        }
    }

    private static void reset(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            ann.run("c1", "trip", "run-1", "Flights to Tokyo on 3 March, and a hotel");
            answered(ann, "c1", "RUN_FINISHED");
        }
        gateway.forget();
        try (var ann = gateway.connect()) {
            ann.hello("ann");
            ann.subscribe("s2", "trip", "an-epoch-of-another-region", 4);
            ann.untilEvent("STATE_SNAPSHOT");
        }
    }

    private static void history(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            ann.run("c1", "trip", "run-1", "Flights to Tokyo on 3 March, and a hotel");
            answered(ann, "c1", "RUN_FINISHED");
            gateway.forget();
            ann.send("{\"type\":\"history\",\"id\":\"h1\",\"thread\":\"trip\",\"limit\":1}");
            var first = ann.expect("ok").at("/result/messages/0/id").asText();
            ann.send("{\"type\":\"history\",\"id\":\"h2\",\"thread\":\"trip\",\"limit\":1,\"before\":\"%s\"}"
                    .formatted(first));
            ann.expect("ok");
        }
    }

    private static void slowly(Gateway gateway) {
        var conversations = new ScriptedConversations(KIT);
        var port = Gateways.bind(Gateways.routes(KIT, conversations, ""));
        try (var ann = ChatClient.connect(port, gateway.wire)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"window\":2}");
            ann.expect("welcome");
            ann.subscribe("s1", "trip");
            ann.expect("subscribed");
            conversations.publish(
                    new ConversationId("dev:ann", "trip"),
                    List.of(
                            "{\"type\":\"RUN_STARTED\",\"threadId\":\"trip\",\"runId\":\"run-1\"}",
                            "{\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"run-1-reply\",\"role\":\"assistant\"}",
                            delta("There are "),
                            delta("three flights, "),
                            delta("all of them direct."),
                            "{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"run-1-reply\"}"));
            ann.expect("event");
            ann.expect("event");
            ann.send("{\"type\":\"ack\",\"thread\":\"trip\",\"seq\":2}");
            ann.untilEvent("TEXT_MESSAGE_END");
        }
    }

    private static String delta(String text) {
        return "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"run-1-reply\",\"delta\":\"%s\"}".formatted(text);
    }

    private static void sse(Gateway gateway) {
        var path = "/v1/agui/jetway";
        var input = "{\"threadId\":\"trip\",\"runId\":\"run-1\",\"protocolVersion\":\"1.0\",\"state\":{},\"tools\":[],"
                + "\"context\":[],\"forwardedProps\":{},"
                + "\"messages\":[{\"id\":\"m1\",\"role\":\"user\",\"content\":\"Flights to Tokyo on 3 March, and a hotel\"}]}";
        try (var doors = Doors.open(KIT, new StagedConversations(KIT, Duration.ofMillis(100)), "")) {
            gateway.wire.addAll(List.of("→ POST " + path, "→ Authorization: Bearer dev:ann", "→ " + input));
            doors.post(path, input)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> gateway.wire.add("← " + line));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("No stream", e);
        }
    }

    private static void tooMany(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            for (int i = 1; i <= 3; i++) {
                ann.send("{\"type\":\"history\",\"id\":\"h%d\",\"thread\":\"trip\"}".formatted(i));
                ann.expect("ok");
            }
            gateway.forget();
            ann.send("{\"type\":\"history\",\"id\":\"h4\",\"thread\":\"trip\"}");
            ann.expect("error");
        }
    }

    private static void draining(Gateway gateway) {
        try (var ann = gateway.following("trip")) {
            gateway.forget();
            var drained = gateway.routes.drain().toCompletableFuture();
            ann.expect("bye");
            drained.orTimeout(20, TimeUnit.SECONDS).join();
        }
        try (var late = gateway.connect()) {
            late.expect("bye");
        }
    }

    /** Everything up to both the answer to a command and an event. */
    private static List<JsonNode> answered(ChatClient client, String id, String event) {
        Predicate<JsonNode> ok = frame -> frame.path("type").asText().equals("ok")
                && frame.path("id").asText().equals(id);
        return client.untilAll(ok, frame -> frame.at("/event/type").asText().equals(event));
    }

    /** The lines between fences, by the heading above them. */
    private static Map<String, List<String>> transcripts(List<String> document) {
        var transcripts = new LinkedHashMap<String, List<String>>();
        var heading = "";
        boolean fenced = false;
        for (var line : document) {
            if (line.startsWith("## ")) {
                heading = line.substring(3);
            } else if (line.startsWith(FENCE)) {
                fenced = !fenced;
                transcripts.putIfAbsent(heading, new ArrayList<>());
            } else if (fenced) {
                transcripts.get(heading).add(line);
            }
        }
        return transcripts;
    }

    private static void correct(String name, List<String> wire) throws IOException {
        var corrected = new ArrayList<String>();
        boolean here = false;
        boolean fenced = false;
        for (var line : Files.readAllLines(Files.exists(CORRECTED) ? CORRECTED : DOCUMENT)) {
            if (line.startsWith("## ")) {
                here = line.substring(3).equals(name);
            }
            boolean fence = line.startsWith(FENCE);
            fenced = fence != fenced;
            if (!here || fence || !fenced) {
                corrected.add(line);
            }
            if (here && fence && fenced) {
                corrected.addAll(wire);
            }
        }
        Files.write(CORRECTED, corrected);
    }
}
