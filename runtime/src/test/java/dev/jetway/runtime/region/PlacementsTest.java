package dev.jetway.runtime.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementsTest {

    private static final Set<String> REGIONS = Set.of("eu", "uk", "us");
    private static final String EVERYWHERE = "YQ.trip";
    private static final String EUROPE = "YQ.trip@europe";
    private static final String US_ONLY = "YQ.trip@us-only";

    private final Placements placements = read("europe { regions = [uk, eu] }, us-only { regions = [us] }");

    @Test
    void whatIsPlacedIsInItsRegionsAndNowhereElse() {
        assertThat(placements.of(EUROPE))
                .hasValueSatisfying(
                        europe -> assertThat(europe.regions()).isEqualTo(new TreeSet<>(Set.of("eu", "uk"))));
        assertThat(placements.mayBeIn("uk", EUROPE)).isTrue();
        assertThat(placements.mayBeIn("us", EUROPE)).isFalse();
        assertThat(placements.mayBeIn("us", US_ONLY + "/r1:book")).isTrue();
        assertThat(placements.mayBeIn("eu", US_ONLY + "/r1:book")).isFalse();
    }

    @Test
    void whatNobodyPlacedIsEverywhere() {
        assertThat(placements.of(EVERYWHERE)).isEmpty();
        assertThat(REGIONS).allMatch(region -> placements.mayBeIn(region, EVERYWHERE));
    }

    @Test
    void whatIsPlacedInAWayNobodyKnowsIsNowhere() {
        assertThat(REGIONS).noneMatch(region -> placements.mayBeIn(region, "YQ.trip@mars"));
        assertThatThrownBy(() -> placements.carrier("YQ.trip@mars/r1:book", "eu"))
                .hasMessage("There is no placement mars here");
    }

    @Test
    void anActionIsCarriedOutByThePrimaryAndWhatIsPlacedByTheFirstOfItsRegionsWhateverIsThePrimary() {
        assertThat(placements.carrier(EVERYWHERE + "/r1:book", "us")).isEqualTo("us");
        assertThat(placements.carrier(EUROPE + "/r1:book", "uk")).isEqualTo("eu");
        assertThat(placements.carrier(EUROPE + "/r1:book", "us")).isEqualTo("eu");
        assertThat(placements.carrier(US_ONLY + "/r1:book", "eu")).isEqualTo("us");
    }

    @Test
    void aMistakeIsNamedWithItsPlace() {
        assertWrong(
                "eu-only { regions = [eu, asia] }",
                "jetway.placements.eu-only.regions (",
                "has asia, which is none of");
        assertWrong("eu-only { regions = [] }", "jetway.placements.eu-only", "needs at least one region");
        assertWrong("eu-only { regions = eu }", "jetway.placements.eu-only", "must be a section with the list regions");
        assertWrong("eu-only = eu", "jetway.placements.eu-only", "must be a section with the list regions");
        assertWrong("eu-only { regions = [eu], region = eu }", "Unknown key jetway.placements.eu-only.region");
        assertWrong("EU { regions = [eu] }", "\"EU\" is no name for a placement");
        assertWrong("everywhere { regions = [eu] }", "not everywhere");
    }

    private static void assertWrong(String written, String... words) {
        assertThatThrownBy(() -> read(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private static Placements read(String written) {
        return Placements.from(ConfigFactory.parseString("placements { " + written + " }"), REGIONS);
    }
}
