package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealStack.class)
class OutagesTest {

    private static final String TRIP =
            "a flight from London to Tokyo on 3 March, back ten days later, and a hotel near the centre";

    /** What one call of a tool may take, and what a busy machine adds to it. */
    private static final Duration PROMISED = Duration.ofSeconds(8 + 7);

    private static final String NOT_CHECKED = "I could not check this just now" + "|refused";

    private final Running stack;

    OutagesTest(Running stack) {
        this.stack = stack;
    }

    @AfterEach
    void heal() {
        stack.heal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "nonsense", "error"})
    void whatABrokenToolShouldHaveAnsweredIsMissingAndTheRestIsThere(String mode) {
        stack.travel().fault("flights", "search", "{\"mode\":\"%s\"}".formatted(mode));
        try (var ann = stack.traveler("ann")) {
            var run = ann.say(TRIP);

            assertThat(run.text()).contains("Hotels in Tokyo", "a night").containsIgnoringCase("flights");
            assertThat(run.text()).as("says that it has no flights").containsPattern(NOT_CHECKED);
            assertThat(run.text()).doesNotContain("many", "-1", "null", "Exception");
            stack.travel().clearFaults();
            assertThat(ann.say("book the first flight").questions())
                    .as("nothing broken to book")
                    .isEmpty();
            assertThat(ann.say("book the first hotel").questions()).hasSize(1);
        }
    }

    @Test
    void aHangingToolHoldsTheAnswerUpNoLongerThanPromised() {
        stack.travel().fault("weather", "climate", "{\"mode\":\"hang\"}");
        try (var ann = stack.traveler("ann")) {
            long begun = System.nanoTime();

            var run = ann.say("what's the weather like in Lisbon in May, and how do I get there from Berlin?");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMISED);
            assertThat(run.lines()).containsExactly("Still waiting for an answer from weather");
            assertThat(run.text()).contains("Berlin → Lisbon", "by plane");
            assertThat(run.text())
                    .contains("Weather in Lisbon")
                    .containsPattern(NOT_CHECKED)
                    .doesNotContain("°C");
        }
    }

    @Test
    void whileTheTravelServersAreDownTheAnswerSaysSoAndAfterwardsAllIsWell() {
        stack.travel().fault("hotels", "search", "{\"mode\":\"die\"}");
        try (var ann = stack.traveler("ann")) {
            long begun = System.nanoTime();

            var died = ann.say("find hotels in Boston for next weekend");
            var down = ann.say("what's the weather like in Lisbon in May?");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMISED.multipliedBy(2));
            assertThat(died.text()).containsPattern(NOT_CHECKED);
            assertThat(died.options()).isEmpty();
            assertThat(down.text()).containsPattern(NOT_CHECKED).doesNotContain("°C");
            assertThat(ann.say("hello").text()).startsWith("Hello");

            stack.travel().restart();
            Running.awaitTools(stack.page());
            assertThat(ann.say("find hotels in Boston for next weekend").options())
                    .isNotEmpty();
        }
    }
}
