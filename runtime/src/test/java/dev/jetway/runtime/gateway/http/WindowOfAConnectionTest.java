package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.conversation.ConversationEntity.Renew;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client with {@code hello.window} is sent so much of a thread and no more before it acknowledges. */
class WindowOfAConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CUSTOM = "{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}";
    private static final String LARGE =
            "{\"type\":\"CUSTOM\",\"name\":\"%s\",\"value\":1}".formatted("x".repeat(40_000));

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final int PORT = Gateways.bind(
            Gateways.routes(
                    KIT,
                    CONVERSATIONS,
                    "jetway.gateway { lease = 1h, close-grace = 20s, commands.limit = 1000, buffer { frames = 16, bytes = 64 KiB } }"));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static ChatClient ann(int window) {
        return ann(PORT, window);
    }

    private static ChatClient ann(int port, int window) {
        var ann = ChatClient.connect(port);
        ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"window\":%d}".formatted(window));
        ann.expect("welcome");
        return ann;
    }

    private static ConversationId ofAnn(String thread) {
        return new ConversationId("dev:ann", thread);
    }

    private static void acknowledge(ChatClient client, String thread, long seq) {
        client.send("{\"type\":\"ack\",\"thread\":\"%s\",\"seq\":%d}".formatted(thread, seq));
    }

    private static void expectEvents(ChatClient client, long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            assertThat(client.expect("event").path("seq").asLong()).isEqualTo(seq);
        }
    }

    /** The answer to an impossible acknowledgement comes behind whatever those before it have set free. */
    private static void expectNothingMore(ChatClient client, String thread) {
        acknowledge(client, thread, Long.MAX_VALUE);
        assertThat(client.expect("error").path("message").asText()).contains(String.valueOf(Long.MAX_VALUE));
    }

    @Test
    void noMoreIsSentThanTheWindowHasUntilSomeIsAcknowledged() {
        try (var ann = ann(3)) {
            ann.subscribe("s", "ten");
            ann.expect("subscribed");
            CONVERSATIONS.publish(ofAnn("ten"), Collections.nCopies(10, CUSTOM));
            expectEvents(ann, 1, 3);
            expectNothingMore(ann, "ten");
            acknowledge(ann, "ten", 2);
            expectEvents(ann, 4, 5);
            acknowledge(ann, "ten", 5);
            expectEvents(ann, 6, 8);
            acknowledge(ann, "ten", 8);
            expectEvents(ann, 9, 10);
            expectNothingMore(ann, "ten");
        }
    }

    @Test
    void everyThreadHasAWindowOfItsOwn() {
        try (var ann = ann(1)) {
            ann.subscribe("a", "own-a");
            ann.expect("subscribed");
            ann.subscribe("b", "own-b");
            ann.expect("subscribed");
            CONVERSATIONS.publish(ofAnn("own-a"), List.of(CUSTOM, CUSTOM));
            assertThat(ann.expect("event").path("thread").asText()).isEqualTo("own-a");
            CONVERSATIONS.publish(ofAnn("own-b"), List.of(CUSTOM, CUSTOM));
            assertThat(ann.expect("event").path("thread").asText()).isEqualTo("own-b");
            acknowledge(ann, "own-b", 1);
            assertThat(ann.expect("event").path("thread").asText()).isEqualTo("own-b");
            expectNothingMore(ann, "own-b");
        }
    }

    @Test
    void deltasThatWaitAreSentAsOne() {
        try (var ann = ann(1)) {
            ann.subscribe("s", "deltas");
            ann.expect("subscribed");
            CONVERSATIONS.publish(
                    ofAnn("deltas"),
                    Stream.concat(
                                    Stream.of(CUSTOM),
                                    IntStream.range(0, 30)
                                            .mapToObj(i ->
                                                    "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m\",\"delta\":\"%d \"}"
                                                            .formatted(i)))
                            .toList());
            expectEvents(ann, 1, 1);
            acknowledge(ann, "deltas", 1);
            var merged = ann.expect("event");
            assertThat(merged.path("firstSeq").asLong()).isEqualTo(2);
            assertThat(merged.path("seq").asLong()).isEqualTo(31);
            assertThat(merged.at("/event/delta").asText()).startsWith("0 1 2").endsWith("28 29 ");

            CONVERSATIONS.publish(ofAnn("deltas"), List.of(CUSTOM));
            acknowledge(ann, "deltas", 30);
            expectNothingMore(ann, "deltas");
            acknowledge(ann, "deltas", 31);
            expectEvents(ann, 32, 32);
        }
    }

    @Test
    void whatIsTooMuchToWaitHereStaysInTheConversationAndComesInOrder() {
        var id = ofAnn("backlog");
        try (var ann = ann(5)) {
            ann.subscribe("s", "backlog");
            ann.expect("subscribed");
            CONVERSATIONS.publish(id, Collections.nCopies(100, CUSTOM));
            expectEvents(ann, 1, 5);
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(CONVERSATIONS.told("backlog", Unsubscribe.class)).hasSize(1);
                return null;
            });
            CONVERSATIONS.publish(id, Collections.nCopies(100, CUSTOM));
            for (long seq = 5; seq < 200; seq++) {
                acknowledge(ann, "backlog", seq - 4);
                expectEvents(ann, seq + 1, seq + 1);
            }
            expectNothingMore(ann, "backlog");
            assertThat(CONVERSATIONS.told("backlog", Subscribe.class))
                    .as("asked for again once for as much as may wait")
                    .hasSizeBetween(5, 200 / 16 + 2);
        }
    }

    @Test
    void aReplayIsSentInTheSamePortions() {
        var id = ofAnn("replayed");
        try (var ann = ann(10)) {
            ann.subscribe("s", "replayed");
            var epoch = ann.expect("subscribed").path("epoch").asText();
            ann.send("{\"type\":\"unsubscribe\",\"id\":\"u\",\"thread\":\"replayed\"}");
            ann.expect("ok");
            CONVERSATIONS.publish(id, Collections.nCopies(300, CUSTOM));
            ann.subscribe("s2", "replayed", epoch, 100);
            assertThat(ann.expect("subscribed").path("recovered").asBoolean()).isTrue();
            for (long seq = 100; seq < 300; seq += 10) {
                expectEvents(ann, seq + 1, seq + 10);
                expectNothingMore(ann, "replayed");
                acknowledge(ann, "replayed", seq + 10);
            }
        }
    }

    @Test
    void whatTheConversationHasForgottenMeanwhileIsReplacedByAReset() {
        var id = ofAnn("forgotten");
        try (var ann = ann(2)) {
            ann.subscribe("s", "forgotten");
            ann.expect("subscribed");
            CONVERSATIONS.publish(id, Collections.nCopies(100, CUSTOM));
            expectEvents(ann, 1, 2);
            CONVERSATIONS.forget(id);
            for (long seq = 2; seq < 18; seq += 2) {
                acknowledge(ann, "forgotten", seq);
                expectEvents(ann, seq + 1, seq + 2);
            }
            var reset = ann.expect("reset");
            assertThat(reset.path("seq").asLong()).isEqualTo(100);
            assertThat(reset.path("reason").asText()).isEqualTo("cursor-unknown");
            assertThat(ann.expect("event").at("/event/type").asText()).isEqualTo("MESSAGES_SNAPSHOT");
            assertThat(ann.expect("event").at("/event/type").asText()).isEqualTo("STATE_SNAPSHOT");

            CONVERSATIONS.publish(id, Collections.nCopies(3, CUSTOM));
            expectEvents(ann, 101, 102);
            expectNothingMore(ann, "forgotten");
            acknowledge(ann, "forgotten", 101);
            expectEvents(ann, 103, 103);
        }
    }

    @Test
    void aClientThatAcknowledgesNothingIsNotCutOffAndHoldsUpNobody() {
        var id = ofAnn("patient");
        var port = Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, "jetway.gateway.commands.limit = 1000"));
        try (var silent = ann(port, 4);
                var ann = ChatClient.greeted(port, "ann")) {
            silent.subscribe("s", "patient");
            silent.expect("subscribed");
            ann.subscribe("s", "patient");
            ann.expect("subscribed");
            for (long seq = 1; seq <= 100; seq++) {
                CONVERSATIONS.publish(id, List.of(LARGE));
                expectEvents(ann, seq, seq);
            }
            expectEvents(silent, 1, 4);
            expectNothingMore(silent, "patient");
            assertThat(CONVERSATIONS.told("patient", Unsubscribe.class))
                    .as("the conversation does not even speak to it")
                    .hasSize(1);
        }
    }

    @Test
    void whoeverWaitsForAcknowledgementsHasNoLease() {
        var port = Gateways.bind(Gateways.routes(
                KIT, CONVERSATIONS, "jetway.gateway { lease = 300ms, buffer { frames = 16, bytes = 64 KiB } }"));
        try (var ann = ann(port, 1)) {
            ann.subscribe("s", "lease");
            ann.expect("subscribed");
            CONVERSATIONS.publish(ofAnn("lease"), Collections.nCopies(100, CUSTOM));
            expectEvents(ann, 1, 1);
            int renewals = CONVERSATIONS.told("lease", Renew.class).size();
            ann.subscribe("s2", "lease-of-another");
            ann.expect("subscribed");
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(CONVERSATIONS.told("lease-of-another", Renew.class)).hasSizeGreaterThan(2);
                return null;
            });
            assertThat(CONVERSATIONS.told("lease", Renew.class)).hasSize(renewals);
        }
    }

    @Test
    void anAcknowledgementThatMakesNoSenseChangesNothing() {
        try (var ann = ann(2)) {
            ann.subscribe("s", "nonsense");
            ann.expect("subscribed");
            CONVERSATIONS.publish(ofAnn("nonsense"), Collections.nCopies(5, CUSTOM));
            expectEvents(ann, 1, 2);
            acknowledge(ann, "elsewhere", 1);
            acknowledge(ann, "nonsense", 0);
            expectNothingMore(ann, "nonsense");
            acknowledge(ann, "nonsense", 3);
            var error = ann.expect("error");
            assertThat(error.path("code").asText()).isEqualTo("bad_request");
            assertThat(error.path("message").asText())
                    .isEqualTo("frame.seq 3 was never sent to this connection in thread 'nonsense'; the last was 2");
            expectNothingMore(ann, "nonsense");
            acknowledge(ann, "nonsense", 1);
            expectEvents(ann, 3, 3);
            acknowledge(ann, "nonsense", 1);
            expectNothingMore(ann, "nonsense");
        }
    }

    @Test
    void anAcknowledgementFromBeforeAResetIsForgiven() {
        var id = ofAnn("overtaken");
        try (var ann = ann(5)) {
            ann.subscribe("s", "overtaken");
            ann.expect("subscribed");
            CONVERSATIONS.publish(id, Collections.nCopies(4, CUSTOM));
            expectEvents(ann, 1, 4);
            CONVERSATIONS.stop(id);
            ann.expect("reset");
            ann.expect("event");
            ann.expect("event");
            acknowledge(ann, "overtaken", 4);
            acknowledge(ann, "overtaken", 5);
            assertThat(ann.expect("error").path("message").asText()).startsWith("frame.seq 5 was never sent");
        }
    }

    @Test
    void aSubscriptionInPlaceOfAnotherForgivesWhatWasAcknowledgedOfThat() {
        try (var ann = ann(1)) {
            ann.subscribe("s", "twice");
            var epoch = ann.expect("subscribed").path("epoch").asText();
            CONVERSATIONS.publish(ofAnn("twice"), Collections.nCopies(5, CUSTOM));
            expectEvents(ann, 1, 1);
            acknowledge(ann, "twice", 1);
            expectEvents(ann, 2, 2);
            ann.subscribe("s2", "twice", epoch, 0);
            ann.expect("subscribed");
            expectEvents(ann, 1, 1);
            acknowledge(ann, "twice", 2);
            acknowledge(ann, "twice", 3);
            assertThat(ann.expect("error").path("message").asText()).startsWith("frame.seq 3 was never sent");
        }
    }

    @Test
    void withoutAWindowThereIsNothingToAcknowledge() {
        try (var ann = ChatClient.greeted(PORT, "ann")) {
            acknowledge(ann, "any", 1);
            assertThat(ann.expect("error").path("message").asText()).contains("no window", "hello.window");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "\"5\"", "1.5", "[]"})
    void aWindowHasOneToTenThousandFrames(String window) {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"window\":%s}".formatted(window));
            assertThat(ann.expect("error").path("message").asText()).startsWith("frame.window must be");
            ann.send("{\"type\":\"hello\",\"token\":\"dev:ann\",\"window\":10000}");
            assertThat(ann.expect("welcome").at("/capabilities/window").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aWindowWiderThanTheBufferDoesNotSaveAClientThatDoesNotRead() {
        var id = ofAnn("wide");
        try (var deaf = ChatClient.deaf(PORT);
                var ann = ChatClient.greeted(PORT, "ann")) {
            deaf.sendWithoutWaiting("{\"type\":\"hello\",\"token\":\"dev:ann\",\"window\":10000}");
            deaf.sendWithoutWaiting("{\"type\":\"subscribe\",\"id\":\"s\",\"thread\":\"wide\"}");
            ann.subscribe("s", "wide");
            ann.expect("subscribed");
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(CONVERSATIONS.told("wide", Subscribe.class)).hasSize(2);
                return null;
            });
            for (long seq = 1; CONVERSATIONS.told("wide", Unsubscribe.class).isEmpty(); seq++) {
                CONVERSATIONS.publish(id, List.of(LARGE));
                expectEvents(ann, seq, seq);
                assertThat(seq).isLessThan(5_000);
            }
            deaf.listen();
            var frames = deaf.until(frame -> frame.path("type").asText().equals("bye"));
            assertThat(frames.get(frames.size() - 1).path("code").asText()).isEqualTo("slow_consumer");
        }
    }
}
