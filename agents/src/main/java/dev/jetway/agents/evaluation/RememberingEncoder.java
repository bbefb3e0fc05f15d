package dev.jetway.agents.evaluation;

import dev.jetway.agents.planning.SentenceEncoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes every sentence once, for data that is gone through several times. What it remembers is bounded by the data.
 */
public final class RememberingEncoder implements SentenceEncoder {

    private final SentenceEncoder encoder;
    private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

    public RememberingEncoder(SentenceEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String model() {
        return encoder.model();
    }

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }

    @Override
    public float[] encode(String sentence) {
        return vectors.computeIfAbsent(sentence, encoder::encode).clone();
    }
}
