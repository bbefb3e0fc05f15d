package dev.jetway.agents.model;

import java.util.List;

/** One message to a model, or of it. */
public sealed interface ChatMessage {

    /** What the model is told about its work by those who run it. */
    record Instructions(String text) implements ChatMessage {}

    /** What a person said, or data the model works on. */
    record Asked(String text) implements ChatMessage {}

    /** What the model said before, and which calls it wanted. */
    record Said(String text, List<ToolCall> calls) implements ChatMessage {
        public Said {
            calls = List.copyOf(calls);
        }
    }

    /** What came of a call the model wanted. @param call its id */
    record Returned(String call, String text) implements ChatMessage {}
}
