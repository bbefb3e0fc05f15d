package dev.jetway.runtime.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** One JSON object of a frame. A field of the wrong type is refused with its path; unknown ones are ignored. */
public record Fields(String path, JsonNode node) {

    private static final Pattern THREAD = Pattern.compile("[A-Za-z0-9_:-]{1,64}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    public static Fields of(String path, JsonNode node) throws BadFrameException {
        if (!node.isObject()) {
            throw bad("%s must be an object, not %s".formatted(path, kind(node)));
        }
        return new Fields(path, node);
    }

    /** A thread or a run: both are named alike. */
    public String name(String field) throws BadFrameException {
        var value = text(field).orElseThrow(() -> missing(field));
        if (!THREAD.matcher(value).matches()) {
            throw bad("%s must be 1 to 64 letters, digits, '-', '_' or ':'".formatted(at(field)));
        }
        return value;
    }

    public Optional<String> optionalName(String field) throws BadFrameException {
        return absent(field) ? Optional.empty() : Optional.of(name(field));
    }

    /** An id the client or the server made up: printable ASCII without spaces. */
    public String id(String field) throws BadFrameException {
        return checkedId(field, text(field).orElseThrow(() -> missing(field)));
    }

    public Optional<String> optionalId(String field) throws BadFrameException {
        var value = text(field);
        return value.isEmpty() ? value : Optional.of(checkedId(field, value.get()));
    }

    private String checkedId(String field, String value) throws BadFrameException {
        if (!ID.matcher(value).matches()) {
            throw bad("%s must be 1 to 128 printable ASCII characters without spaces".formatted(at(field)));
        }
        return value;
    }

    public String required(String field) throws BadFrameException {
        return text(field).orElseThrow(() -> missing(field));
    }

    public Optional<String> text(String field) throws BadFrameException {
        if (absent(field)) {
            return Optional.empty();
        }
        var value = node.get(field);
        if (!value.isTextual()) {
            throw bad("%s must be a string, not %s".formatted(at(field), kind(value)));
        }
        return Optional.of(wellFormed(at(field), value.textValue()));
    }

    /**
     * The text as it is. JSON can escape half a surrogate pair, which no encoding has a way to write: it would be
     * stored by nobody.
     */
    public static String wellFormed(String at, String text) throws BadFrameException {
        for (int i = 0; i < text.length(); i++) {
            boolean half = Character.isSurrogate(text.charAt(i));
            if (half && (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1)))) {
                throw bad("%s has half of a surrogate pair at character %d".formatted(at, i));
            }
            i += half ? 1 : 0;
        }
        return text;
    }

    public Optional<Long> integer(String field, long min, long max) throws BadFrameException {
        if (absent(field)) {
            return Optional.empty();
        }
        var value = node.get(field);
        if (!value.isIntegralNumber()) {
            throw bad("%s must be an integer, not %s".formatted(at(field), kind(value)));
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            throw bad("%s must be %d to %d".formatted(at(field), min, max));
        }
        return Optional.of(value.longValue());
    }

    public Optional<Boolean> bool(String field) throws BadFrameException {
        if (absent(field)) {
            return Optional.empty();
        }
        var value = node.get(field);
        if (!value.isBoolean()) {
            throw bad("%s must be true or false, not %s".formatted(at(field), kind(value)));
        }
        return Optional.of(value.booleanValue());
    }

    public Optional<Fields> object(String field) throws BadFrameException {
        return absent(field) ? Optional.empty() : Optional.of(Fields.of(at(field), node.get(field)));
    }

    /** The field's array; an empty one when it is absent. */
    public JsonNode array(String field) throws BadFrameException {
        if (absent(field)) {
            return MissingNode.getInstance();
        }
        var value = node.get(field);
        if (!value.isArray()) {
            throw bad("%s must be an array, not %s".formatted(at(field), kind(value)));
        }
        return value;
    }

    public Fields element(String field, int index) throws BadFrameException {
        return Fields.of("%s[%d]".formatted(at(field), index), node.get(field).get(index));
    }

    public boolean absent(String field) {
        return !node.hasNonNull(field);
    }

    public String at(String field) {
        return path + "." + field;
    }

    public BadFrameException missing(String field) {
        return bad("%s is missing".formatted(at(field)));
    }

    public static BadFrameException bad(String message) {
        return new BadFrameException("bad_request", null, message);
    }

    public static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a fraction";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}
