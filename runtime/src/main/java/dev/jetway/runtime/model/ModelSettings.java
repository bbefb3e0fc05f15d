package dev.jetway.runtime.model;

import com.typesafe.config.Config;
import dev.jetway.runtime.model.exchange.Abilities;
import dev.jetway.runtime.model.exchange.Limits;
import dev.jetway.runtime.model.openai.OpenAiHabits;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;

/**
 * One language model behind an address; the keys are explained at {@code jetway.model-defaults} in {@code
 * reference.conf}. Holds no key: printing it is safe.
 *
 * @param name what the operator calls it; also the {@link dev.jetway.agents.model.ChatModel#name()}
 * @param baseUrl what the maker's own paths begin after, without a slash at the end
 * @param model what its maker calls it
 * @param region where it is, in the operator's words; may be empty
 * @param contextTokens how much it reads and writes in all
 * @param maxOutputTokens a request for more is one for this many
 * @param openAi only of meaning for that provider
 * @param anthropicVersion only of meaning for that provider
 */
public record ModelSettings(
        String name,
        Provider provider,
        URI baseUrl,
        String model,
        KeySource key,
        String region,
        Prices prices,
        int contextTokens,
        int maxOutputTokens,
        Abilities abilities,
        Limits limits,
        OpenAiHabits openAi,
        String anthropicVersion) {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]");

    /** @throws IllegalArgumentException saying what is wrong */
    public ModelSettings {
        require(name.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}"), "a model's name has 1 to 64 of A-Z a-z 0-9 . _ : -");
        require(!model.isBlank(), "model must say what the model is called at its address");
        requireAddress(baseUrl);
        require(
                baseUrl.getScheme().equals("https") || isLoopback(baseUrl.getHost()) || key instanceof KeySource.None,
                "base-url must be an https address: others would read the key");
        require(contextTokens >= 1, "context-tokens must be positive");
        require(
                maxOutputTokens >= 1 && maxOutputTokens <= contextTokens,
                "max-output-tokens must be 1 to context-tokens");
        require(!anthropicVersion.isBlank(), "anthropic-version must be a date such as 2023-06-01");
    }

    /**
     * @param entry what is said of this model
     * @param defaults what holds where it says nothing: the section {@code jetway.model-defaults}
     * @throws IllegalArgumentException naming the model and the key that is wrong
     */
    public static ModelSettings from(String name, Config entry, Config defaults) {
        var config = entry.withFallback(defaults);
        try {
            return new ModelSettings(
                    name,
                    Provider.of(config.getString("provider")),
                    address(config.getString("base-url")),
                    config.getString("model"),
                    key(config.getString("key-env"), config.getString("key-file")),
                    config.getString("region"),
                    Prices.from(config.getConfig("price")),
                    config.getInt("context-tokens"),
                    config.getInt("max-output-tokens"),
                    Abilities.from(config.getConfig("can")),
                    Limits.from(config),
                    OpenAiHabits.from(config.getConfig("openai")),
                    config.getString("anthropic.version"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The model %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static KeySource key(String variable, String file) {
        require(variable.isBlank() || file.isBlank(), "key-env and key-file: one of them at most");
        if (!variable.isBlank()) {
            require(
                    variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
                    "key-env must be the name of a variable of the environment (the key itself does not belong here)");
            return new KeySource.Variable(variable);
        }
        return file.isBlank() ? new KeySource.None() : new KeySource.InFile(Path.of(file));
    }

    private static URI address(String text) {
        try {
            return new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("base-url must be an address such as https://host/v1", e);
        }
    }

    private static void requireAddress(URI url) {
        var scheme = url.getScheme();
        require(
                ("https".equals(scheme) || "http".equals(scheme)) && url.getHost() != null,
                "base-url must be an address such as https://host/v1");
        // Not shown: it may be a key.
        require(
                url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
                "base-url must have no user, '?' or '#'");
    }

    private static boolean isLoopback(String host) {
        if (LOOPBACK_NAMES.contains(host)) {
            return true;
        }
        try {
            // Only what is written as an address: no name is looked up for this.
            return host.matches("[0-9.]+") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
