package dev.jetway.runtime.model.openai;

import com.typesafe.config.Config;
import java.util.Set;

/**
 * What addresses that speak chat completions do differently.
 *
 * @param maxTokensField what the most that may be written is called
 * @param streamUsage whether a stream may be asked to end with the tokens used
 */
public record OpenAiHabits(String maxTokensField, boolean streamUsage) {

    private static final Set<String> FIELDS = Set.of("max_tokens", "max_completion_tokens");

    public OpenAiHabits {
        if (!FIELDS.contains(maxTokensField)) {
            throw new IllegalArgumentException(
                    "openai.max-tokens-field must be max_tokens or max_completion_tokens, not '%s'"
                            .formatted(maxTokensField));
        }
    }

    /** @param config the block {@code openai} of a model */
    public static OpenAiHabits from(Config config) {
        return new OpenAiHabits(config.getString("max-tokens-field"), config.getBoolean("stream-usage"));
    }
}
