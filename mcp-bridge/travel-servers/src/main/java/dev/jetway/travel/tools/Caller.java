package dev.jetway.travel.tools;

import dev.jetway.travel.Refusal;
import java.util.Optional;

/** Who calls a tool, by the token of the call. */
public record Caller(Optional<String> subject) {

    public static final Caller NOBODY = new Caller(Optional.empty());

    String traveler() {
        return subject.orElseThrow(() -> new Refusal("This tool is personal; call it with the traveler's token"));
    }
}
