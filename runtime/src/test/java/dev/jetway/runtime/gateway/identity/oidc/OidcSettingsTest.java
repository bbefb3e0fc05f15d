package dev.jetway.runtime.gateway.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSettingsTest {

    @Test
    void anIssuerAndAnAudienceAreEnough() {
        var settings = Tokens.settings("");
        assertThat(settings.algorithms()).containsExactlyInAnyOrder(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
        assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.keys().uri()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:3000", "http://localhost/realm", "http://[::1]:3000", "https://a.example"})
    void anIssuerOnThisMachineNeedsNoHttps(String issuer) {
        assertThat(Tokens.settings("issuer = \"%s\"".formatted(issuer)).issuer())
                .isEqualTo(issuer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "issuer = \"\"; issuer",
                "issuer = \"http://sso.example.com\"; issuer",
                "issuer = \"http://127.0.0.1.example.com\"; issuer",
                "issuer = \"http://localhost@example.com\"; issuer",
                "issuer = \"https://sso.example.com?realm=a\"; issuer",
                "issuer = \"https://sso.example.com#a\"; issuer",
                "issuer = \"https://user:secret@sso.example.com\"; issuer",
                "issuer = \"not an address\"; issuer",
                "issuer = \"file:///etc/passwd\"; issuer",
                "audience = []; audience",
                "audience = [\" \"]; audience",
                "name = \"a#b\"; name",
                "algorithms = []; algorithms",
                "algorithms = [none]; algorithms",
                "algorithms = [HS256]; algorithms",
                "clock-skew = 10m; clock-skew",
                "clock-skew = -1s; clock-skew",
                "required { \"/\" = a }; required",
                "required { a.b = c }; required",
                "roles.desk = \"\"; roles.desk",
                "keys.uri = \"http://sso.example.com/keys\"; keys.uri",
                "keys.timeout = 0s; keys.timeout",
                "keys.max-bytes = 10; keys.max-bytes",
                "keys.retry = 0s; keys.retry",
                "keys.keep = 1m; keys.keep"
            })
    void aWrongValueIsRefusedByName(String line, String key) {
        assertThatThrownBy(() -> Tokens.settings(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jetway.gateway.oidc." + key);
    }
}
