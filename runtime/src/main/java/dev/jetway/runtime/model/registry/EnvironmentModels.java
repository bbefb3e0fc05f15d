package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The models that the well-known variables of the environment mean, where nothing is configured. */
final class EnvironmentModels {

    private static final String OPENAI_URL = "OPENAI_BASE_URL";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";
    private static final String ANTHROPIC_KEY = "ANTHROPIC_API_KEY";
    static final List<String> VARIABLES = List.of(OPENAI_URL, OPENAI_KEY, ANTHROPIC_KEY);

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String ANTHROPIC = "https://api.anthropic.com";

    private EnvironmentModels() {}

    /** @return entries as in {@code jetway.models}; where the keys are, and never the keys */
    static Config in(Map<String, String> environment, Config defaultModels) {
        var entries = new TreeMap<String, Object>();
        var url = value(environment, OPENAI_URL);
        if (!url.isEmpty() || !value(environment, OPENAI_KEY).isEmpty()) {
            entries.put("openai", openAi(environment, url, defaultModels.getString("openai")));
        }
        if (!value(environment, ANTHROPIC_KEY).isEmpty()) {
            entries.put(
                    "anthropic",
                    Map.of(
                            "provider",
                            "anthropic",
                            "base-url",
                            ANTHROPIC,
                            "model",
                            value(environment, "ANTHROPIC_MODEL", defaultModels.getString("anthropic")),
                            "key-env",
                            ANTHROPIC_KEY));
        }
        return ConfigValueFactory.fromMap(entries, "the environment").toConfig();
    }

    private static Map<String, Object> openAi(Map<String, String> environment, String url, String model) {
        var entry = new TreeMap<String, Object>();
        entry.put("base-url", url.isEmpty() ? OPENAI : url);
        entry.put("model", value(environment, "OPENAI_MODEL", model));
        if (!value(environment, OPENAI_KEY).isEmpty()) {
            entry.put("key-env", OPENAI_KEY);
        }
        if (url.isEmpty()) { // its newer models know only this one
            entry.put("openai", Map.of("max-tokens-field", "max_completion_tokens"));
        }
        return entry;
    }

    private static String value(Map<String, String> environment, String name) {
        return value(environment, name, "");
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        var value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? otherwise : value;
    }
}
