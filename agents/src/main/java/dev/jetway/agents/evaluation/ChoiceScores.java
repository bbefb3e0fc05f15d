package dev.jetway.agents.evaluation;

import java.util.Collection;

/** The figures of many choices. */
public record ChoiceScores(Ratio right, Calibration calibration, Latency latency) {

    public static ChoiceScores of(Collection<Choice> choices) {
        return new ChoiceScores(
                Ratio.of(choices, choice -> true, Choice::right),
                Calibration.of(choices.stream().map(Choice::decision).toList()),
                Latency.ofNanos(choices.stream().map(Choice::nanos).toList()));
    }
}
