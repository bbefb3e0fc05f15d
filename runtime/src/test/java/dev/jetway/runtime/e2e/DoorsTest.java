package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import dev.jetway.runtime.npm.NodeRun;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** Front ends from npm against everything there is. */
@ExtendWith(RealStack.class)
@EnabledIf("dev.jetway.runtime.npm.Npm#isThere")
class DoorsTest {

    private final Running stack;

    DoorsTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void httpAgentBooksOverABadLineAndCopilotKitKnowsOfIt() throws Exception {
        var ann = "dev:ann-" + UUID.randomUUID().toString().substring(0, 8);
        var page = stack.page();
        var address = "http://%s:%d".formatted(page.getHost(), page.getPort());

        var run = NodeRun.of("--import", "./doors/browser.mjs", "doors/booking.mjs", address, ann);

        assertThat(run.said("BOOKED")).hasSize(1);
        assertThat(stack.travel().bookingsOf(ann)).hasSize(1);
        assertThat(run.said("EVENT")).isNotEmpty().allSatisfy(AgUiSchema::check);
    }
}
