package dev.jetway.agents.planning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.planning.intent.Ranking.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContinuityTest {

    private final Continuity continuity =
            new Continuity(Map.of("hotels.book", Set.of("hotels.search"), "cars.book", Set.of("cars.search")));

    private final Ranking even = new Ranking(
            List.of(
                    new Candidate("cars.book", 0.2, true),
                    new Candidate("hotels.search", 0.2, true),
                    new Candidate("weather", 0.2, true),
                    new Candidate("cars.search", 0.2, true),
                    new Candidate("hotels.book", 0.2, true)),
            0.3);

    @Test
    void whatWasFoundIsBookedNext() {
        var weighed = weigh("hotels.search");

        assertThat(weighed.best().label()).isEqualTo("hotels.book");
        assertThat(weighed.probability("hotels.book")).isGreaterThan(0.8);
        assertThat(weighed.outside()).isEqualTo(0.3);
    }

    @Test
    void nobodyBooksWhatTheyHaveNotLookedFor() {
        var weighed = weigh("weather");

        assertThat(weighed.probability("cars.search")).isGreaterThan(10 * weighed.probability("cars.book"));
    }

    @Test
    void whatIsBookedIsLookedForLessThanAnythingElse() {
        var weighed = weigh("hotels.book");

        assertThat(weighed.probability("hotels.search")).isLessThan(weighed.probability("cars.search"));
    }

    @Test
    void inTheBeginningWordsAloneCount() {
        assertThat(continuity.weigh(even, State.NOTHING)).isEqualTo(even);
    }

    @Test
    void clearWordsWinAgainstHabit() {
        var clear =
                new Ranking(List.of(new Candidate("weather", 0.99, true), new Candidate("hotels.book", 0.01, true)), 0);

        assertThat(continuity
                        .weigh(clear, new State(Set.of("hotels.search"), ""))
                        .best()
                        .label())
                .isEqualTo("weather");
    }

    private Ranking weigh(String last) {
        return continuity.weigh(even, new State(Set.of(last), "Here."));
    }
}
