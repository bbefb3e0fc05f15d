package dev.jetway.agents.evaluation;

import dev.jetway.agents.evaluation.Calibration.Decision;
import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import dev.jetway.agents.evaluation.Verdict.Got;
import java.util.Collection;

/**
 * The figures of one run, or of a part of it.
 *
 * @param right the right kind of answer, and of plans the right tools
 * @param tools of those that are plans: the skills are the expected ones
 * @param plan of those that are plans: the inputs are right as well
 * @param several of those that are plans of several tasks: the skills are the expected ones
 * @param outOfScope of those nobody can do: turned away
 * @param falseAlarms of those that can be done or asked back about: turned away all the same
 * @param asked of those where something is missing: asked back
 * @param asks and for the right things
 * @param chat of those that are chat: answered as such
 */
public record Scores(
        int requests,
        Ratio right,
        Ratio tools,
        Ratio plan,
        Ratio several,
        SlotCount slots,
        Ratio outOfScope,
        Ratio falseAlarms,
        Ratio asked,
        Ratio asks,
        Ratio chat,
        Calibration calibration,
        Latency latency) {

    public static Scores of(Collection<Verdict> verdicts) {
        return new Scores(
                verdicts.size(),
                Ratio.of(verdicts, verdict -> true, Verdict::right),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.PLAN), Verdict::tools),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.PLAN), Verdict::plan),
                Ratio.of(verdicts, verdict -> verdict.request().several(), Verdict::tools),
                verdicts.stream().map(Verdict::slots).reduce(SlotCount.NONE, SlotCount::plus),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.OUT_OF_SCOPE), Verdict::right),
                Ratio.of(
                        verdicts,
                        verdict -> verdict.is(Outcome.PLAN) || verdict.is(Outcome.ASK),
                        verdict -> verdict.got().turnedAway()),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.ASK), verdict -> verdict.got() == Got.ASK),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.ASK), Verdict::asks),
                Ratio.of(verdicts, verdict -> verdict.is(Outcome.CHAT), Verdict::right),
                Calibration.of(verdicts.stream()
                        .map(verdict -> new Decision(verdict.confidence(), verdict.right()))
                        .toList()),
                Latency.ofNanos(verdicts.stream().map(Verdict::nanos).toList()));
    }
}
