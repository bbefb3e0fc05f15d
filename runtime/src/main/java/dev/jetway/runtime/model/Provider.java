package dev.jetway.runtime.model;

import java.util.Arrays;
import java.util.Locale;

/** Whose interface a model's address speaks. */
public enum Provider {
    /** Chat completions: OpenAI's, and of everybody who speaks like it. */
    OPENAI,
    /** Anthropic's messages. */
    ANTHROPIC;

    static Provider of(String word) {
        return Arrays.stream(values())
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("provider must be openai or anthropic, not '%s'".formatted(word)));
    }
}
