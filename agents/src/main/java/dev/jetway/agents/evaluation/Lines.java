package dev.jetway.agents.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads data files within limits, and says where in them something is wrong. */
final class Lines {

    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_LINES = 100_000;
    private static final int MOST_FILES = 200;
    private static final int LONGEST_LINE = 256 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** One object of a file, and where it stands. */
    record Line(String where, JsonNode object) {

        BadDataException bad(String what, Object... values) {
            return new BadDataException(where, what.formatted(values));
        }

        /** @throws BadDataException when a field of it is none of these */
        void only(JsonNode part, String name, Set<String> fields) {
            var others = new TreeSet<String>();
            part.fieldNames().forEachRemaining(others::add);
            others.removeAll(fields);
            if (!others.isEmpty()) {
                throw bad(
                        "%s has the unknown %s %s; known are %s",
                        name, others.size() == 1 ? "field" : "fields", others, new TreeSet<>(fields));
            }
        }

        /** A text that has to be there. */
        String text(JsonNode part, String field) {
            var value = part.path(field);
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw bad("'%s' has to be some text", field);
            }
            return value.textValue();
        }

        String text(JsonNode part, String field, String otherwise) {
            return part.has(field) ? text(part, field) : otherwise;
        }

        /** The members of a list that may be left out. */
        List<JsonNode> list(JsonNode part, String field, int most) {
            var value = part.path(field);
            if (!value.isMissingNode() && !value.isArray()) {
                throw bad("'%s' has to be a list", field);
            }
            if (value.size() > most) {
                throw bad("'%s' has %d members, more than %d", field, value.size(), most);
            }
            var members = new ArrayList<JsonNode>();
            value.forEach(members::add);
            return members;
        }
    }

    private Lines() {}

    /** The objects of a JSON Lines file; empty lines are passed over. */
    static List<Line> of(Path file) {
        var lines = new ArrayList<Line>();
        int number = 0;
        for (var text : text(file).lines().toList()) {
            number++;
            var where = file.getFileName() + ":" + number;
            if (number > MOST_LINES) {
                throw new BadDataException(where, "more than %,d lines".formatted(MOST_LINES));
            }
            if (text.length() > LONGEST_LINE) {
                throw new BadDataException(where, "longer than %,d characters".formatted(LONGEST_LINE));
            }
            if (!text.isBlank()) {
                var object = parse(where, text);
                if (!object.isObject()) {
                    throw new BadDataException(where, "not a JSON object");
                }
                lines.add(new Line(where, object));
            }
        }
        return lines;
    }

    /** The whole of a file as JSON. */
    static JsonNode whole(Path file) {
        return parse(file.getFileName().toString(), text(file));
    }

    /** The files of a folder whose names end like this, by name. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            throw new BadDataException(folder.toString(), "there is no such folder");
        }
        try (var files = Files.list(folder)) {
            var found = files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (found.isEmpty() || found.size() > MOST_FILES) {
                throw new BadDataException(
                        folder.toString(),
                        found.isEmpty()
                                ? "no file here is called *" + ending
                                : "more than %d files".formatted(MOST_FILES));
            }
            return found;
        } catch (IOException e) {
            throw new BadDataException(folder.toString(), "can't be read (%s)".formatted(e));
        }
    }

    static JsonNode parse(String where, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadDataException(where, "not JSON (%s)".formatted(e.getOriginalMessage()));
        }
    }

    private static String text(Path file) {
        var where = file.getFileName().toString();
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadDataException(where, "larger than %d MiB".formatted(MOST_BYTES >> 20));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new BadDataException(where, "not UTF-8");
        } catch (IOException e) {
            throw new BadDataException(where, "can't be read (%s)".formatted(e));
        }
    }
}
