package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.model.SchemaCheck.Violation;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SkillSchemasTest {

    private final SkillSchemas schemas = new SkillSchemas();

    @Test
    void everythingThatIsWrongIsNamedByItsPlace() {
        var hotels = AgentRegistry.load(Set.of()).skills().get("hotels.search").inputSchema();
        var input = json("{\"city\": 7, \"checkIn\": \"soon\", \"guests\": 99, \"near\": \"me\"}");

        assertThat(schemas.violations(hotels, input))
                .extracting(Violation::at)
                .containsExactlyInAnyOrder("/city", "/checkIn", "/guests", "/near", "");
        assertThat(schemas.violations(
                        hotels,
                        json("{\"city\": \"Rome\", \"checkIn\": \"2027-03-02\", \"checkOut\": \"2027-03-04\"}")))
                .isEmpty();
    }

    @Test
    void theSchemaOfEverySkillWeShipCanBeChecked() {
        for (Skill skill : AgentRegistry.load(Set.of()).skills().values()) {
            assertThat(schemas.violations(skill.inputSchema(), json("[]")))
                    .isNotEmpty()
                    .allSatisfy(violation -> assertThat(violation.what()).doesNotContain("can't be checked"));
        }
    }

    @Test
    void aSchemaThatIsNoneFitsNothing() {
        assertThat(schemas.violations(json("{\"$ref\": \"http://127.0.0.1:1/x.json\"}"), json("{}")))
                .hasSize(1);
        assertThat(schemas.violations(json("{\"type\": \"wish\"}"), json("{}"))).isNotEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
