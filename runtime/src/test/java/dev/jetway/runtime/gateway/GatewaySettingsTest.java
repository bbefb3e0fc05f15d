package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.http.OriginPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {

    @Test
    void theDefaultsAreValidAndListenOnLoopbackOnly() {
        var settings = Gateways.settings("");
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.maxFrameBytes()).isEqualTo(65_536);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "host = \"0.0.0.0\"; authentication",
                "host = \"192.0.2.1\"; authentication",
                "authentication = none; authentication",
                "authentication = oidc; oidc.issuer",
                "sign-ins.limit = 0; sign-ins.limit",
                "sign-ins.refused = 0; sign-ins.refused",
                "tenant-commands.per = 0s; tenant-commands.per",
                "max-connections-per-subject = 0; max-connections-per-subject",
                "trusted-proxies = [proxy.example]; trusted-proxies",
                "port = 70000; port",
                "max-frame-bytes = 10; max-frame-bytes",
                "max-subscriptions = 0; max-subscriptions",
                "commands.limit = 0; commands.limit",
                "buffer.frames = 1; buffer.frames",
                "buffer.bytes = 1 KiB; buffer.bytes",
                "lease = 0s; lease",
                "hello-timeout = -1s; hello-timeout"
            })
    void aWrongValueIsRefusedByName(String line, String key) {
        assertThatThrownBy(() -> Gateways.settings("jetway.gateway { %s }".formatted(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jetway.gateway." + key);
    }

    @Test
    void whoseTokensAreCheckedMayListenToOtherMachines() {
        var settings = Gateways.settings("""
                jetway.gateway {
                  host = "0.0.0.0"
                  authentication = oidc
                  oidc { issuer = "https://sso.example.com/realms/travel", audience = [jetway] }
                }
                """);
        assertThat(settings.oidc())
                .hasValueSatisfying(
                        oidc -> assertThat(oidc.issuer()).isEqualTo("https://sso.example.com/realms/travel"));
        assertThat(Gateways.settings("").oidc()).as("what nobody reads").isEmpty();
    }

    @Test
    void onlyNamedOriginsAndLoopbackNamesAreAllowed() {
        var loopback = new OriginPolicy(List.of("https://travel.example.com"), true);
        assertThat(loopback.allows(Optional.empty())).isTrue();
        assertThat(loopback.allows(Optional.of("http://localhost:3000"))).isTrue();
        assertThat(loopback.allows(Optional.of("http://[::1]:8080"))).isTrue();
        assertThat(loopback.allows(Optional.of("https://travel.example.com"))).isTrue();
        assertThat(loopback.allows(Optional.of("http://localhost.evil.example")))
                .isFalse();
        assertThat(loopback.allows(Optional.of("null"))).isFalse();
        assertThat(loopback.allows(Optional.of("not an origin"))).isFalse();
        assertThat(new OriginPolicy(List.of(), false).allows(Optional.of("http://localhost:3000")))
                .isFalse();
    }

    @Test
    void aBucketRefillsSteadilyAndIsKeptPerSubject() {
        var rates = new CommandRates(2, Duration.ofSeconds(10));
        assertThat(rates.take("ann", 0)).isZero();
        assertThat(rates.take("ann", 0)).isZero();
        assertThat(rates.take("ann", 0)).isEqualTo(5_000);
        assertThat(rates.take("bob", 0)).isZero();
        assertThat(rates.take("ann", Duration.ofSeconds(5).toNanos())).isZero();
        assertThat(rates.take("ann", Duration.ofSeconds(5).toNanos())).isPositive();
    }
}
