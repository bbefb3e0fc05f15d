package dev.jetway.runtime.model.exchange;

import java.util.Objects;

/** What a node shows a model's address to be let in. Never in a log, an event, an error or {@link #toString()}. */
public final class ApiKey {

    private static final int SHORTEST_GIVEAWAY = 6;

    private final String secret;

    /** @throws IllegalArgumentException without the key, if it can't stand in a header */
    public ApiKey(String secret) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a key has visible ASCII characters only, and at least one");
        }
        this.secret = secret;
    }

    /** The key itself, for the one header it goes into. */
    public String reveal() {
        return secret;
    }

    /** Whether a text has the key, or enough of it to tell which one it is. */
    public boolean isBetrayedBy(String text) {
        int length = Math.min(SHORTEST_GIVEAWAY, secret.length());
        for (int from = 0; from + length <= secret.length(); from++) {
            if (text.contains(secret.substring(from, from + length))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey that && that.secret.equals(secret);
    }

    @Override
    public int hashCode() {
        return Objects.hash(secret);
    }

    @Override
    public String toString() {
        return "ApiKey[***]";
    }
}
