package dev.jetway.runtime.gateway.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do besides speaking in their own conversations, which everybody may. */
public enum Role {
    /** Joins travelers' conversations and settles what no agent could. */
    DESK,
    /** Sees how nodes and regions are. */
    OPERATOR;

    /** As it stands in tokens and settings, such as {@code desk}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
