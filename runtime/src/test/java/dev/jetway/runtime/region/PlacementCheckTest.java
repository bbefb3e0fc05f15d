package dev.jetway.runtime.region;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.cluster.Placement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementCheckTest {

    private static final Placement EUROPE = Placement.of("europe", List.of("eu", "uk"));
    private static final TreeSet<String> TOLD = new TreeSet<>(Set.of("dc-eu", "dc-uk"));

    @Test
    void aKeyspaceInTheDataCentersOfThePlacementIsAsItShouldBe() {
        PlacementCheck.require(EUROPE, TOLD, Map.of("jetway_placed_europe", Set.of("dc-uk", "dc-eu")));
    }

    @Test
    void aMissingKeyspaceIsSaidWithTheCommandThatMakesIt() {
        assertThatThrownBy(() -> PlacementCheck.require(EUROPE, TOLD, Map.of("jetway", TOLD)))
                .hasMessageContainingAll("Placement europe has no keyspace", "--placement europe=dc-eu,dc-uk");
    }

    @Test
    void aKeyspaceThatIsElsewhereIsNotUsed() {
        assertThatThrownBy(() -> PlacementCheck.require(
                        EUROPE, TOLD, Map.of("jetway_placed_europe", Set.of("dc-eu", "dc-uk", "dc-us"))))
                .hasMessageContainingAll("[dc-eu, dc-uk] here", "jetway_placed_europe", "dc-us", "undo the change");
    }
}
