package dev.jetway.runtime.model.exchange;

import com.typesafe.config.Config;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException.Kind;

/**
 * What a model at its address can do.
 *
 * @param streaming else a reply comes in one piece
 * @param tools else a request that offers tools is rejected without asking it
 * @param json how far it keeps to a schema
 * @param temperature whether it lets itself be told one; models that think first often don't
 */
public record Abilities(boolean streaming, boolean tools, JsonOutput json, boolean temperature) {

    /** @param can the block {@code can} of a model */
    public static Abilities from(Config can) {
        return new Abilities(
                can.getBoolean("stream"),
                can.getBoolean("use-tools"),
                JsonOutput.of(can.getString("answer-json")),
                can.getBoolean("take-temperature"));
    }

    /** @throws AttemptFailedException if a request needs what the model can't do */
    public void requireFor(ChatRequest request) {
        if (!tools && !request.tools().isEmpty()) {
            throw AttemptFailedException.forGood(
                    Kind.REJECTED, "can't use tools (can.use-tools), and was offered some");
        }
    }
}
