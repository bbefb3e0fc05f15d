package dev.jetway.runtime.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.described.AsyncApi;
import dev.jetway.runtime.gateway.BadFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame that {@code asyncapi.json} does not allow is not read, and one that it allows is, whatever is wrong with it. */
class ClientFramesDescribedTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands in a field's place; nothing at all comes besides. */
    private static final List<String> WRONG = List.of(
            "7.5", "-1", "0", "true", "\"\"", "\"a b\"", "\"%s\"".formatted("x".repeat(20_001)), "[]", "{}", "[7]");

    /** Where a schema can't say all: the type is another frame's, the last role decides, and {@code t} is measured. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of("type", "role", "t");

    static List<JsonNode> examples() {
        var examples = new ArrayList<JsonNode>();
        for (var type : AsyncApi.clientFrames()) {
            AsyncApi.DOCUMENT
                    .at("/components/messages/%s/examples".formatted(type))
                    .forEach(it -> examples.add(it.path("payload")));
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whateverIsWrongWithAFrameTheDocumentAndTheNodeSayTheSame(JsonNode example) {
        assertAgreement(example);
        for (var pointer : pointers(example, "")) {
            if (pointer.equals("/input/messages") && example.at("/input").has("resume")) {
                continue; // not read beside answers
            }
            assertAgreement(without(example, pointer));
            WRONG.forEach(value -> assertAgreement(with(example, pointer, value)));
        }
    }

    private static void assertAgreement(JsonNode frame) {
        assertThat(AsyncApi.complaintsAboutClient(frame).isEmpty())
                .as("%.500s is as described", frame)
                .isEqualTo(isRead(frame));
    }

    private static boolean isRead(JsonNode frame) {
        try {
            ClientFrames.read(frame.toString());
            return true;
        } catch (BadFrameException e) {
            return false;
        }
    }

    private static List<String> pointers(JsonNode node, String path) {
        var pointers = new ArrayList<String>();
        node.properties().forEach(field -> {
            var here = path + "/" + field.getKey();
            if (!BEYOND_A_SCHEMA.contains(field.getKey()) || here.contains("content")) {
                pointers.add(here);
                pointers.addAll(pointers(field.getValue(), here));
            }
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                pointers.addAll(pointers(node.get(i), path + "/" + i));
            }
        }
        return pointers;
    }

    private static JsonNode without(JsonNode example, String pointer) {
        JsonNode copy = example.deepCopy();
        parent(copy, pointer).remove(last(pointer));
        return copy;
    }

    private static JsonNode with(JsonNode example, String pointer, String value) {
        JsonNode copy = example.deepCopy();
        parent(copy, pointer).set(last(pointer), read(value));
        return copy;
    }

    private static ObjectNode parent(JsonNode frame, String pointer) {
        return (ObjectNode) frame.at(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
