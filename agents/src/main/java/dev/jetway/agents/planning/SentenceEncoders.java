package dev.jetway.agents.planning;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The sentence encoder of this class path, which everybody in a JVM shares: it takes memory, and time to load. */
public final class SentenceEncoders {

    private record Found(Optional<SentenceEncoder> encoder, Optional<String> problem) {}

    private static final class Once {
        private static final Found FOUND = find();
    }

    private SentenceEncoders() {}

    /**
     * The encoder; empty when there is none, or none that runs here. The first call loads it, in some 0.4 s.
     */
    public static Optional<SentenceEncoder> shared() {
        return Once.FOUND.encoder();
    }

    /** Why an encoder that is on the class path is not used, as one sentence for a log. */
    public static Optional<String> problem() {
        return Once.FOUND.problem();
    }

    /** Native code that this system lacks shows as an error, not as an exception. */
    private static Found find() {
        try {
            return new Found(ServiceLoader.load(SentenceEncoder.class).findFirst(), Optional.empty());
        } catch (ServiceConfigurationError | LinkageError e) {
            var cause = e.getCause() == null ? e : e.getCause();
            return new Found(
                    Optional.empty(),
                    Optional.of(
                            "Requests are understood by keywords alone, as the sentence encoder can't be used here: "
                                    + cause));
        }
    }
}
