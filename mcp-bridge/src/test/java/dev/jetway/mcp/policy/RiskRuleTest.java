package dev.jetway.mcp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Risk;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskRuleTest {

    @ParameterizedTest(name = "configured {0}, read-only {1}, destructive {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,      -,     -,     COMMIT",
                "-,      true,  -,     READ",
                "-,      true,  false, READ",
                "-,      true,  true,  COMMIT",
                "-,      false, -,     COMMIT",
                "-,      false, false, WRITE",
                "-,      -,     false, WRITE",
                "-,      -,     true,  COMMIT",
                "READ,   -,     -,     READ",
                "WRITE,  -,     -,     WRITE",
                "READ,   false, false, WRITE",
                "READ,   -,     true,  COMMIT",
                "COMMIT, true,  -,     COMMIT",
                "WRITE,  true,  -,     WRITE"
            })
    void theCautiousOneWins(Risk configured, Boolean readOnly, Boolean destructive, Risk risk) {
        ToolAnnotations annotations = ToolAnnotations.builder()
                .readOnlyHint(readOnly)
                .destructiveHint(destructive)
                .build();
        assertThat(RiskRule.of(configured, annotations)).isEqualTo(risk);
        if (readOnly == null && destructive == null) {
            assertThat(RiskRule.of(configured, null)).isEqualTo(risk);
        }
    }
}
