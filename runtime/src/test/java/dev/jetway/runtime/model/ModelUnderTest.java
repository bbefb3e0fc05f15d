package dev.jetway.runtime.model;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatMessage.Instructions;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Models at a scripted address, and what tests ask them. */
final class ModelUnderTest {

    static final String KEY = "sk-test-b7f2Qz90LmXw41";
    static final String PROMPT = "Sir Basil Umbrage wants to fly to Reykjavik on Thursday";

    private static final long PATIENCE = 60;
    private static final String FAST = """
            model = quick
            timeouts { connect = 5s, first-token = 20s, between-tokens = 20s }
            attempts { first-back-off = 10ms, longest-back-off = 20ms }
            """;

    private ModelUnderTest() {}

    /** A node's actor system without its cluster. */
    static ActorTestKit kit(String name) {
        return ActorTestKit.create(
                name, ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    /** @param config what the entry says besides its address and key */
    static ChatModel openAi(ScriptedModelServer server, ActorSystem<?> system, String config) {
        return ChatModels.open(settings(server.url() + "/v1", config), system);
    }

    static ChatModel anthropic(ScriptedModelServer server, ActorSystem<?> system, String config) {
        return ChatModels.open(settings(server.url(), "provider = anthropic\n" + config), system);
    }

    static ModelSettings settings(String url, String config) {
        var entry = ConfigFactory.parseString(config)
                .withFallback(ConfigFactory.parseString(FAST))
                .withFallback(
                        ConfigFactory.parseString("base-url = \"%s\", key-file = \"%s\"".formatted(url, keyFile())));
        return ModelSettings.from("scripted", entry, ConfigFactory.load().getConfig("jetway.model-defaults"));
    }

    private static String keyFile() {
        try {
            var file = Files.createTempFile("model", ".key");
            file.toFile().deleteOnExit();
            return Files.writeString(file, KEY + "\n").toString().replace("\\", "\\\\");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ChatRequest request() {
        return request(Duration.ofSeconds(PATIENCE));
    }

    static ChatRequest request(Duration patience) {
        return ChatRequest.prose(
                List.of(new Instructions("You plan journeys."), new Asked(PROMPT)),
                100,
                Instant.now().plus(patience));
    }

    static ChatReply reply(ChatCall call) {
        return call.reply()
                .toCompletableFuture()
                .orTimeout(PATIENCE, TimeUnit.SECONDS)
                .join();
    }

    static ModelException failure(ChatCall call) {
        try {
            throw new AssertionError("Expected a failure, not " + reply(call));
        } catch (CompletionException e) {
            return (ModelException) e.getCause();
        }
    }
}
