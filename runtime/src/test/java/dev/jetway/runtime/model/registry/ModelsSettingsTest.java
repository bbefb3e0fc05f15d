package dev.jetway.runtime.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.jetway.runtime.model.KeySource;
import dev.jetway.runtime.model.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsSettingsTest {

    private static final Set<String> REGIONS = Set.of("eu", "us");
    private static final String SMALL = "jetway.models.small { base-url = \"http://127.0.0.1:1/v1\", model = s }";

    private static ModelsSettings read(String written, Map<String, String> environment) {
        return ModelsSettings.from(config(written), REGIONS, environment);
    }

    private static ModelsSettings read(String written) {
        return read(written, Map.of());
    }

    private static Config config(String written) {
        return ConfigFactory.parseString(written, ConfigParseOptions.defaults().setOriginDescription("node.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    @Test
    void withoutConfigurationAndEnvironmentThereIsNoModel() {
        var settings = read("");

        assertThat(settings.models()).isEmpty();
        assertThat(settings.groups()).isEmpty();
    }

    @Test
    void aKeyInTheEnvironmentIsAModelThatPlansAndWrites() {
        var settings = read("", Map.of("OPENAI_API_KEY", "secret-4711"));

        assertThat(settings.fromEnvironment()).isTrue();
        assertThat(settings.models()).containsOnlyKeys("openai");
        var model = settings.models().get("openai").model();
        assertThat(model.baseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
        assertThat(model.model()).isEqualTo("gpt-4.1-mini");
        assertThat(model.key()).isEqualTo(new KeySource.Variable("OPENAI_API_KEY"));
        assertThat(settings.groups()).containsOnlyKeys("planner", "writer");
        assertThat(settings.groups().get("planner").models()).containsExactly("openai");
        assertThat(settings.toString()).doesNotContain("4711");
    }

    @Test
    void anAddressInTheEnvironmentNeedsNoKey() {
        var model = read("", Map.of("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1/", "OPENAI_MODEL", "tiny"))
                .models()
                .get("openai")
                .model();

        assertThat(model.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:8000/v1"));
        assertThat(model.model()).isEqualTo("tiny");
        assertThat(model.key()).isEqualTo(new KeySource.None());
        assertThat(model.openAi().maxTokensField()).isEqualTo("max_tokens");
    }

    @Test
    void twoKeysInTheEnvironmentAreTwoModels() {
        var settings = read("", Map.of("OPENAI_API_KEY", "a", "ANTHROPIC_API_KEY", "b"));

        assertThat(settings.models().get("anthropic").model().provider()).isEqualTo(Provider.ANTHROPIC);
        assertThat(settings.groups().get("writer").models()).containsExactly("anthropic", "openai");
        assertThat(settings.models().get("openai").model().limits().attempts())
                .as("where another can be asked")
                .isEqualTo(1);
    }

    @Test
    void emptyVariablesMeanNothing() {
        assertThat(read("", Map.of("OPENAI_API_KEY", " ", "OPENAI_BASE_URL", ""))
                        .models())
                .isEmpty();
    }

    @Test
    void whoConfiguresModelsOrWantsNoneIsNotGivenThoseOfTheEnvironment() {
        var key = Map.of("OPENAI_API_KEY", "a");

        assertThat(read(SMALL, key).models()).containsOnlyKeys("small");
        assertThat(read("jetway.models-from-environment.enabled = false", key).models())
                .isEmpty();
    }

    @Test
    void withoutGroupsAllModelsPlanAndWrite() {
        assertThat(read(SMALL).groups()).containsOnlyKeys("planner", "writer");
    }

    @Test
    void aGroupSaysWhatIsDifferent() {
        var settings = read(SMALL + """

                jetway.model-groups {
                  planner { models = [small], policy = least-busy, fallbacks = [other], patience = 2s }
                  other { models = [small] }
                }
                """);

        var planner = settings.groups().get("planner");
        assertThat(planner.policy()).isEqualTo(Policy.LEAST_BUSY);
        assertThat(planner.fallbacks()).isEqualTo(List.of("other"));
        assertThat(planner.patience()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.groups().get("other").policy()).isEqualTo(Policy.ORDERED);
        assertThat(settings.groups()).doesNotContainKey("writer");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            region = eu | eu
            region = us-east |
            regions = [eu, us] | eu,us
            region = us, regions = [eu] | eu
            """)
    void aModelSeesTheDataOfItsRegionOrOfThoseItNames(String written, String regions) {
        var entry = read("jetway.models.small { base-url = \"http://127.0.0.1:1\", model = s, %s }".formatted(written))
                .models()
                .get("small");

        assertThat(entry.regions()).isEqualTo(regions == null ? Set.of() : Set.of(regions.split(",")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            jetway.models.small.modle = x | jetway.models.small.modle | node.conf
            jetway.models.small.can.stram = true | jetway.models.small.can.stram | node.conf
            jetway.models.small = gpt | jetway.models.small | section
            jetway.models.small.regions = [jp] | jetway.models.small.regions | 'jp' is none of jetway.regions (eu, us)
            jetway.models.small.base-url = nowhere | small | base-url
            jetway.model-groups.planner { models = [large] } | jetway.model-groups.planner.models | 'large' is none of jetway.models (small)
            jetway.model-groups.planner { models = [] } | jetway.model-groups.planner.models | at least one
            jetway.model-groups.planner { policy = ordered } | jetway.model-groups.planner.models | at least one
            jetway.model-groups.planner { models = [small], policy = best } | jetway.model-groups.planner.policy | cheapest
            jetway.model-groups.planner { models = [small], fallback = [x] } | jetway.model-groups.planner.fallback | fallbacks
            jetway.model-groups.planner { models = [small], fallbacks = [x] } | jetway.model-groups.planner.fallbacks | 'x' is none of jetway.model-groups (planner)
            jetway.model-groups.planner { models = [small], fallbacks = [planner] } | jetway.model-groups.planner.fallbacks | itself
            jetway.model-groups { a { models = [small], fallbacks = [b] }, b { models = [small], fallbacks = [a] } } | jetway.model-groups.a.fallbacks | itself
            jetway.model-groups.planner { models = [small], patience = 0s } | jetway.model-groups.planner.patience | positive
            jetway.model-budgets.per-day = lots | jetway.model-budgets.per-day | lots
            jetway.model-budgets.per-day = -1 | jetway.model-budgets.per-day | 0 to
            jetway.model-budgets.tenants.acme = 5 | jetway.model-budgets.tenants.acme | none of jetway.tenants
            jetway.model-budgets.max-tokens-per-request = 10 | jetway.model-budgets.max-tokens-per-request | 1000
            jetway.model-cooldown.allowed-fails = 0 | jetway.model-cooldown.allowed-fails | 1 to 100
            jetway.model-cooldown.longest = 1s | jetway.model-cooldown.longest | at least
            """)
    void aMistakeIsNamed(String written, String key, String advice) {
        assertThatThrownBy(() -> read(SMALL + "\n" + written))
                .isInstanceOfAny(IllegalArgumentException.class, com.typesafe.config.ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(advice);
    }

    @Test
    void aMistakeInTheEnvironmentIsToldAsOne() {
        assertThatThrownBy(() -> read("", Map.of("OPENAI_BASE_URL", "localhost:8000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPENAI_BASE_URL")
                .hasMessageContaining("base-url must be an address")
                .hasMessageContaining("jetway.models-from-environment.enabled");
    }

    @Test
    void aKeyThatIsNotThereIsMissedBeforeAnythingStarts() {
        var settings =
                read("jetway.models.small { base-url = \"https://m.example\", model = s, key-env = NO_SUCH_KEY }");

        assertThatThrownBy(() -> settings.requireKeys(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.models.small.key-env")
                .hasMessageContaining("NO_SUCH_KEY");
    }
}
