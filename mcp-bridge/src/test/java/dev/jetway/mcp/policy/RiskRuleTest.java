package dev.jetway.mcp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.Risk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskRuleTest {

    /** All combinations: what the hints say alone, then beside each class an operator may configure. */
    @ParameterizedTest(name = "read-only {0}, destructive {1}: {2}, and with read {3}, write {4}, commit {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,      -,     COMMIT,  READ,    WRITE,   COMMIT",
                "-,      false, WRITE,   WRITE,   WRITE,   COMMIT",
                "-,      true,  COMMIT,  COMMIT,  COMMIT,  COMMIT",
                "true,   -,     READ,    READ,    WRITE,   COMMIT",
                "true,   false, READ,    READ,    WRITE,   COMMIT",
                "true,   true,  COMMIT,  COMMIT,  COMMIT,  COMMIT",
                "false,  -,     COMMIT,  COMMIT,  COMMIT,  COMMIT",
                "false,  false, WRITE,   WRITE,   WRITE,   COMMIT",
                "false,  true,  COMMIT,  COMMIT,  COMMIT,  COMMIT"
            })
    void theCautiousOneWins(Boolean readOnly, Boolean destructive, Risk alone, Risk read, Risk write, Risk commit) {
        ObjectNode annotations = JsonNodeFactory.instance.objectNode();
        if (readOnly != null) {
            annotations.put("readOnlyHint", readOnly);
        }
        if (destructive != null) {
            annotations.put("destructiveHint", destructive);
        }
        assertThat(RiskRule.of(null, annotations)).isEqualTo(alone);
        assertThat(RiskRule.of(Risk.READ, annotations)).isEqualTo(read);
        assertThat(RiskRule.of(Risk.WRITE, annotations)).isEqualTo(write);
        assertThat(RiskRule.of(Risk.COMMIT, annotations)).isEqualTo(commit);
    }

    @Test
    void aToolWithoutAnnotationsIsWhatTheOperatorSaysOrCommits() {
        assertThat(RiskRule.of(null, MissingNode.getInstance())).isEqualTo(Risk.COMMIT);
        assertThat(RiskRule.of(null, NullNode.getInstance())).isEqualTo(Risk.COMMIT);
        assertThat(RiskRule.of(Risk.READ, MissingNode.getInstance())).isEqualTo(Risk.READ);
    }

    @Test
    void aHintThatIsNoBooleanReassuresNobody() {
        ObjectNode annotations = JsonNodeFactory.instance.objectNode();
        assertThat(RiskRule.of(Risk.READ, annotations.deepCopy().put("readOnlyHint", "true")))
                .isEqualTo(Risk.COMMIT);
        assertThat(RiskRule.of(
                        Risk.READ,
                        annotations.deepCopy().put("readOnlyHint", true).put("destructiveHint", "no")))
                .isEqualTo(Risk.COMMIT);
    }
}
