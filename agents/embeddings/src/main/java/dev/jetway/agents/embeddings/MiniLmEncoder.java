package dev.jetway.agents.embeddings;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jetway.agents.planning.SentenceEncoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * all-MiniLM-L6-v2 with quantised weights, computed by ONNX Runtime on the caller's thread: some 1.5 ms for a
 * sentence, 256 pieces of words at most. Safe for many threads, which share the weights.
 *
 * <p>ONNX Runtime is native code. Where there is none for this system, constructing throws.
 */
public final class MiniLmEncoder implements SentenceEncoder {

    private static final String NAME = "all-MiniLM-L6-v2";
    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int DIMENSIONS = 384;
    private static final int MOST_PIECES = 256;
    private static final int MOST_WEIGHTS = 24 << 20;

    private final WordPieces pieces;
    private final OrtEnvironment environment;
    private final OrtSession session;

    /**
     * Loads weights and vocabulary, in some 0.4 s. One is enough for a JVM, and lives as long as it does.
     *
     * @throws IllegalStateException when ONNX Runtime refuses the model
     * @throws UncheckedIOException when the model is not on the class path
     * @throws LinkageError when there is no native code for this system
     */
    public MiniLmEncoder() {
        var weights = CompletableFuture.supplyAsync(MiniLmEncoder::weights);
        try {
            this.environment = Natives.start(NAME);
            this.pieces = new WordPieces(vocabulary(), MOST_PIECES);
            this.session = session(environment, weights.join());
        } catch (IOException e) {
            throw new UncheckedIOException("The embedding model can't be read: " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new IllegalStateException("The embedding model can't be loaded: " + e.getMessage(), e);
        }
    }

    /**
     * One thread, the caller's: with more of them a sentence costs twice the processor time, and is no sooner done.
     * No memory patterns: they are kept for every length of a sentence.
     */
    private static OrtSession session(OrtEnvironment environment, ByteBuffer weights) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setMemoryPatternOptimization(false);
            return environment.createSession(weights, options);
        }
    }

    /** Outside of the heap, where ONNX Runtime reads them without a copy; the heap would not shrink again. */
    private static ByteBuffer weights() {
        try (var stream = resource(WEIGHTS);
                var channel = Channels.newChannel(stream)) {
            var weights = ByteBuffer.allocateDirect(MOST_WEIGHTS);
            while (channel.read(weights) >= 0 && weights.hasRemaining()) {
                continue;
            }
            return weights.flip();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedding model can't be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> vocabulary() throws IOException {
        try (var stream = resource(TOKENIZER);
                var json = new JsonFactory().createParser(stream)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && "vocab".equals(json.currentName())) {
                    return vocabulary(json);
                }
            }
        }
        throw new IOException(TOKENIZER + " has no vocabulary");
    }

    private static Map<String, Integer> vocabulary(JsonParser json) throws IOException {
        var vocabulary = new HashMap<String, Integer>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            vocabulary.put(json.currentName(), json.nextIntValue(-1));
        }
        return vocabulary;
    }

    private static InputStream resource(String name) throws IOException {
        var stream = MiniLmEncoder.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }

    @Override
    public String model() {
        return NAME;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public float[] encode(String sentence) {
        var ids = pieces.of(sentence);
        var shape = new long[] {1, ids.length};
        var everywhere = new long[ids.length];
        Arrays.fill(everywhere, 1);
        try (var tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(everywhere), shape);
                var types = OnnxTensor.createTensor(environment, LongBuffer.allocate(ids.length), shape);
                var result =
                        session.run(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
            return mean(((OnnxTensor) result.get(0)).getFloatBuffer());
        } catch (OrtException e) {
            throw new IllegalStateException("A sentence could not be embedded: " + e.getMessage(), e);
        }
    }

    /** The mean of the pieces' vectors, with length 1. */
    private static float[] mean(FloatBuffer vectors) {
        var mean = new float[DIMENSIONS];
        while (vectors.remaining() >= DIMENSIONS) {
            for (int i = 0; i < DIMENSIONS; i++) {
                mean[i] += vectors.get();
            }
        }
        double square = 0;
        for (float value : mean) {
            square += value * value;
        }
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] /= length;
        }
        return mean;
    }
}
