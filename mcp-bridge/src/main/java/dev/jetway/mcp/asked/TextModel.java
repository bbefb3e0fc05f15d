package dev.jetway.mcp.asked;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A language model that tool servers may have text written by, where a node has one and a server's entry allows it. */
@FunctionalInterface
public interface TextModel {

    /**
     * Writes the next turn. What it is given is all there is to know: the server's own words, and nothing of the
     * traveler or of the conversation the call belongs to; nor may it add anything of them. It can use no tools.
     *
     * <p>May fail: the server is told that there is no answer, and not why. After the prompt's deadline nobody waits
     * for it. Must not block.
     */
    CompletionStage<Written> write(Prompt prompt);

    /**
     * What a server wants to have written.
     *
     * @param tool the call it is for, as {@code server.tool}: for logs and budgets, not for the model
     * @param instructions how the server wants the model to behave; empty where it says nothing
     * @param maxTokens how much may be written
     * @param stopAt texts at which it stops
     */
    record Prompt(
            String tool, String instructions, List<Turn> turns, int maxTokens, List<String> stopAt, Instant deadline) {
        public Prompt {
            turns = List.copyOf(turns);
            stopAt = List.copyOf(stopAt);
        }
    }

    /** @param byModel whether the model is to have said it; otherwise it is said to the model */
    record Turn(boolean byModel, String text) {}

    /**
     * What the model wrote.
     *
     * @param model its name, told to the server
     * @param cut whether it ended because {@code maxTokens} were written
     */
    record Written(String model, String text, boolean cut) {}
}
