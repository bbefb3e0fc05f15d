package dev.jetway.runtime.gateway.identity;

import java.util.Locale;

/** What it means that a message is acknowledged. */
public enum AcknowledgementLevel {

    /** This region has stored it. Lost when the region burns down before the others have read it. */
    LOCAL,

    /** Every region has. Survives the loss of any of them, and cannot be had while one of them is away. */
    ALL_REGIONS;

    /** As it is written in configurations and frames. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException naming the levels there are */
    public static AcknowledgementLevel of(String word) {
        for (var level : values()) {
            if (level.word().equals(word)) {
                return level;
            }
        }
        throw new IllegalArgumentException("must be 'local' or 'all-regions', not '%s'"
                .formatted(word.length() > 40 ? word.substring(0, 40) + "…" : word));
    }

    public AcknowledgementLevel stricter(AcknowledgementLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
