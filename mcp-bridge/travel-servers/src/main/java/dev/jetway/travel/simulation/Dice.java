package dev.jetway.travel.simulation;

/**
 * Chance that falls the same on every machine: a SplitMix64 stream started from a seed and a text.
 * Not thread-safe; throw a new one per question.
 */
final class Dice {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    static Dice of(long seed, String about) {
        long hash = 0xCBF29CE484222325L ^ mix(seed + GOLDEN);
        for (int i = 0; i < about.length(); i++) {
            hash = (hash ^ about.charAt(i)) * 0x100000001B3L;
        }
        return new Dice(mix(hash));
    }

    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0, inclusive, to 1, exclusive. */
    double unit() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
