package dev.jetway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.gateway.GatewaySettings;
import dev.jetway.runtime.gateway.identity.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration in {@code docs/sign-in.md}, as a node reads it. */
class SignInPageTest {

    private static final Path PAGE = Path.of("docs/sign-in.md");

    @Test
    void whatThePageShowsIsUnderstood() throws IOException {
        var gateway = GatewaySettings.from(
                NodeSettings.from(ConfigFactory.parseString(shown())).config());

        assertThat(gateway.oidc()).hasValueSatisfying(oidc -> {
            assertThat(oidc.issuer()).isEqualTo("https://sso.example.com/realms/travel");
            assertThat(oidc.audiences()).containsExactly("jetway");
            assertThat(oidc.roles().words())
                    .isEqualTo(Map.of(Role.DESK, "travel-desk", Role.OPERATOR, "travel-operator"));
            assertThat(oidc.roles().claim())
                    .hasValueSatisfying(claim -> assertThat(claim.steps()).containsExactly("realm_access", "roles"));
            assertThat(oidc.required()).hasSize(1);
        });
    }

    @Test
    void aSlipOfThePenIsNamed() throws IOException {
        var slip = ConfigFactory.parseString(shown().replace("audience =", "audiance ="));
        assertThatThrownBy(() -> NodeSettings.from(slip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.gateway.oidc.audiance")
                .hasMessageContaining("Did you mean jetway.gateway.oidc.audience?");
    }

    @Test
    void aWrongValueStopsTheNodeBeforeItStarts() throws IOException {
        var wrong = ConfigFactory.parseString(shown().replace("https://sso", "http://sso"));
        assertThatThrownBy(() -> NodeSettings.from(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.gateway.oidc.issuer must be an https address");
    }

    private static String shown() throws IOException {
        var page = Files.readString(PAGE);
        int start = page.indexOf("```\njetway.gateway {") + 4;
        return page.substring(start, page.indexOf("```", start));
    }
}
