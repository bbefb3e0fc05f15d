package dev.jetway.runtime.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevAuthenticatorTest {

    private final DevAuthenticator authenticator = new DevAuthenticator(
            Tenants.from(ConfigFactory.parseString("acknowledgement = local, tenants { bank {} }")));

    @Test
    void rolesAreNoPartOfWhoSomebodyIs() {
        var olga = identified("dev:olga@bank+operator+desk");

        assertThat(olga.subject()).isEqualTo("dev:olga@bank");
        assertThat(olga.roles()).containsExactlyInAnyOrder(Role.DESK, Role.OPERATOR);
        assertThat(olga.tenant()).contains("bank");
    }

    @Test
    void nobodyHasARoleUnasked() {
        assertThat(identified("dev:ann").roles()).isEqualTo(Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dev:", "ann", "dev:ann+king", "dev:ann+", "dev:ann+desk@bank", "dev:ann@nobank", "dev:a b"})
    void whatIsNoTokenIsRefusedWithoutRepeatingIt(String token) {
        var denied = verdict(token).<Optional<String>>fold(it -> Optional.empty(), it -> Optional.of(it.message()));

        assertThat(denied).hasValueSatisfying(message -> assertThat(message).contains("tenant"));
    }

    private Identity identified(String token) {
        return verdict(token).fold(Authenticator.Identified::identity, it -> {
            throw new AssertionError(it.message());
        });
    }

    private Verdict verdict(String token) {
        return authenticator.authenticate(token).toCompletableFuture().join();
    }
}
