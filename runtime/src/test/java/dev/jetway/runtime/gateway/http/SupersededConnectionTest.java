package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that has connected anew ends the connection it had before. */
class SupersededConnectionTest {

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final int PORT = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, ""));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static ChatClient superseding(String name, String connectionId) {
        var client = ChatClient.connect(PORT);
        client.send("{\"type\":\"hello\",\"token\":\"dev:%s\",\"supersedes\":\"%s\"}".formatted(name, connectionId));
        client.expect("welcome");
        return client;
    }

    private static void isStillThere(ChatClient client) {
        client.send("{\"type\":\"ping\"}");
        client.expect("pong");
    }

    @Test
    void theConnectionBeforeEndsAndFollowsNothingAnyMore() {
        try (var before = ChatClient.connect(PORT)) {
            var id = before.hello("ann").path("connectionId").asText();
            before.subscribe("s", "left-behind");
            before.expect("subscribed");
            try (var after = superseding("ann", id)) {
                var bye = before.expect("bye");
                assertThat(bye.path("code").asText()).isEqualTo("superseded");
                assertThat(bye.path("reconnect").asText()).isEqualTo("never");
                before.closeCode();
                KIT.createTestProbe().awaitAssert(Duration.ofSeconds(20), () -> {
                    assertThat(CONVERSATIONS.told("left-behind", Unsubscribe.class))
                            .hasSize(1);
                    return null;
                });
                isStillThere(after);
            }
        }
    }

    @Test
    void nobodyEndsTheConnectionOfSomebodyElse() {
        try (var ann = ChatClient.connect(PORT)) {
            var id = ann.hello("ann").path("connectionId").asText();
            try (var mallory = superseding("mallory", id)) {
                isStillThere(mallory); // so it has passed on what it wanted
                ChatClient.greeted(PORT, "later").close(); // and everybody has heard of it
                isStillThere(ann);
            }
        }
    }

    @Test
    void whoeverHasAsManyConnectionsAsTheyMayGetsInByGivingUpOne() {
        var port = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.max-connections-per-subject = 1"));
        try (var before = ChatClient.connect(port);
                var refused = ChatClient.connect(port)) {
            var id = before.hello("ann").path("connectionId").asText();
            refused.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"supersedes\":\"%s\"}".formatted(id));
            var bye = refused.expect("bye");
            assertThat(bye.path("code").asText()).isEqualTo("rate_limited");
            assertThat(bye.path("retryAfterMs").asLong()).isPositive();
            assertThat(before.expect("bye").path("code").asText()).isEqualTo("superseded");
            before.closeCode();
            KIT.createTestProbe().awaitAssert(Duration.ofSeconds(20), () -> {
                try (var after = ChatClient.connect(port)) {
                    after.hello("ann");
                    return null;
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"never-was", "$a", "user/gateway", "00000000-0000-0000-0000-000000000000"})
    void aConnectionThatIsNotHereIsNoReasonToComplain(String id) {
        try (var ann = superseding("ann", id)) {
            isStillThere(ann);
        }
    }

    @Test
    void whatIsNoIdIsRefused() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"supersedes\":\"a b\"}");
            assertThat(ann.expect("error").path("message").asText()).startsWith("frame.supersedes must be");
        }
    }
}
