package dev.jetway.runtime.model.registry;

import static dev.jetway.runtime.model.registry.TestGroup.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.runtime.model.Prices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateTest {

    private static final long NOW = 1_000_000;
    private static final Need PROSE = new Need(1_000, 500, false, false);
    private static final Need JSON = new Need(1_000, 500, false, true);

    private static List<Integer> order(Policy policy, Need need, Candidate... candidates) {
        return Candidate.ranked(List.of(candidates), policy, need, NOW).stream()
                .map(Candidate::place)
                .toList();
    }

    private static Candidate well(int place, Terms terms) {
        return new Candidate(place, terms, Health.UNKNOWN);
    }

    private static Health took(long toFirst, long toEnd) {
        return Health.UNKNOWN.begun(NOW, 8).orElseThrow().answered(false, toFirst, toEnd, NOW);
    }

    private static Health busy(int calls) {
        var health = Health.UNKNOWN;
        for (int i = 0; i < calls; i++) {
            health = health.begun(NOW, 100).orElseThrow();
        }
        return health;
    }

    private static Health cooling() {
        return Health.UNKNOWN
                .begun(NOW, 8)
                .orElseThrow()
                .failed(false, Kind.RATE_LIMITED, Optional.empty(), NOW, TestGroup.COOLDOWN);
    }

    @Test
    void orderedTakesThemAsTheyAreListed() {
        assertThat(order(Policy.ORDERED, PROSE, well(0, terms("9")), well(1, terms("1")), well(2, terms("5"))))
                .containsExactly(0, 1, 2);
    }

    @Test
    void cheapestTakesTheCheapestOfThoseThatAreThere() {
        assertThat(order(
                        Policy.CHEAPEST,
                        PROSE,
                        well(0, terms("9")),
                        new Candidate(1, terms("1"), cooling()),
                        well(2, terms("5"))))
                .containsExactly(2, 0);
    }

    @Test
    void whatIsCheapestDependsOnWhatIsReadAndWritten() {
        var cheapToRead = new Terms(prices("1", "10"), Set.of(), 90_000, true, true, 8, 8);
        var cheapToWrite = new Terms(prices("2", "4"), Set.of(), 90_000, true, true, 8, 8);

        assertThat(order(
                        Policy.CHEAPEST,
                        new Need(20_000, 100, false, false),
                        well(0, cheapToWrite),
                        well(1, cheapToRead)))
                .containsExactly(1, 0);
        assertThat(order(
                        Policy.CHEAPEST,
                        new Need(100, 4_000, false, false),
                        well(0, cheapToRead),
                        well(1, cheapToWrite)))
                .containsExactly(1, 0);
    }

    private static Prices prices(String input, String output) {
        return new Prices(new BigDecimal(input), new BigDecimal(input), new BigDecimal(output));
    }

    @Test
    void fastestGoesByTheFirstWordForProseAndByTheLastForJson() {
        var beginsSoon = new Candidate(0, terms(), took(100, 3_000));
        var endsSoon = new Candidate(1, terms(), took(500, 900));

        assertThat(order(Policy.FASTEST, PROSE, endsSoon, beginsSoon)).containsExactly(0, 1);
        assertThat(order(Policy.FASTEST, JSON, beginsSoon, endsSoon)).containsExactly(1, 0);
    }

    @Test
    void aModelOfUnknownSpeedIsTriedByOneCallAtATime() {
        var known = new Candidate(0, terms(), took(100, 200));

        assertThat(order(Policy.FASTEST, PROSE, known, well(1, terms()))).containsExactly(1, 0);
        assertThat(order(Policy.FASTEST, PROSE, known, new Candidate(1, terms(), busy(1))))
                .containsExactly(0, 1);
    }

    @Test
    void leastBusyTakesTheOneWithTheFewestCalls() {
        assertThat(order(
                        Policy.LEAST_BUSY,
                        PROSE,
                        new Candidate(0, terms(), busy(3)),
                        new Candidate(1, terms(), busy(2))))
                .containsExactly(1, 0);
    }

    @Test
    void oneWhereACallWouldHaveToWaitComesLast() {
        assertThat(order(Policy.ORDERED, PROSE, new Candidate(0, terms(), busy(8)), well(1, terms())))
                .containsExactly(1, 0);
        assertThat(order(Policy.ORDERED, PROSE, new Candidate(0, terms(), busy(16))))
                .isEmpty();
    }

    @Test
    void onlyThoseThatCanTakeItAreAsked() {
        var noTools = new Terms(terms().prices(), Set.of(), 10_000, false, true, 8, 8);

        assertThat(order(Policy.ORDERED, new Need(9_600, 500, false, false), well(0, terms())))
                .isEmpty();
        assertThat(order(Policy.ORDERED, new Need(10, 10, true, false), well(0, noTools), well(1, terms())))
                .containsExactly(1);
    }

    @Test
    void thoseThatPromiseToKeepToTheSchemaComeFirst() {
        var noSchemas = new Terms(terms().prices(), Set.of(), 10_000, true, false, 8, 8);

        assertThat(order(Policy.ORDERED, JSON, well(0, noSchemas), well(1, terms())))
                .containsExactly(1, 0);
        assertThat(order(Policy.ORDERED, PROSE, well(0, noSchemas), well(1, terms())))
                .containsExactly(0, 1);
    }

    @Test
    void theDataOfARegionGoesOnlyWhereItMay() {
        var anywhere = terms();
        var european = new Terms(terms().prices(), Set.of("eu"), 10_000, true, true, 8, 8);

        var allowed = new ArrayList<String>();
        for (var region : List.of("eu", "us")) {
            for (boolean bound : List.of(false, true)) {
                allowed.add("%s %s: %s %s"
                        .formatted(region, bound, anywhere.mayServe(region, bound), european.mayServe(region, bound)));
            }
        }
        assertThat(allowed)
                .containsExactly(
                        "eu false: true true", "eu true: false true", "us false: true false", "us true: false false");
    }

    @Test
    void aTokenOfABillionthIsNotFree() {
        assertThat(terms("0.0001").nanos(PROSE.most())).isEqualTo(150);
        assertThat(terms("0.0001").nanos(new Need(1, 0, false, false).most())).isEqualTo(1);
    }
}
