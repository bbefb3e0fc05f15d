package dev.jetway.agents.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.AgentResult;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import org.junit.jupiter.api.Test;

class VisaAgentTest {

    private final VisaAgent agent = new VisaAgent();

    @Test
    void knowsThatGermansNeedNoVisaForJapan() {
        assertThat(ask("{\"destination\": \"JP\", \"citizenship\": \"DE\"}"))
                .isInstanceOfSatisfying(
                        AgentResult.Completed.class,
                        completed -> assertThat(completed.text())
                                .isEqualTo("**Visa**: German citizens need none for Japan for up to 90 days."));
    }

    @Test
    void admitsWhatItDoesNotKnow() {
        assertThat(ask("{\"destination\": \"JP\", \"citizenship\": \"FR\"}"))
                .isEqualTo(AgentResult.failed("I know no visa rule for this journey; please ask the embassy."));
    }

    private AgentResult ask(String input) {
        var context = TestContext.with(new ScriptedTools());
        return agent.handle(TestContext.task("visa.rules", input), context)
                .toCompletableFuture()
                .join();
    }
}
