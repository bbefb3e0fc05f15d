package dev.jetway.runtime.model;

import akka.actor.typed.ActorSystem;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.runtime.model.anthropic.AnthropicDialect;
import dev.jetway.runtime.model.exchange.Dialect;
import dev.jetway.runtime.model.exchange.HttpChatModel;
import dev.jetway.runtime.model.openai.OpenAiDialect;
import java.time.Clock;

/** Opens language models behind addresses. */
public final class ChatModels {

    private ChatModels() {}

    /**
     * Opens a model; its address is not asked anything yet. Reads the key, so it waits for a disk: not for actors. There
     * is nothing to close: what is under way ends with the system.
     *
     * @throws IllegalArgumentException naming the model, and the variable or file its key is missing from
     */
    public static ChatModel open(ModelSettings settings, ActorSystem<?> system) {
        try {
            return new HttpChatModel(
                    system,
                    settings.name(),
                    settings.baseUrl(),
                    settings.key().read(System.getenv()),
                    dialect(settings),
                    settings.limits(),
                    Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The model %s: %s".formatted(settings.name(), e.getMessage()), e);
        }
    }

    private static Dialect dialect(ModelSettings settings) {
        int maxTextChars = settings.limits().maxTextChars();
        return switch (settings.provider()) {
            case OPENAI ->
                new OpenAiDialect(
                        settings.model(),
                        settings.maxOutputTokens(),
                        maxTextChars,
                        settings.abilities(),
                        settings.openAi());
            case ANTHROPIC ->
                new AnthropicDialect(
                        settings.model(),
                        settings.maxOutputTokens(),
                        maxTextChars,
                        settings.abilities(),
                        settings.anthropicVersion());
        };
    }
}
