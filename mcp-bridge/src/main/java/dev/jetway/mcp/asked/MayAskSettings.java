package dev.jetway.mcp.asked;

import dev.jetway.mcp.policy.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What one server may ask of us, as configured under {@code may-ask}; {@code reference.conf} describes every key.
 *
 * @param folders {@code file} URIs; with none it may not ask for them
 * @param maxSize of a question, and of what the model writes, in bytes
 */
public record MayAskSettings(
        boolean model,
        boolean traveler,
        List<URI> folders,
        int perCall,
        int perMinute,
        long maxSize,
        int maxTokens,
        Duration timeout) {

    private static final int MAX_FOLDERS = 100;
    private static final int MAX_DEPTH = 16;

    public MayAskSettings {
        folders = List.copyOf(folders);
        require(folders.size() <= MAX_FOLDERS, "may-ask.folders must be no more than " + MAX_FOLDERS);
        for (URI folder : folders) {
            require(
                    "file".equals(folder.getScheme())
                            && folder.getPath() != null
                            && folder.getPath().startsWith("/"),
                    "may-ask.folders must be file addresses, such as file:///srv/brochures, and one is '%s'"
                            .formatted(folder));
        }
        require(perCall >= 1 && perCall <= 1_000, "may-ask.per-call must be 1 to 1000");
        require(perMinute >= 1 && perMinute <= 10_000, "may-ask.per-minute must be 1 to 10000");
        require(maxSize >= 256 && maxSize <= 1 << 20, "may-ask.max-size must be 256 bytes to 1 MiB");
        require(maxTokens >= 1 && maxTokens <= 100_000, "may-ask.max-tokens must be 1 to 100000");
        require(!timeout.isZero() && !timeout.isNegative(), "may-ask.timeout must be longer than nothing");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public boolean allows(Kind kind) {
        return switch (kind) {
            case MODEL -> model;
            case TRAVELER -> traveler;
            case FOLDERS -> !folders.isEmpty();
        };
    }

    JsonLimits ofQuestions() {
        return new JsonLimits(maxSize, MAX_DEPTH, maxSize);
    }
}
