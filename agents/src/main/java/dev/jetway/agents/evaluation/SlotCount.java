package dev.jetway.agents.evaluation;

/**
 * Values of inputs, by skill and property.
 *
 * @param right filled as expected
 * @param wrong filled with another value, or not to be filled
 * @param missed expected and not filled so
 */
public record SlotCount(int right, int wrong, int missed) {

    public static final SlotCount NONE = new SlotCount(0, 0, 0);

    public SlotCount plus(SlotCount other) {
        return new SlotCount(right + other.right, wrong + other.wrong, missed + other.missed);
    }

    /** Not a number when nothing was filled. */
    public double precision() {
        return (double) right / (right + wrong);
    }

    /** Not a number when nothing was expected. */
    public double recall() {
        return (double) right / (right + missed);
    }

    /** The harmonic mean of both; not a number when there was neither. */
    public double f1() {
        return 2.0 * right / (2.0 * right + wrong + missed);
    }
}
