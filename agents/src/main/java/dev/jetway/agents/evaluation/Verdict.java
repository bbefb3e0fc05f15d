package dev.jetway.agents.evaluation;

import dev.jetway.agents.evaluation.LabeledRequest.Outcome;

/**
 * What a planner made of a request, judged.
 *
 * @param tools the skills are the expected ones, each as often; for requests that are no plan: nothing is planned
 * @param plan also the inputs, and what is optional
 * @param asks a question for what is expected
 * @param by the planner that made it; empty where that is the planner that was asked
 * @param shown what the planner did, in one line
 */
public record Verdict(
        LabeledRequest request,
        Got got,
        boolean tools,
        boolean plan,
        boolean asks,
        SlotCount slots,
        double confidence,
        long nanos,
        String by,
        String shown) {

    /** What became of the message. */
    public enum Got {
        PLAN,
        ASK,
        CHAT,
        OUT_OF_SCOPE,
        NOT_UNDERSTOOD,
        /** The planner broke. */
        FAILED;

        /** Told that nothing can be done. */
        boolean turnedAway() {
            return this == OUT_OF_SCOPE || this == NOT_UNDERSTOOD;
        }
    }

    boolean is(Outcome expected) {
        return request.outcome() == expected;
    }

    /** What was expected, in one line, as {@link #shown} says what came. */
    public String wanted() {
        return Judge.expected(request);
    }

    /** The traveler got the kind of answer that was right; of a plan, the right tools. */
    public boolean right() {
        return switch (request.outcome()) {
            case PLAN -> tools;
            case ASK -> got == Got.ASK;
            case CHAT -> got == Got.CHAT;
            case OUT_OF_SCOPE -> got.turnedAway();
        };
    }

    /** Right to the last value. */
    public boolean faultless() {
        return switch (request.outcome()) {
            case PLAN -> plan;
            case ASK -> asks;
            case CHAT, OUT_OF_SCOPE -> right();
        };
    }
}
