package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.math.BigDecimal;
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

    @Test
    void aTripIsSearchedSideBySideAndAnsweredAtOnce() {
        stack.travel().fault("flights", "search", "{\"mode\":\"slow\",\"delayMs\":800,\"times\":1}");
        stack.travel().fault("hotels", "search", "{\"mode\":\"slow\",\"delayMs\":800,\"times\":1}");
        try (var ann = stack.traveler("ann")) {
            var run = new Run[1];
            var calls = stack.travel()
                    .callsDuring(() -> run[0] = ann.say("I need a flight from London to Tokyo on 3 March, two adults, "
                            + "back ten days later, and a hotel near the centre under £150 a night"));

            var flights = run[0].call("flights.search");
            var hotels = run[0].call("hotels.search");
            var out = next(3, 3);
            assertThat(calls).containsOnly(entry("flights.search", 1), entry("hotels.search", 1));
            assertThat(flights.overlaps(hotels))
                    .as("%s and %s", flights, hotels)
                    .isTrue();
            assertThat(run[0].last("SUBAGENT_STARTED")).isLessThan(run[0].first("SUBAGENT_FINISHED"));
            assertThat(run[0].count("RUN_FINISHED")).isEqualTo(1);

            assertThat(flights.arguments().path("origin").asText()).isEqualTo("LON");
            assertThat(flights.arguments().path("destination").asText()).isEqualTo("TYO");
            assertThat(flights.arguments().path("date").asText()).isEqualTo(out.toString());
            assertThat(flights.arguments().path("returnDate").asText())
                    .isEqualTo(out.plusDays(10).toString());
            assertThat(flights.arguments().path("adults").asInt()).isEqualTo(2);
            assertThat(hotels.arguments().path("guests").asInt()).isEqualTo(2);
            assertThat(hotels.arguments().path("near").asText()).isEqualTo("centre");
            assertThat(hotels.arguments().path("maxPricePerNight").asInt()).isEqualTo(150);
            assertThat(hotels.arguments().path("currency").asText()).isEqualTo("GBP");

            assertThat(run[0].text()).contains("3 March", "13 March", "2 adults", "Hotels in Tokyo", "London");
            var prices = PER_NIGHT
                    .matcher(run[0].text())
                    .results()
                    .map(found -> new BigDecimal(found.group(1).replace(",", "")))
                    .toList();
            assertThat(prices).isNotEmpty().allMatch(price -> price.compareTo(new BigDecimal(150)) <= 0);
        }
    }

    @Test
    void twoQuestionsInOneSentenceGetOneAnswer() {
        try (var ann = stack.traveler("ann")) {
            var run = new Run[1];
            var calls = stack.travel()
                    .callsDuring(() -> run[0] =
                            ann.say("what's the weather like in Lisbon in May, and how do I get there from Berlin?"));

            assertThat(calls).containsOnlyKeys("destinations.route", "weather.climate");
            assertThat(run[0].call("weather.climate").arguments().path("month").asInt())
                    .isEqualTo(5);
            assertThat(run[0].text())
                    .contains("Berlin → Lisbon", "by plane", "Weather in Lisbon in May", "°C", "estimates", "model");
        }
    }

    /** The next day of this date that is not past. */
    private static LocalDate next(int month, int day) {
        var thisYear = LocalDate.of(today().getYear(), month, day);
        return thisYear.isBefore(today()) ? thisYear.plusYears(1) : thisYear;
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
