package dev.jetway.travel.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a tool misbehaves in a drill.
 *
 * @param delayMs for {@code slow}
 * @param times how many calls are still hit; absent for all
 * @param when {@code before} (the default) the tool has done anything, or {@code after}, so that only the answer is
 *     lost
 * @param text for {@code inject}: what every name and note of the answer has behind it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Fault(Mode mode, Integer delayMs, Integer times, When when, String text) {

    enum Mode {
        @JsonProperty("slow")
        SLOW,
        @JsonProperty("fail")
        FAIL,
        @JsonProperty("error")
        ERROR,
        @JsonProperty("hang")
        HANG,
        @JsonProperty("die")
        DIE,
        @JsonProperty("nonsense")
        NONSENSE,
        @JsonProperty("inject")
        INJECT,
        @JsonProperty("none")
        NONE
    }

    enum When {
        @JsonProperty("before")
        BEFORE,
        @JsonProperty("after")
        AFTER
    }

    private static final int LONGEST_DELAY_MS = 600_000;
    private static final int LONGEST_TEXT = 4_000;

    Fault {
        if (mode == null) {
            throw new IllegalArgumentException("mode is missing");
        }
        if (mode == Mode.SLOW && (delayMs == null || delayMs < 0 || delayMs > LONGEST_DELAY_MS)) {
            throw new IllegalArgumentException("slow needs delayMs from 0 to " + LONGEST_DELAY_MS);
        }
        if (mode == Mode.INJECT && (text == null || text.isBlank() || text.length() > LONGEST_TEXT)) {
            throw new IllegalArgumentException("inject needs a text of 1 to " + LONGEST_TEXT + " characters");
        }
        if (times != null && times < 1) {
            throw new IllegalArgumentException("times must be at least 1");
        }
        when = when == null ? When.BEFORE : when;
    }

    /** After one more call was hit. */
    Fault spent() {
        return times == null ? this : times == 1 ? none() : new Fault(mode, delayMs, times - 1, when, text);
    }

    static Fault none() {
        return new Fault(Mode.NONE, null, null, When.BEFORE, null);
    }
}
