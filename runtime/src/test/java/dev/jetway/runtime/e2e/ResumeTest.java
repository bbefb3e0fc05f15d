package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class ResumeTest {

    private final Running stack;

    ResumeTest(Running stack) {
        this.stack = stack;
    }

    @AfterEach
    void heal() {
        stack.heal();
    }

    @Test
    void aConnectionCutInMidTurnMissesNothingAndSeesNothingTwice() {
        stack.travel().fault("hotels", "search", "{\"mode\":\"slow\",\"delayMs\":1500,\"times\":1}");
        try (var ann = stack.traveler("ann");
                var witness = ann.another(stack.page())) {
            List<JsonNode> seen = new ArrayList<>();
            assertThat(ann.begin("find hotels in Boston for next weekend").ok()).isTrue();
            do {
                seen.add(ann.next().event());
            } while (!seen.get(seen.size() - 1).path("type").asText().equals("SUBAGENT_STARTED"));
            var cursor = ann.cursor();
            ann.cut();

            try (var again = ann.resume(stack.page(), cursor)) {
                assertThat(again.recovered()).isTrue();
                var rest = again.run();
                seen.addAll(rest.events());

                assertThat(rest.options()).isNotEmpty();
                assertThat(seen).isEqualTo(witness.run().events());
                assertThat(again.say("thanks").text()).startsWith("You're welcome");
            }
        }
    }

    @Test
    void whatHappenedWhileNobodyWasConnectedIsReplayed() {
        stack.travel().fault("hotels", "search", "{\"mode\":\"slow\",\"delayMs\":700,\"times\":1}");
        try (var ann = stack.traveler("ann")) {
            var cursor = ann.cursor();
            assertThat(ann.begin("find hotels in Boston for next weekend").ok()).isTrue();
            ann.cut();

            try (var looking = FrontEnd.connect(stack.page(), ann.name(), ann.thread())) {
                Eventually.holds("the turn is answered", () -> looking.history().size() == 2);
            }
            try (var again = ann.resume(stack.page(), cursor)) {
                assertThat(again.recovered()).isTrue();
                assertThat(again.run().options()).isNotEmpty();
            }
        }
    }
}
