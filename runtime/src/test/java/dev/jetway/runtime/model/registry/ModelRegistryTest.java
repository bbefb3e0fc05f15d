package dev.jetway.runtime.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.model.ChatCall;
import dev.jetway.agents.model.ChatMessage.Asked;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatRequest;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.runtime.model.OpenAiScript;
import dev.jetway.runtime.model.Script;
import dev.jetway.runtime.model.ScriptedModelServer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the configuration to models behind addresses. */
class ModelRegistryTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "registry", ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final int PATIENCE = 60;

    private final ScriptedModelServer first = ScriptedModelServer.start(KIT.system());
    private final ScriptedModelServer second = ScriptedModelServer.start(KIT.system());
    private final List<String> text = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> heard = new CompletableFuture<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private ModelRegistry registry(String groups, String region) {
        var config = ConfigFactory.parseString("""
                        jetway.models {
                          first { base-url = "%s", model = one, region = eu }
                          second { base-url = "%s", model = two, price { input = 2, output = 10 } }
                        }
                        %s
                        """.formatted(first.url(), second.url(), groups))
                .withFallback(ConfigFactory.load());
        var settings = ModelsSettings.from(config, Set.of("eu", "us"), Map.of());
        return ModelRegistry.open(KIT.system(), settings, region, Set.of("bank"), Clock.systemUTC());
    }

    private ChatModel planner(String settings) {
        return registry("jetway.model-groups.planner { models = [first, second], %s }".formatted(settings), "eu")
                .group("planner")
                .orElseThrow();
    }

    private ChatCall ask(ChatModel model) {
        var deadline = Instant.now().plusSeconds(PATIENCE);
        return model.ask(ChatRequest.prose(List.of(new Asked("Flights to Oslo")), 100, deadline), piece -> {
            text.add(piece);
            heard.complete(piece);
        });
    }

    private static ChatReply reply(ChatCall call) {
        return call.reply()
                .toCompletableFuture()
                .orTimeout(PATIENCE, TimeUnit.SECONDS)
                .join();
    }

    private static ModelException failure(ChatCall call) {
        try {
            throw new AssertionError("A failure was expected, not " + reply(call));
        } catch (CompletionException e) {
            return (ModelException) e.getCause();
        }
    }

    @Test
    void afterAnErrorOfTheFirstTheSecondIsAskedOnce() {
        first.then(Script.json(500, "{}"));
        second.then(OpenAiScript.says("Off ", "you go"));

        assertThat(reply(ask(planner(""))).text()).isEqualTo("Off you go");
        assertThat(text).containsExactly("Off ", "you go");
        assertThat(first.received()).hasSize(1);
        assertThat(second.received()).hasSize(1);
    }

    @Test
    void oneThatHasTooMuchToDoIsNotAskedUntilItWantsToBe() {
        first.then(Script.json(429, "{}").header("Retry-After", "600"));
        second.always(request -> OpenAiScript.says("Off you go"));
        var planner = planner("");

        for (int i = 0; i < 5; i++) {
            assertThat(reply(ask(planner)).text()).isEqualTo("Off you go");
        }

        assertThat(first.received()).hasSize(1);
        assertThat(second.received()).hasSize(5);
    }

    @Test
    void aReplyThatIsCutAfterItsFirstWordsIsNotBegunAgainElsewhere() {
        first.then(
                Script.stream().event(OpenAiScript.text("Off ")).waitsFor(heard).cuts());
        second.always(request -> OpenAiScript.says("Off you go"));

        assertThat(failure(ask(planner(""))).kind()).isIn(Kind.TIMED_OUT, Kind.UNAVAILABLE, Kind.UNREADABLE);
        assertThat(text).containsExactly("Off ");
        assertThat(second.received()).isEmpty();
    }

    @Test
    void aReplyThatIsCutBeforeItsFirstWordIsBegunElsewhere() {
        first.then(Script.stream().cuts());
        second.then(OpenAiScript.says("Off you go"));

        assertThat(reply(ask(planner(""))).text()).isEqualTo("Off you go");
    }

    @Test
    void oneThatSaysNothingIsGivenUpForTheNext() {
        first.then(Script.stream().hangs());
        second.then(OpenAiScript.says("Off you go"));

        assertThat(reply(ask(planner("patience = 300ms"))).text()).isEqualTo("Off you go");
        first.awaitReceived(1).awaitClosed();
    }

    @Test
    void aGroupFallsBackToAnotherAndSaysWhatItTook() {
        first.then(Script.json(503, "{}"));
        second.then(OpenAiScript.says("Off you go"));
        var registry = registry("""
                jetway.model-groups {
                  planner { models = [first], fallbacks = [emergency] }
                  emergency { models = [second] }
                }""", "eu");

        reply(ask(registry.group("planner").orElseThrow()));

        var status = registry.status().models();
        assertThat(status.get("first").failed()).containsEntry(Kind.UNAVAILABLE, 1L);
        assertThat(status.get("second").answered()).isEqualTo(1);
        assertThat(status.get("second").cost()).isEqualTo(12 * 2_000 + 7 * 10_000 - 4 * 2_000);
        assertThat(registry.status().spentToday().get("")).isPositive();
    }

    @Test
    void aModelOfAnotherRegionIsNotAsked() {
        first.always(request -> OpenAiScript.says("I should not know this"));
        second.always(request -> OpenAiScript.says("Off you go"));
        var american = registry("jetway.model-groups.planner { models = [first, second] }", "us");

        assertThat(reply(ask(american.group("planner").orElseThrow())).text()).isEqualTo("Off you go");
        assertThat(first.received()).isEmpty();
        assertThat(american.status().models()).containsOnlyKeys("second");
        assertThat(registry("jetway.model-groups.planner { models = [first] }", "us")
                        .group("planner"))
                .isEmpty();
    }
}
