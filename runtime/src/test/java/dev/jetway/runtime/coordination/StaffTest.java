package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.planning.EmbeddedPlanner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaffTest {

    @Test
    void itIsWhoTheConfigurationNames() {
        var staff = Staff.from(configured(Map.of("jetway.agents.disabled", List.of("hotel-agent"))));

        assertThat(staff.planner()).isInstanceOf(EmbeddedPlanner.class);
        assertThat(staff.agents().agents()).containsKey("flight-agent").doesNotContainKey("hotel-agent");
    }

    @Test
    void aPlannerThatIsNoneIsNamed() {
        assertThatThrownBy(() -> Staff.from(configured(Map.of("jetway.planner", "java.lang.String"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.planner = java.lang.String is no Planner");
        assertThatThrownBy(() -> Staff.from(configured(Map.of("jetway.planner", "no.such.Planner"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jetway.planner = no.such.Planner is no Planner");
    }

    @Test
    void anAgentThatDoesNotExistCannotBeDisabled() {
        var config = configured(Map.of("jetway.agents.disabled", List.of("train-agent")));

        assertThatThrownBy(() -> Staff.from(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("train-agent");
    }

    private static Config configured(Map<String, Object> settings) {
        return ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load());
    }
}
