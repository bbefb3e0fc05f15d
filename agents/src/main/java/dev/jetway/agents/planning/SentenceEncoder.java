package dev.jetway.agents.planning;

/**
 * Turns sentences into vectors, near each other where the sentences mean the same. Found by {@link
 * java.util.ServiceLoader}; planners do without where there is none.
 *
 * <p>Safe for many threads. The vectors of one version of the model may differ a little from those of another, so they
 * are never stored: what was decided by them is.
 */
public interface SentenceEncoder {

    /** What made the vectors: {@code all-MiniLM-L6-v2}. Vectors of different models can't be compared. */
    String model();

    /** The length of every vector. */
    int dimensions();

    /**
     * Computes on the caller's thread, some milliseconds.
     *
     * @param sentence of which the first few hundred words count
     * @return a vector of length 1 and the caller's own, so that a product of two is the cosine of their angle
     */
    float[] encode(String sentence);
}
