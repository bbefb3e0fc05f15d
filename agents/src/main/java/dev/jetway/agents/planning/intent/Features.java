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
        float product = 0;
        for (int i = 0; i < dense.length; i++) {
            product += dense[i] * other.dense[i];
        }
        return product;
    }
}
