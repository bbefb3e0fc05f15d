package dev.jetway.mcp.trust;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON as people compare it: sorted, one value per line, and nothing in it that the eye cannot see. Characters
 * without a glyph of their own (controls, zero-width, text direction, odd spaces) are escaped, so that an
 * instruction can't hide in a description.
 */
public final class ReadableJson {

    private static final int MAX_NAME = 80;

    private final StringBuilder out = new StringBuilder();
    private final boolean foldLines;

    private ReadableJson(boolean foldLines) {
        this.foldLines = foldLines;
    }

    /** Valid JSON, the same for equal values. */
    public static String text(JsonNode value) {
        return new ReadableJson(false).write(value, "").out.toString();
    }

    /** Like {@link #text}, but with a line of its own for each line of a text: to be read, not parsed. */
    static String folded(JsonNode value) {
        return new ReadableJson(true).write(value, "").out.toString();
    }

    /** A text some server wrote, on one line of bounded length and without tricks for the terminal. */
    public static String shown(String text) {
        ReadableJson line = new ReadableJson(false);
        text.codePoints().limit(MAX_NAME).forEach(line::append);
        return text.codePointCount(0, text.length()) > MAX_NAME
                ? line.out.append('…').toString()
                : line.out.toString();
    }

    private ReadableJson write(JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            out.append('{');
            Iterator<Map.Entry<String, JsonNode>> fields =
                    CanonicalJson.sorted(value).entrySet().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                out.append('\n').append(indent).append("  ");
                string(field.getKey(), "");
                out.append(": ");
                write(field.getValue(), indent + "  ");
                out.append(fields.hasNext() ? "," : "\n" + indent + "}");
            }
        } else if (value.isArray() && !value.isEmpty()) {
            out.append('[');
            Iterator<JsonNode> elements = value.iterator();
            while (elements.hasNext()) {
                out.append('\n').append(indent).append("  ");
                write(elements.next(), indent + "  ");
                out.append(elements.hasNext() ? "," : "\n" + indent + "]");
            }
        } else if (value.isTextual()) {
            string(value.textValue(), indent + "    ");
        } else {
            out.append(
                    value.isNumber() ? CanonicalJson.number(value) : value.isContainerNode() ? value : value.asText());
        }
        return this;
    }

    private void string(String value, String indent) {
        out.append('"');
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n') {
                out.append("\\n").append(foldLines ? "\n" + indent : "");
            } else {
                append(c);
            }
        });
        out.append('"');
    }

    private void append(int c) {
        if (c == ' ' || visible(c)) {
            out.appendCodePoint(c);
        } else {
            for (char unit : Character.toChars(c)) {
                CanonicalJson.escape(unit, out);
            }
        }
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            // Variation selectors carry text unseen; so do these, which are letters by name only.
            default ->
                !(c >= 0xFE00 && c <= 0xFE0F)
                        && !(c >= 0xE0100 && c <= 0xE01EF)
                        && c != 0x115F
                        && c != 0x1160
                        && c != 0x3164
                        && c != 0xFFA0
                        && c != 0x2800
                        && c != 0x034F;
        };
    }
}
