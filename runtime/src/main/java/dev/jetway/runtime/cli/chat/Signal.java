package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;

/** Something the chat has to react to; all of it is done by one thread, in the order it comes. */
sealed interface Signal {

    /** A frame of the given connection; {@code done} asks for its next one. */
    record Frame(int connection, JsonNode json, Runnable done) implements Signal {}

    record Opened(int connection) implements Signal {}

    record Lost(int connection, String reason) implements Signal {}

    record Line(String text) implements Signal {}

    record EndOfInput() implements Signal {}

    record Interrupted() implements Signal {}
}
