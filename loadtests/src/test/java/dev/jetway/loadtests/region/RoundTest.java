package dev.jetway.loadtests.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTest {

    @Test
    void aSeedAlwaysGivesTheSameRounds() {
        assertThat(Round.random(7, 20)).isEqualTo(Round.random(7, 20)).hasSize(20);
        assertThat(Round.random(8, 20)).isNotEqualTo(Round.random(7, 20));
    }

    @Test
    void aLongerRunBeginsWithTheRoundsOfAShorterOne() {
        assertThat(Round.random(7, 20)).startsWith(Round.random(7, 5).toArray(Round[]::new));
    }

    @Test
    void everyFaultComesBeforeAnyComesAgain() {
        var faults = Round.random(42, 2 * Round.FAULTS.size()).stream()
                .map(round -> round.fault().name())
                .toList();
        assertThat(faults.subList(0, Round.FAULTS.size())).containsExactlyInAnyOrderElementsOf(Round.FAULTS);
        assertThat(faults.subList(Round.FAULTS.size(), faults.size()))
                .containsExactlyInAnyOrderElementsOf(Round.FAULTS);
    }

    @Test
    void bothRegionsAreStruck() {
        assertThat(Round.random(42, 60).stream().map(Round::fault))
                .contains(new Fault.KillRegion("eu"), new Fault.KillRegion("us"));
    }

    @Test
    void aRandomRoundTakesAboutAMinuteOfWork() {
        assertThat(Round.random(3, 100))
                .allSatisfy(round -> assertThat(round.calm().plus(round.struck()))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(60)));
    }

    @Test
    void aPauseIsLongerThanEveryTimeOut() {
        var round = new Round(Round.fault("pause", "eu"), 1, Duration.ZERO, Duration.ofSeconds(3), false);
        assertThat(round.struck()).isGreaterThan(Duration.ofSeconds(45));
    }

    @Test
    void everyFaultIsCalledAsItWasAskedFor() {
        assertThat(Round.FAULTS)
                .allSatisfy(name -> assertThat(Round.fault(name, "us").name()).isEqualTo(name));
    }

    @Test
    void anUnknownFaultIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> Round.fault("meteor", "eu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meteor")
                .hasMessageContaining("kill-region");
    }
}
