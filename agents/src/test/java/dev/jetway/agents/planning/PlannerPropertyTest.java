package dev.jetway.agents.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.planning.reading.Dates;
import dev.jetway.agents.planning.reading.Words;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class PlannerPropertyTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    /** Pieces of requests, in an order nobody would say them in. */
    private static final List<String> PIECES = List.of(
            "flight",
            "hotel",
            "from",
            "to",
            "in",
            "London",
            "Tokyo",
            "Nice",
            "March",
            "3",
            "3rd",
            "the",
            "next",
            "weekend",
            "friday",
            "back",
            "later",
            "ten",
            "days",
            "nights",
            "until",
            "-",
            "/",
            ",",
            ".",
            "2027",
            "31",
            "February",
            "book",
            "second",
            "one",
            "it",
            "cancel",
            "JWABC123",
            "JW412",
            "weather",
            "trip",
            "plan",
            "under",
            "£150",
            "a",
            "night",
            "two",
            "adults",
            "and",
            "between",
            "on",
            "5",
            "12",
            "for",
            "of",
            "LHR",
            "may",
            "my",
            "bookings",
            "visa",
            "Japan",
            "christmas",
            "new",
            "year",
            "day",
            "by",
            "itinerary",
            "all",
            "star",
            "Easter",
            "more",
            "earlier",
            "instead",
            "before",
            "last",
            "week",
            "pm",
            "half",
            "past",
            "there",
            "Barcelna",
            "us",
            "total",
            "+",
            "#");

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(PIECES).list().ofMaxSize(25).map(words -> String.join(" ", words));
    }

    @Property(tries = 1_000)
    void everyMessageGetsAPlanOrAnAnswer(@ForAll("requests") String first, @ForAll("requests") String second) {
        var talk = new Talk();
        answered(talk.say(first));
        answered(talk.say(second));
    }

    @Property(tries = 300)
    void anyTextAtAllGetsAPlanOrAnAnswer(@ForAll @StringLength(max = 300) String text) {
        answered(Talk.plan(text));
    }

    @Property(tries = 1_000)
    void whatIsReadLiesInTheFutureAndEndsAfterItBegins(@ForAll("requests") String text) {
        var period = Dates.read(Words.of(text), TODAY, false, null);
        if (period.problem() == null && period.start() != null) {
            assertThat(period.start()).isAfterOrEqualTo(TODAY);
            if (period.until() != null) {
                assertThat(period.until()).isAfter(period.start());
            }
        }
    }

    @Property(tries = 300)
    void theSameMessageIsAlwaysPlannedTheSame(@ForAll("requests") String text) {
        assertThat(Talk.plan(text)).isEqualTo(Talk.plan(text));
    }

    private static void answered(Planning planning) {
        var text = planning.fold(tasks -> "a plan of " + tasks.graph().tasks().keySet(), Planning.Answer::text);
        assertThat(text).isNotBlank();
    }
}
