package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.described.AsyncApi;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.socket.ServerFrame.Bye;
import dev.jetway.runtime.gateway.socket.ServerFrame.Elsewhere;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reconnect;
import dev.jetway.runtime.region.Affinity;
import dev.jetway.runtime.region.Place;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code asyncapi.json} has the frames and the fields that the code has, no more and no fewer. What the node says is
 * known from frames with every field there is; what it reads, from which fields it asks for.
 */
class FramesDriftTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Affinity AFFINITY = new Affinity(
            "eu",
            new TreeMap<>(Map.of("eu", new Place(Optional.empty(), Optional.of(URI.create("https://eu.example"))))));

    /** With every field; one at least of every kind. */
    private static final List<ServerFrame> SAMPLES = List.of(
            new ServerFrame.Welcome(
                    "6f1c8a52-0b7e-4c7b-9f43-0d1b5a8f6f10",
                    15_000,
                    65_536,
                    Optional.of(Instant.parse("2026-11-22T10:00:00Z")),
                    AFFINITY,
                    "eu"),
            new ServerFrame.Ok("c1", true),
            new ServerFrame.Renewed(Optional.of("a1"), Optional.of(Instant.parse("2026-11-22T10:00:00Z"))),
            new ServerFrame.HistoryOk(
                    "h1", new History(List.of(new HistoryMessage("m1", "assistant", "hello", 1, "Olga")), false)),
            new ServerFrame.Error("c1", "unavailable", "Not now", true, OptionalLong.of(1_000)),
            new ServerFrame.Subscribed("s1", "trip", "e1", 7, true),
            new ServerFrame.Event("trip", 6, 7, "{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}", false),
            new ServerFrame.Reset("trip", "e1", 7, "cursor-unknown"),
            new Bye(
                    "wrong_region",
                    "Go home",
                    Reconnect.NEVER,
                    OptionalLong.of(1_000),
                    Optional.of(new Elsewhere("us", Optional.of(URI.create("https://us.example"))))),
            new ServerFrame.Pong(TextNode.valueOf("t")));

    @Test
    void thereIsASampleOfEveryFrameTheServerCanSend() {
        assertThat(SAMPLES.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(ServerFrame.class.getPermittedSubclasses()));
    }

    @Test
    void theServersFramesAreThoseDescribed() {
        assertThat(emitted().keySet()).isEqualTo(AsyncApi.serverFrames());
    }

    static Set<String> serverFrames() {
        return AsyncApi.serverFrames();
    }

    @ParameterizedTest
    @MethodSource("serverFrames")
    void theFieldsOfAServersFrameAreThoseDescribed(String type) {
        var described = AsyncApi.fieldsOf(type);
        assertThat(leaves(emitted().getOrDefault(type, Set.of()), described)).isEqualTo(described);
    }

    @Test
    void everySampleIsAsDescribed() {
        assertThat(SAMPLES)
                .allSatisfy(frame -> assertThat(AsyncApi.complaintsAboutServer(tree(frame.json())))
                        .isEmpty());
    }

    @Test
    void theClientsFramesAreThoseDescribed() {
        assertThat(Arrays.stream(ClientFrame.class.getPermittedSubclasses())
                        .map(FramesDriftTest::word)
                        .collect(Collectors.toSet()))
                .isEqualTo(AsyncApi.clientFrames());
    }

    static Set<String> clientFrames() {
        return AsyncApi.clientFrames();
    }

    @ParameterizedTest
    @MethodSource("clientFrames")
    void theFieldsThatAreReadOfAClientsFrameAreThoseDescribed(String type) throws Exception {
        var asked = new TreeSet<String>();
        for (var example : AsyncApi.DOCUMENT.at("/components/messages/%s/examples".formatted(type))) {
            var frame = example.path("payload");
            assertThat(AsyncApi.complaintsAboutClient(frame)).as("%s", frame).isEmpty();
            var read = ClientFrames.read(Fields.of("frame", Noticing.tree(frame, "", asked)));
            assertThat(word(read.getClass())).isEqualTo(type);
        }
        asked.remove("type");
        assertThat(innermost(asked)).isEqualTo(AsyncApi.fieldsOf(type));
    }

    private static String word(Class<?> frame) {
        return frame.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Set<String>> emitted() {
        var emitted = new TreeMap<String, Set<String>>();
        for (var sample : SAMPLES) {
            var frame = tree(sample.json());
            var fields = emitted.computeIfAbsent(frame.path("type").asText(), type -> new TreeSet<>());
            ((ObjectNode) frame).remove("type");
            collect(frame, "", fields);
        }
        return emitted;
    }

    private static void collect(JsonNode node, String path, Set<String> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(it ->
                            collect(it.getValue(), path.isEmpty() ? it.getKey() : path + "." + it.getKey(), fields));
        } else if (node.isArray()) {
            node.forEach(it -> collect(it, path + "[]", fields));
        } else {
            fields.add(path);
        }
    }

    /** What is in a field that is described as a whole counts as that field. */
    private static Set<String> leaves(Set<String> fields, Set<String> described) {
        return fields.stream()
                .map(field -> described.stream()
                        .filter(whole -> field.startsWith(whole + "."))
                        .findFirst()
                        .orElse(field))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> innermost(Set<String> fields) {
        return fields.stream()
                .filter(field ->
                        fields.stream().noneMatch(it -> it.startsWith(field + ".") || it.startsWith(field + "[]")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** An object that notices which of its fields it is asked for. */
    @SuppressWarnings("unchecked") // deepCopy, as its parent has it
    private static final class Noticing extends ObjectNode {

        private final transient Set<String> asked;
        private final String path;

        private Noticing(String path, Set<String> asked) {
            super(JsonNodeFactory.instance);
            this.path = path;
            this.asked = asked;
        }

        static JsonNode tree(JsonNode node, String path, Set<String> asked) {
            if (node.isObject()) {
                var noticing = new Noticing(path, asked);
                node.properties()
                        .forEach(it ->
                                noticing.set(it.getKey(), tree(it.getValue(), noticing.below(it.getKey()), asked)));
                return noticing;
            }
            if (node.isArray()) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                node.forEach(it -> array.add(tree(it, path + "[]", asked)));
                return array;
            }
            return node;
        }

        private String below(String field) {
            return path.isEmpty() ? field : path + "." + field;
        }

        @Override
        public JsonNode get(String field) {
            asked.add(below(field));
            return super.get(field);
        }

        @Override
        public JsonNode path(String field) {
            asked.add(below(field));
            return super.path(field);
        }
    }
}
