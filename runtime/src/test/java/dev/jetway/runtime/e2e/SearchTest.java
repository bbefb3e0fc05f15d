package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class SearchTest {

    private static final Pattern PER_NIGHT = Pattern.compile("£([\\d,]+(?:\\.\\d\\d)?) a night");

    private final Running stack;

    SearchTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void hotelsForNextWeekendAreASearchAndTouchNoBookingTool() {
        try (var ann = stack.traveler("ann")) {
            var run = new Run[1];
            var calls = stack.travel()
                    .callsDuring(() -> run[0] = ann.say("find available hotels in Boston for next weekend"));

            assertThat(run[0].outcome()).isEqualTo("success");
            assertThat(run[0].options())
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> PER_NIGHT.matcher(line).find());
            assertThat(calls).containsOnlyKeys("hotels.search");
            var asked = run[0].call("hotels.search").arguments();
            var checkIn = LocalDate.parse(asked.path("checkIn").asText());
            assertThat(asked.path("city").asText()).isEqualTo("Boston");
            assertThat(asked.path("country").asText()).isEqualTo("US");
            assertThat(checkIn).isBetween(today().plusDays(2), today().plusDays(14));
            assertThat(checkIn.getDayOfWeek().getValue()).isBetween(5, 6);
            assertThat(run[0].text())
                    .contains("Boston", "Sat %d".formatted(checkIn.getDayOfMonth()), "“next weekend”", "simulated");
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
