package dev.jetway.runtime.model.exchange;

import java.util.Arrays;
import java.util.Locale;

/** What a model promises when its answer has to be JSON. */
public enum JsonOutput {
    /** It keeps to a schema. */
    JSON_SCHEMA,
    /** It writes an object; the schema is told in words. */
    JSON_OBJECT,
    /** Nothing; the schema is told in words. */
    NONE;

    /** @throws IllegalArgumentException naming the words there are */
    public static JsonOutput of(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "can.answer-json must be json-schema, json-object or none, not '%s'".formatted(word)));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
