package dev.jetway.runtime.model;

import dev.jetway.runtime.model.exchange.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the key of a model is. The configuration says where, and never what it is: configuration is printed, and logged.
 */
public sealed interface KeySource {

    /** The address lets everybody in, as models on one's own machine do. */
    record None() implements KeySource {
        @Override
        public Optional<ApiKey> read(Map<String, String> environment) {
            return Optional.empty();
        }
    }

    /** In a variable of the environment. */
    record Variable(String name) implements KeySource {
        @Override
        public Optional<ApiKey> read(Map<String, String> environment) {
            var text = environment.getOrDefault(name, "").strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException("key-env: the environment has no variable " + name);
            }
            return Optional.of(key(text, "key-env: " + name));
        }
    }

    /** In a file, with nothing else but white space. */
    record InFile(Path path) implements KeySource {
        @Override
        public Optional<ApiKey> read(Map<String, String> environment) {
            try {
                return Optional.of(key(Files.readString(path).strip(), "key-file: " + path));
            } catch (IOException e) {
                throw new IllegalArgumentException("key-file: %s can't be read".formatted(path), e);
            }
        }
    }

    /**
     * Reads the key. Waits for the disk.
     *
     * @throws IllegalArgumentException naming the variable or file without a key in it
     */
    Optional<ApiKey> read(Map<String, String> environment);

    private static ApiKey key(String text, String place) {
        try {
            return new ApiKey(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s holds no key: %s".formatted(place, e.getMessage()), e);
        }
    }
}
