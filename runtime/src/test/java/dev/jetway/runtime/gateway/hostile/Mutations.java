package dev.jetway.runtime.gateway.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What can be done to a frame: to its fields, to its text, to its bytes on the wire. */
final class Mutations {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int TOO_LARGE = 66_000;

    /**
     * Bytes for the wire.
     *
     * @param kind what it is an example of
     * @param last the connection cannot go on after this
     */
    record Shot(String kind, byte[] bytes, boolean last) {}

    private static final String[] NASTY = {
        "",
        " ",
        "\0",
        "\n",
        "..",
        "../../x",
        "a|b",
        "a/b",
        "'; drop table x;--",
        "%s%n%x",
        "${jndi:ldap://x}",
        "\uFFFE",
        "\u202E",
        "e\u0301".repeat(40),
        "🗼".repeat(64),
        "x".repeat(64),
        "x".repeat(65),
        "x".repeat(129),
        "x".repeat(20_001),
        "null",
        "true",
        "ZGV2OnZlcmE.trip",
        "dev:vera",
        "event",
        "welcome",
        "bye",
        "auth",
        "ack"
    };

    private final SplittableRandom random;

    Mutations(SplittableRandom random) {
        this.random = random;
    }

    /** The frame as it is, or no longer quite. */
    Shot shot(ObjectNode frame) {
        int how = random.nextInt(100);
        if (how < 45) {
            return text("valid " + frame.path("type").asText(), frame.toString());
        } else if (how < 75) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                change(frame);
            }
            return text("changed fields", frame.toString());
        } else if (how < 88) {
            return text("changed text", changed(frame.toString()));
        } else if (how < 94) {
            return pieces(Bytes.utf8(frame.toString()));
        } else if (how < 97) {
            return text("noise as text", noise());
        }
        return violation(Bytes.utf8(frame.toString()));
    }

    // ---- fields

    private void change(ObjectNode frame) {
        var at = somewhere(frame);
        if (at instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextBoolean()) {
                array.add(array.isEmpty() ? junk() : array.get(0).deepCopy());
            } else {
                array.set(random.nextInt(array.size()), junk());
            }
            return;
        }
        var object = (ObjectNode) at;
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(6) == 0) {
            object.set(NASTY[random.nextInt(NASTY.length)], junk());
            return;
        }
        var name = names.get(random.nextInt(names.size()));
        if (random.nextInt(4) == 0) {
            object.remove(name);
        } else {
            object.set(name, junk());
        }
    }

    /** The frame, or an object or array inside of it. */
    private JsonNode somewhere(JsonNode node) {
        var inner = new ArrayList<JsonNode>();
        node.forEach(child -> {
            if (child.isContainerNode()) {
                inner.add(child);
            }
        });
        return inner.isEmpty() || random.nextInt(3) == 0 ? node : somewhere(inner.get(random.nextInt(inner.size())));
    }

    private JsonNode junk() {
        return switch (random.nextInt(12)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt(5) - 2);
            case 3 -> JSON.numberNode(random.nextLong());
            case 4 -> JSON.numberNode(BigInteger.TEN.pow(random.nextInt(300)));
            case 5 -> JSON.numberNode(random.nextDouble() * 1e308);
            case 6 -> JSON.arrayNode();
            case 7 -> JSON.objectNode();
            case 8 -> nested(random.nextInt(80));
            default -> JSON.textNode(NASTY[random.nextInt(NASTY.length)]);
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = JSON.objectNode();
        for (int i = 0; i < depth; i++) {
            node = JSON.objectNode().set("x", node);
        }
        return node;
    }

    // ---- text

    private String changed(String text) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + 1 + random.nextInt(20));
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 ->
                text.substring(0, at) + (char) random.nextInt(0xD800) + text.substring(Math.min(text.length(), at + 1));
            case 4 -> text.replaceFirst("\":\"", "\":\"\\\\ud8%02x".formatted(random.nextInt(256)));
            case 5 -> text.replaceFirst(":", ":1e%d,\"x\":".formatted(random.nextInt(2_000)));
            default -> text + text;
        };
    }

    private String noise() {
        var noise = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            noise.appendCodePoint(random.nextInt(10) > 0 ? random.nextInt(0x80) : random.nextInt(0xD800));
        }
        return noise.toString();
    }

    private Shot text(String kind, String text) {
        var bytes = Bytes.utf8(text);
        return bytes.length > 60_000
                ? new Shot("too large", Bytes.text("x".repeat(TOO_LARGE)), true)
                : new Shot(kind, Bytes.frame(Bytes.FIN | Bytes.TEXT, bytes), false);
    }

    // ---- wire

    private Shot pieces(byte[] text) {
        var wire = new ArrayList<byte[]>();
        int first = Bytes.TEXT;
        for (int at = 0; at < text.length; ) {
            int to = Math.min(text.length, at + random.nextInt(30));
            wire.add(Bytes.frame(to == text.length ? Bytes.FIN | first : first, Arrays.copyOfRange(text, at, to)));
            if (random.nextInt(3) == 0) {
                wire.add(Bytes.frame(Bytes.FIN | (random.nextBoolean() ? Bytes.PING : Bytes.PONG), new byte[3]));
            }
            first = Bytes.CONTINUATION;
            at = to;
        }
        return new Shot("in pieces", Bytes.join(wire.toArray(byte[][]::new)), false);
    }

    private Shot violation(byte[] text) {
        return switch (random.nextInt(8)) {
            case 0 -> new Shot("binary", Bytes.frame(Bytes.FIN | Bytes.BINARY, text), true);
            case 1 -> new Shot("not masked", Bytes.unmasked(Bytes.FIN | Bytes.TEXT, Arrays.copyOf(text, 20)), true);
            case 2 -> new Shot("reserved bits", Bytes.frame(Bytes.FIN | 0x70 | Bytes.TEXT, text), true);
            case 3 -> new Shot("kind of frame", Bytes.frame(Bytes.FIN | 0xF, new byte[0]), true);
            case 4 -> new Shot("continuation", Bytes.frame(Bytes.FIN | Bytes.CONTINUATION, text), true);
            case 5 -> new Shot("too large", Bytes.text("x".repeat(TOO_LARGE)), true);
            case 6 -> new Shot("closed", Bytes.frame(Bytes.FIN | Bytes.CLOSE, new byte[] {3, (byte) 0xE8}), true);
            default -> flipped(text);
        };
    }

    private Shot flipped(byte[] text) {
        var flipped = text.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        boolean readable = isUtf8(flipped);
        return new Shot(
                readable ? "flipped bits" : "no UTF-8", Bytes.frame(Bytes.FIN | Bytes.TEXT, flipped), !readable);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Every {@link Shot#kind} there is, but those of valid frames. */
    static List<String> kinds() {
        return List.of(
                "changed fields",
                "changed text",
                "in pieces",
                "noise as text",
                "binary",
                "not masked",
                "reserved bits",
                "kind of frame",
                "continuation",
                "too large",
                "closed",
                "flipped bits",
                "no UTF-8");
    }
}
