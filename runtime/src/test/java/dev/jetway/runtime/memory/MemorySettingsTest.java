package dev.jetway.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySettingsTest {

    @Test
    void whatIsShippedKeepsForTwoYears() {
        assertThat(from("").keep()).isEqualTo(Duration.ofDays(730));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep = 1s", "keep = 36500d", "recall-within = 0s", "recent = 0", "recent-for = -1s"})
    void whatMakesNoSenseIsRefused(String setting) {
        assertThatThrownBy(() -> from(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.memory");
    }

    private static MemorySettings from(String setting) {
        return MemorySettings.from(ConfigFactory.parseString(setting)
                .withFallback(ConfigFactory.load().getConfig("jetway.memory")));
    }
}
