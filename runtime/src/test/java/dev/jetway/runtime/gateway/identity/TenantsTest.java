package dev.jetway.runtime.gateway.identity;

import static dev.jetway.runtime.gateway.identity.AcknowledgementLevel.ALL_REGIONS;
import static dev.jetway.runtime.gateway.identity.AcknowledgementLevel.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.region.Placements;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsTest {

    @Test
    void aMessageGetsTheStricterOfWhatItsTenantHasAndWhatItAsksFor() {
        var tenants = tenants("acknowledgement = local, tenants { bank { acknowledgement = all-regions }, shop {} }");

        assertThat(tenants.acknowledgement(of("bank"), LOCAL)).isEqualTo(ALL_REGIONS);
        assertThat(tenants.acknowledgement(of("shop"), LOCAL)).isEqualTo(LOCAL);
        assertThat(tenants.acknowledgement(of("shop"), ALL_REGIONS)).isEqualTo(ALL_REGIONS);
        assertThat(tenants.acknowledgement(of(null), LOCAL)).isEqualTo(LOCAL);
    }

    @Test
    void aTenantHasAtLeastWhatEverybodyHas() {
        var tenants = tenants("acknowledgement = all-regions, tenants { shop { acknowledgement = local } }");

        assertThat(tenants.acknowledgement(of("shop"), LOCAL)).isEqualTo(ALL_REGIONS);
        assertThat(tenants.acknowledgement(of(null), LOCAL)).isEqualTo(ALL_REGIONS);
    }

    @Test
    void aHomeIsOneOfTheRegions() {
        var tenants = tenants("acknowledgement = local, tenants { bank { home = eu } }");

        tenants.requireHomesIn(Set.of("eu", "us"));
        assertThatThrownBy(() -> tenants.requireHomesIn(Set.of("us")))
                .hasMessage("jetway.tenants.bank.home = \"eu\" is none of the regions (us)");
    }

    @Test
    void aTenantIsPlacedWhereThereIsAPlacementThatHasItsHome() {
        var placements = Placements.from(
                ConfigFactory.parseString("placements { eu-only { regions = [eu] } }"), Set.of("eu", "us"));
        var bank = tenants("acknowledgement = local, tenants { bank { home = eu, placement = eu-only }, shop {} }");

        bank.requirePlacedIn(placements);
        assertThat(bank.placement(Optional.of("bank"))).isEqualTo("eu-only");
        assertThat(bank.placement(Optional.of("shop"))).isEqualTo("everywhere");
        assertThat(bank.placement(Optional.empty())).isEqualTo("everywhere");
        assertThatThrownBy(() -> bank.requirePlacedIn(Placements.NONE))
                .hasMessage("jetway.tenants.bank.placement = \"eu-only\" is none of jetway.placements ()");
        assertThatThrownBy(() -> tenants("acknowledgement = local, tenants { bank { home = us, placement = eu-only } }")
                        .requirePlacedIn(placements))
                .hasMessage("jetway.tenants.bank.home = \"us\" is outside of its placement eu-only, which is in eu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        acknowledgement = both, tenants {}                                      | jetway.acknowledgement
        acknowledgement = local, tenants { bank = eu }                          | jetway.tenants.bank
        acknowledgement = local, tenants { bank { hom = eu } }                  | jetway.tenants.bank.hom
        acknowledgement = local, tenants { bank { acknowledgement = "" } }      | jetway.tenants.bank.acknowledgement
        acknowledgement = local, tenants { "the bank" { home = eu } }           | a tenant is named by
        """)
    void aMistakeIsNamed(String written, String named) {
        assertThatThrownBy(() -> tenants(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private static Identity of(String tenant) {
        return new Identity("dev:ann", Optional.ofNullable(tenant), "everywhere", Set.of(), Optional.empty());
    }

    private static Tenants tenants(String written) {
        return Tenants.from(ConfigFactory.parseString(written));
    }
}
