package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.agui.AgUiSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GatewayWebSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CUSTOM = "{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}";

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

            var frames = ann.untilAll(
                    frame -> frame.path("type").asText().equals("ok"),
                    frame -> frame.at("/event/type").asText().equals("RUN_FINISHED"));

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
        CONVERSATIONS.publish(new ConversationId("dev:bob", "later"), List.of(CUSTOM));
        try (var bob = ChatClient.greeted(PORT, "bob")) {
            bob.subscribe("s2", "later", epoch, 4);
            var subscribed = bob.expect("subscribed");
            assertThat(subscribed.path("recovered").asBoolean()).isTrue();
            assertThat(bob.expect("event").path("seq").asLong()).isEqualTo(5);
            assertThat(bob.expect("event").path("seq").asLong()).isEqualTo(6);
        }
    }

    @Test
    void aRunThatIsSentAgainIsAcknowledgedAsADuplicate() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.run("a", "again", "run-1", "x");
            assertThat(ann.expect("ok").has("duplicate")).isFalse();
            ann.run("b", "again", "run-1", "x");
            assertThat(ann.expect("ok").path("duplicate").asBoolean()).isTrue();
        }
    }

    @Test
    void onlyTheTrailingUserMessagesAreTaken() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.send("""
                    {"type":"run","id":"a","input":{"threadId":"trail","runId":"r","tools":[{"name":"x"}],"state":{"a":1},
                     "messages":[{"id":"m1","role":"user","content":"old"},{"id":"m2","role":"assistant","content":"old"},
                     {"id":"m3","role":"user","content":"new"},{"id":"m4","role":"user","content":[{"type":"text","text":"newer"}]}],
                     "forwardedProps":{"jetway":{"respond":false}}}}""");
            ann.expect("ok");
            assertThat(CONVERSATIONS.told("trail", Submit.class))
                    .singleElement()
                    .satisfies(submit -> {
                        assertThat(submit.messages())
                                .extracting(m -> m.id() + m.text())
                                .containsExactly("m3new", "m4newer");
                        assertThat(submit.respond()).isFalse();
                    });
        }
    }

    @Test
    void answersToQuestionsGoToTheConversation() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.send("""
                    {"type":"run","id":"a","input":{"threadId":"answers","runId":"r2","messages":[],"resume":[
                     {"interruptId":"i1","status":"resolved","payload":{"approved":true}},
                     {"interruptId":"i2","status":"cancelled"}]}}""");
            ann.expect("ok");
            assertThat(CONVERSATIONS.told("answers", Answers.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.approvals()).isEqualTo(Map.of("i1", true, "i2", false)));
        }
    }

    @Test
    void theTravelerIsWhoTheTokenSaysAndLivesWhereTheClientSays() {
        try (var ann = ChatClient.withHeader(PORT, "Authorization", "Bearer dev:ann")) {
            ann.send("""
                    {"type":"hello","client":{"locale":"de-CH","timeZone":"Europe/Zurich","currency":"DOUBLOON"}}""");
            ann.expect("welcome");
            ann.run("a", "where", "r", "x");
            ann.expect("ok");
            assertThat(CONVERSATIONS.told("where", Submit.class).get(0).traveler())
                    .isEqualTo(new Traveler("dev:ann", "de-CH", "Europe/Zurich", "GBP"));
        }
    }

    @Test
    void aConversationThatDoesNotAnswerIsUnavailableAndMayBeAskedAgain() {
        CONVERSATIONS.silence("silent");
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.run("a", "silent", "r", "x");
            ann.subscribe("s", "silent");
            for (int i = 0; i < 2; i++) {
                var error = ann.expect("error");
                assertThat(error.path("code").asText()).isEqualTo("unavailable");
                assertThat(error.path("retryable").asBoolean()).isTrue();
                assertThat(error.path("retryAfterMs").asLong()).isPositive();
            }
            CONVERSATIONS.unsilence("silent");
            ann.run("b", "silent", "r", "x");
            ann.expect("ok");
        }
    }

    @Test
    void aSubscribeThatAnotherFrameOvertookIsAnsweredToo() {
        CONVERSATIONS.silence("overtaken");
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.subscribe("s1", "overtaken");
            ann.subscribe("s2", "overtaken");
            var replaced = ann.expect("error");
            assertThat(replaced.path("id").asText()).isEqualTo("s1");
            assertThat(replaced.path("code").asText()).isEqualTo("conflict");
            ann.send("{\"type\":\"unsubscribe\",\"id\":\"u\",\"thread\":\"overtaken\"}");
            assertThat(ann.expect("error").path("id").asText()).isEqualTo("s2");
            assertThat(ann.expect("ok").path("id").asText()).isEqualTo("u");
        } finally {
            CONVERSATIONS.unsilence("overtaken");
        }
    }

    @Test
    void aConversationThatRestartsIsFollowedOnWithAReset() {
        var id = new ConversationId("dev:ann", "restarts");
        var port = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.lease = 1h"));
        try (var ann = ChatClient.greeted(port, "ann")) {
            ann.subscribe("s", "restarts");
            var epoch = ann.expect("subscribed").path("epoch").asText();
            CONVERSATIONS.publish(id, List.of(CUSTOM));
            ann.expect("event");
            CONVERSATIONS.stop(id);

            var reset = ann.expect("reset");
            assertThat(reset.path("epoch").asText()).isNotEqualTo(epoch);
            assertThat(ann.expect("event").at("/event/type").asText()).isEqualTo("MESSAGES_SNAPSHOT");
            assertThat(ann.expect("event").path("seq").asLong())
                    .isEqualTo(reset.path("seq").asLong());
            CONVERSATIONS.publish(id, List.of(CUSTOM));
            assertThat(ann.expect("event").path("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void aSubscriptionIsRenewedAndEndsWithItsConnection() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.subscribe("s", "leased");
            ann.expect("subscribed");
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(CONVERSATIONS.told("leased", Renew.class)).hasSizeGreaterThan(1);
                return null;
            });
        }
        KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(CONVERSATIONS.told("leased", Unsubscribe.class)).isNotEmpty();
            return null;
        });
    }

    @Test
    void afterUnsubscribingNothingMoreIsHeard() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.subscribe("s", "left");
            ann.expect("subscribed");
            ann.send("{\"type\":\"unsubscribe\",\"id\":\"u\",\"thread\":\"left\"}");
            ann.expect("ok");
            CONVERSATIONS.publish(new ConversationId("dev:ann", "left"), List.of(CUSTOM));
            ann.send("{\"type\":\"ping\"}");
            ann.expect("pong");
        }
    }

    @Test
    void aConnectionFollowsABoundedNumberOfConversations() {
        var port = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.max-subscriptions = 2"));
        try (var ann = ChatClient.greeted(port, "ann")) {
            ann.subscribe("a", "one");
            ann.expect("subscribed");
            ann.subscribe("b", "two");
            ann.expect("subscribed");
            ann.subscribe("c", "three");
            assertThat(ann.expect("error").path("message").asText()).contains("at most 2 conversations");
            ann.subscribe("d", "two");
            ann.expect("subscribed");
        }
    }

    @Test
    void theWholeRingIsReplayedToAClientThatReads() {
        var id = new ConversationId("dev:ann", "long");
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            ann.subscribe("s", "long");
            var epoch = ann.expect("subscribed").path("epoch").asText();
            ann.send("{\"type\":\"unsubscribe\",\"id\":\"u\",\"thread\":\"long\"}");
            ann.expect("ok");
            CONVERSATIONS.publish(id, Collections.nCopies(2_000, CUSTOM));
            ann.subscribe("s2", "long", epoch, 0);
            assertThat(ann.expect("subscribed").path("seq").asLong()).isEqualTo(2_000);
            for (long seq = 1; seq <= 2_000; seq++) {
                assertThat(ann.expect("event").path("seq").asLong()).isEqualTo(seq);
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndTheOthersNoticeNothing() {
        var port = Gateways.bind(Gateways.routes(
                KIT, CONVERSATIONS, "jetway.gateway { close-grace = 500ms, buffer { frames = 16, bytes = 64 KiB } }"));
        var id = new ConversationId("dev:ann", "firehose");
        try (var deaf = ChatClient.deaf(port);
                var ann = ChatClient.greeted(port, "ann")) {
            deaf.sendWithoutWaiting("{\"type\":\"hello\",\"token\":\"dev:ann\"}");
            deaf.sendWithoutWaiting("{\"type\":\"subscribe\",\"id\":\"s\",\"thread\":\"firehose\"}");
            ann.subscribe("s", "firehose");
            ann.expect("subscribed");
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(CONVERSATIONS.told("firehose", Subscribe.class)).hasSize(2);
                return null;
            });
            var large = "{\"type\":\"CUSTOM\",\"name\":\"%s\",\"value\":1}".formatted("x".repeat(40_000));
            for (long seq = 1; CONVERSATIONS.told("firehose", Unsubscribe.class).isEmpty(); seq++) {
                CONVERSATIONS.publish(id, List.of(large));
                assertThat(ann.expect("event").path("seq").asLong()).isEqualTo(seq);
                assertThat(seq).isLessThan(5_000);
            }
        }
    }

    @Test
    void onDrainEveryClientIsSentAwayAndNobodyIsLetIn() {
        var routes = Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.drain-spread = 200ms");
        var port = Gateways.bind(routes);
        try (var ann = ChatClient.greeted(port, "ann");
                var bob = ChatClient.greeted(port, "bob")) {
            var drained = routes.drain().toCompletableFuture();
            for (var client : List.of(ann, bob)) {
                var bye = client.expect("bye");
                assertThat(bye.path("code").asText()).isEqualTo("draining");
                assertThat(bye.path("reconnect").asText()).isEqualTo("now");
                client.closeCode();
            }
            drained.orTimeout(20, TimeUnit.SECONDS).join();
            try (var late = ChatClient.connect(port)) {
                var bye = late.expect("bye");
                assertThat(bye.path("code").asText()).isEqualTo("draining");
                assertThat(bye.path("retryAfterMs").asLong())
                        .as("this address leads here a moment longer")
                        .isPositive();
            }
        }
    }

    @Test
    void aFullGatewaySaysSo() {
        var port = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.max-connections = 1"));
        try (var ann = ChatClient.greeted(port, "ann");
                var bob = ChatClient.connect(port)) {
            var bye = bob.expect("bye");
            assertThat(bye.path("code").asText()).isEqualTo("rate_limited");
            assertThat(bye.path("reconnect").asText()).isEqualTo("backoff");
            assertThat(bye.path("retryAfterMs").asLong()).isPositive();
            assertThat(ann.open()).isTrue();
        }
    }

    /** The transcript in docs/websocket.md is what this prints to target/websocket-transcript.txt. */
    @Test
    void theTranscriptOfTheDocumentation() throws IOException {
        var transcript = new CopyOnWriteArrayList<String>();
        var port = Gateways.bind(Gateways.routes(KIT, new StagedConversations(KIT, Duration.ofMillis(100)), ""));
        try (var ann = ChatClient.connect(port, transcript)) {
            ann.hello("ann");
            ann.subscribe("s1", "trip");
            ann.expect("subscribed");
            ann.run("c1", "trip", "run-1", "book the first flight");
            ann.untilEvent("RUN_FINISHED");
            ann.send(
                    "{\"type\":\"run\",\"id\":\"c2\",\"input\":{\"threadId\":\"trip\",\"runId\":\"run-2\",\"messages\":[],"
                            + "\"resume\":[{\"interruptId\":\"run-1:book:Zm9vYmFyYmF6cXV4\",\"status\":\"resolved\","
                            + "\"payload\":{\"approved\":true}}]}}");
            var frames = ann.untilEvent("RUN_FINISHED");
            frames.stream()
                    .filter(frame -> frame.has("event"))
                    .forEach(frame -> AgUiSchema.check(frame.path("event").toString()));
        }
        Files.write(Path.of("target", "websocket-transcript.txt"), transcript);
        assertThat(transcript).anyMatch(line -> line.contains("JW7Q2M"));
    }
}
