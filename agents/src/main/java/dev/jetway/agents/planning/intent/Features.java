package dev.jetway.agents.planning.intent;

/**
 * What a message looks like to {@link Head}.
 *
 * @param dense its sentence vector; empty without an encoder
 * @param places of the known words in it, increasing
 * @param values at these places
 */
record Features(float[] dense, int[] places, float[] values) {

    /** How near two messages are by their meaning, from -1 to 1. */
    double near(Features other) {
        // Four sums side by side: each waits for its own last addition only.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < dense.length; i += 4) {
            a += dense[i] * other.dense[i];
            b += dense[i + 1] * other.dense[i + 1];
            c += dense[i + 2] * other.dense[i + 2];
            d += dense[i + 3] * other.dense[i + 3];
        }
        for (; i < dense.length; i++) {
            a += dense[i] * other.dense[i];
        }
        return a + b + c + d;
    }
}
