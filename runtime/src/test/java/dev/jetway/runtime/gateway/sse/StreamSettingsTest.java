package dev.jetway.runtime.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.runtime.gateway.http.Gateways;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSettingsTest {

    @Test
    void theDefaultsAreValidAndBearAWholeHistory() {
        var settings = StreamSettings.from(Gateways.config(""));
        assertThat(settings.maxBodyBytes()).isEqualTo(1 << 20);
        assertThat(settings.limit()).isGreaterThan(Duration.ofMinutes(6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max = 0; max",
                "max-per-subject = 0; max-per-subject",
                "max-body-bytes = 10; max-body-bytes",
                "body-timeout = 0s; body-timeout",
                "limit = -1s; limit",
                "keep-alive = 0s; keep-alive"
            })
    void aWrongValueIsRefusedByName(String line, String key) {
        assertThatThrownBy(() -> StreamSettings.from(Gateways.config("jetway.gateway.streams { %s }".formatted(line))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jetway.gateway.streams." + key);
    }
}
