package dev.jetway.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GatewayWebSocketTest {

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final GatewayRoutes ROUTES = Gateways.routes(
            KIT, CONVERSATIONS, "jetway.gateway { command-timeout = 2s, lease = 300ms, commands.limit = 1000 }");
    private static final int PORT = Gateways.bind(ROUTES);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aMessageIsAcknowledgedAndAnsweredAsEvents() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.subscribe("s1", "trip");
            assertThat(ann.expect("subscribed").path("recovered").asBoolean()).isFalse();
            ann.run("r1", "trip", "run-1", "hello");

            var frames = ann.untilEvent("RUN_FINISHED");

            assertThat(frames)
                    .anySatisfy(frame -> assertThat(frame.toString()).isEqualTo("{\"type\":\"ok\",\"id\":\"r1\"}"));
            var events = frames.stream()
                    .filter(frame -> frame.path("type").asText().equals("event"))
                    .toList();
            assertThat(events).extracting(frame -> frame.path("seq").asLong()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(events.get(2).at("/event/delta").asText()).isEqualTo("You said: hello");
            assertThat(CONVERSATIONS.told("trip", Submit.class)).singleElement().satisfies(submit -> {
                assertThat(submit.traveler().subject()).isEqualTo("dev:ann");
                assertThat(submit.respond()).isTrue();
            });
        }
    }

    @Test
    void aClientThatComesBackWithItsCursorGetsWhatItMissedAndNothingElse() {
        String epoch;
        try (var bob = ChatClient.greeted(PORT, "bob")) {
            bob.subscribe("s1", "later");
            epoch = bob.expect("subscribed").path("epoch").asText();
            bob.run("r1", "later", "run-1", "first");
            bob.untilEvent("RUN_FINISHED");
        }
        CONVERSATIONS.publish(new ConversationId("dev:bob", "later"), List.of("{\"type\":\"CUSTOM\",\"name\":\"a\"}"));
        try (var bob = ChatClient.greeted(PORT, "bob")) {
            bob.subscribe("s2", "later", epoch, 4);
            var subscribed = bob.expect("subscribed");
            assertThat(subscribed.path("recovered").asBoolean()).isTrue();
            assertThat(bob.expect("event").path("seq").asLong()).isEqualTo(5);
            assertThat(bob.expect("event").path("seq").asLong()).isEqualTo(6);
        }
    }
}
