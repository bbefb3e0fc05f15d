package dev.jetway.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.model.exchange.ApiKey;
import dev.jetway.runtime.model.exchange.JsonOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.load().getConfig("jetway.model-defaults");
    private static final String SOUND =
            "base-url = \"https://models.example.com/v1/\", model = quick-1, key-env = KEY\n";

    private static ModelSettings settings(String entry) {
        return ModelSettings.from("quick", ConfigFactory.parseString(entry), DEFAULTS);
    }

    @Test
    void anEntrySaysWhatIsDifferentAndTheDefaultsTheRest() {
        var settings = settings(SOUND + """
                provider = anthropic
                region = eu
                price { input = 0.15, output = 0.6, cached-input = 0.075 }
                can.answer-json = none
                max-output-tokens = 1000
                """);

        assertThat(settings.name()).isEqualTo("quick");
        assertThat(settings.provider()).isEqualTo(Provider.ANTHROPIC);
        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://models.example.com/v1"));
        assertThat(settings.key()).isEqualTo(new KeySource.Variable("KEY"));
        assertThat(settings.abilities().json()).isEqualTo(JsonOutput.NONE);
        assertThat(settings.abilities().tools()).isTrue();
        assertThat(settings.contextTokens()).isEqualTo(32_768);
        assertThat(settings.limits().attempts()).isEqualTo(3);
        // 750 read anew, 250 from a cache, 2,000 written.
        assertThat(settings.prices().of(new TokenUse(1_000, 250, 2_000)))
                .isEqualByComparingTo(new BigDecimal("0.00133125"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "provider = clever                        | provider must be openai or anthropic, not 'clever'",
                "model = \"\"                             | model must say",
                "base-url = \"ftp://x/\"                  | base-url must be an address",
                "base-url = \"a b\"                       | base-url must be an address",
                "base-url = \"https://u:p@x/v1\"          | base-url must have no user, '?' or '#'",
                "base-url = \"https://x/v1?key=1\"        | base-url must have no user, '?' or '#'",
                "base-url = \"http://10.0.0.1/v1\"        | others would read the key",
                "key-env = \"sk-1234 5678\"               | the key itself does not belong here",
                "key-file = \"/some/file\"                | key-env and key-file: one of them at most",
                "price.input = -1                         | price must not be negative",
                "price.output = cheap                     | price.output must be a number, not 'cheap'",
                "max-output-tokens = 99999                | max-output-tokens must be 1 to context-tokens",
                "can.answer-json = maybe                  | can.answer-json must be json-schema, json-object or none",
                "openai.max-tokens-field = tokens         | openai.max-tokens-field must be",
                "anthropic.version = \"\"                 | anthropic-version must be a date",
                "timeouts.first-token = 0s                | timeouts.first-token must be positive",
                "attempts.max = 0                         | attempts.max must be 1 to 10",
                "attempts.longest-back-off = 1ms          | attempts.longest-back-off must not be shorter",
                "max-streams = 0                          | max-streams must be 1 to 10000",
                "max-waiting = -1                         | max-waiting must be 0 to 10000",
                "max-event-bytes = 1                      | max-event-bytes must be at least 1 KiB",
                "max-response-bytes = 2000                | max-response-bytes must not be less",
                "max-text-chars = 0                       | max-text-chars must be positive"
            })
    void whatMakesNoSenseIsNamed(String line, String message) {
        assertThatThrownBy(() -> settings(SOUND + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The model quick: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("sk-1234")
                .hasMessageNotContaining("u:p");
    }

    @Test
    void plainHttpIsForThisMachineAndForAddressesWithoutAKey() {
        settings(SOUND + "base-url = \"http://127.0.0.2:8000/v1\"");
        settings(SOUND + "base-url = \"http://localhost:8000/v1\"");
        settings(SOUND + "base-url = \"http://10.0.0.1/v1\", key-env = \"\"");
    }

    @Test
    void aKeyIsReadFromWhereTheConfigurationSays(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key"), " sk-1\n");
        var empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThat(new KeySource.InFile(file).read(Map.of())).contains(new ApiKey("sk-1"));
        assertThat(new KeySource.Variable("KEY").read(Map.of("KEY", "sk-2"))).contains(new ApiKey("sk-2"));
        assertThat(new KeySource.None().read(Map.of())).isEmpty();
        assertThatThrownBy(() -> new KeySource.Variable("KEY").read(Map.of()))
                .hasMessage("key-env: the environment has no variable KEY");
        assertThatThrownBy(() -> new KeySource.InFile(empty).read(Map.of())).hasMessageContaining("holds no key");
        assertThatThrownBy(() -> new KeySource.InFile(folder.resolve("none")).read(Map.of()))
                .hasMessageContaining("can't be read");
    }
}
