package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Denied;
import dev.jetway.runtime.gateway.identity.Authenticator.Identified;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection lasts as long as its token, or a newer one of the same traveler. */
class TokenOfAConnectionTest {

    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final Map<String, CompletionStage<Verdict>> VERDICTS = new ConcurrentHashMap<>();
    private static final Authenticator AUTHENTICATOR = token -> VERDICTS.get(token);
    private static final int PORT = Gateways.bind(Gateways.routes(
            KIT,
            CONVERSATIONS,
            AUTHENTICATOR,
            "jetway.gateway { commands.limit = 1000, command-timeout = 6s, hello-timeout = 20s }"));

    @BeforeEach
    void tokens() {
        VERDICTS.clear();
        good("lasting", "ann", null);
        good("next", "ann", Instant.now().plusSeconds(3_600));
        good("bobs", "bob", null);
        VERDICTS.put("bad", CompletableFuture.completedFuture(new Denied("Its signature is wrong")));
        VERDICTS.put("unlucky", CompletableFuture.failedFuture(new IllegalStateException("No keys")));
        VERDICTS.put("slow", new CompletableFuture<>());
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static void good(String token, String subject, Instant expiresAt) {
        VERDICTS.put(token, CompletableFuture.completedFuture(identified(subject, expiresAt)));
    }

    private static Verdict identified(String subject, Instant expiresAt) {
        return new Identified(new Identity(
                subject, Optional.empty(), Placement.EVERYWHERE, Set.of(), Optional.ofNullable(expiresAt)));
    }

    private static ChatClient greeted(String token) {
        var client = ChatClient.connect(PORT);
        client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(token));
        client.expect("welcome");
        return client;
    }

    private static void renew(ChatClient client, String token) {
        client.send("{\"type\":\"auth\",\"id\":\"a\",\"token\":\"%s\"}".formatted(token));
    }

    private static void ends(ChatClient client, String code, String reconnect) {
        var bye = client.expect("bye");
        assertThat(bye.path("code").asText()).isEqualTo(code);
        assertThat(bye.path("reconnect").asText()).isEqualTo(reconnect);
        client.closeCode();
    }

    private static void isStillThere(ChatClient client) {
        client.send("{\"type\":\"ping\"}");
        client.expect("pong");
    }

    private static JsonNode refused(ChatClient client, String code) {
        var error = client.expect("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("id").asText()).isEqualTo("a");
        return error;
    }

    @Test
    void aConnectionEndsWithItsToken() {
        var end = Instant.now().plus(SHORT);
        good("short", "ann", end);
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"short\"}");
            var welcome = ann.expect("welcome");
            assertThat(welcome.path("tokenExpiresAt").asText()).isEqualTo(end.toString());
            assertThat(welcome.at("/capabilities/auth").asBoolean()).isTrue();
            ends(ann, "token_expired", "after-login");
            assertThat(Instant.now()).isBetween(end, end.plusSeconds(15));
        }
    }

    @Test
    void aTokenThatEndsWhileItIsJudgedLetsNobodyIn() {
        var verdict = new CompletableFuture<Verdict>();
        VERDICTS.put("judged", verdict);
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"judged\"}");
            ann.run("r", "unheard", "run-1", "hello");
            verdict.complete(identified("ann", Instant.now()));
            ends(ann, "token_expired", "after-login");
        }
        assertThat(CONVERSATIONS.changes()).noneMatch(it -> it.id().thread().equals("unheard"));
    }

    @Test
    void aNewerTokenKeepsAConnectionAliveBeyondTheOldOne() {
        var end = Instant.now().plus(SHORT);
        good("short", "ann", end);
        try (var ann = greeted("short");
                var clock = greeted("short")) {
            renew(ann, "next");
            var ok = ann.expect("ok");
            assertThat(ok.path("id").asText()).isEqualTo("a");
            assertThat(Instant.parse(ok.at("/result/tokenExpiresAt").asText())).isAfter(end);
            ends(clock, "token_expired", "after-login");
            isStillThere(ann);
        }
    }

    @Test
    void aRenewalNeedsNoIdAndMayBeForGood() {
        try (var ann = greeted("next")) {
            ann.send("{\"type\":\"auth\",\"token\":\"lasting\"}");
            assertThat(ann.expect("ok")).hasToString("{\"type\":\"ok\",\"result\":{}}");
        }
    }

    @Test
    void theNewerTokenHoldsAlsoWhereItEndsEarlier() {
        good("short", "ann", Instant.now().plus(SHORT));
        try (var ann = greeted("lasting")) {
            renew(ann, "short");
            ann.expect("ok");
            ends(ann, "token_expired", "after-login");
        }
    }

    @Test
    void whatIsFollowedIsFollowedOnAfterARenewal() {
        try (var ann = greeted("next")) {
            ann.subscribe("s", "followed");
            ann.expect("subscribed");
            renew(ann, "lasting");
            ann.expect("ok");
            CONVERSATIONS.publish(
                    new ConversationId("ann", "followed"), List.of("{\"type\":\"CUSTOM\",\"name\":\"a\",\"value\":1}"));
            ann.expect("event");
        }
    }

    @Test
    void somebodyElsesTokenEndsTheConnection() {
        try (var ann = greeted("lasting")) {
            renew(ann, "bobs");
            ends(ann, "forbidden", "after-login");
        }
    }

    @Test
    void aTokenThatIsRefusedChangesNothing() {
        try (var ann = greeted("lasting")) {
            renew(ann, "bad");
            var error = refused(ann, "forbidden");
            assertThat(error.path("message").asText())
                    .isEqualTo("The token before still holds. Its signature is wrong");
            assertThat(error.path("retryable").asBoolean()).isFalse();
            isStillThere(ann);
        }
    }

    @Test
    void aTokenThatNobodyCanJudgeMayBeSentAgain() {
        try (var ann = greeted("lasting")) {
            renew(ann, "unlucky");
            var error = refused(ann, "unavailable");
            assertThat(error.path("retryable").asBoolean()).isTrue();
            assertThat(error.path("retryAfterMs").asLong()).isPositive();
            renew(ann, "next");
            ann.expect("ok");
        }
    }

    @Test
    void aHelloThatNobodyCanJudgeEndsTheConnection() {
        try (var ann = ChatClient.connect(PORT)) {
            ann.send("{\"type\":\"hello\",\"token\":\"unlucky\"}");
            ends(ann, "internal", "backoff");
        }
    }

    @Test
    void aRenewalThatIsUnderWayAtTheEndIsWaitedFor() {
        var verdict = new CompletableFuture<Verdict>();
        VERDICTS.put("judged", verdict);
        good("short", "ann", Instant.now().plus(SHORT));
        try (var ann = greeted("short");
                var clock = greeted("short")) {
            renew(ann, "judged");
            ends(clock, "token_expired", "after-login");
            ann.send("{\"type\":\"ping\"}");
            verdict.complete(identified("ann", null));
            ann.expect("ok");
            ann.expect("pong");
        }
    }

    @Test
    void aRenewalThatIsNotJudgedInTimeDoesNotOutliveTheToken() {
        good("short", "ann", Instant.now().plus(SHORT));
        try (var ann = greeted("short")) {
            renew(ann, "slow");
            ends(ann, "token_expired", "after-login");
        }
    }

    @Test
    void aVerdictThatComesTooLateIsNotHeard() {
        var verdict = new CompletableFuture<Verdict>();
        VERDICTS.put("judged", verdict);
        try (var ann = greeted("lasting")) {
            renew(ann, "judged");
            refused(ann, "unavailable");
            verdict.complete(identified("bob", null));
            renew(ann, "next");
            ann.expect("ok");
        }
    }

    @Test
    void oneTokenIsJudgedAtATime() {
        try (var ann = greeted("lasting")) {
            renew(ann, "slow");
            renew(ann, "next");
            var error = refused(ann, "rate_limited");
            assertThat(error.path("retryAfterMs").asLong()).isPositive();
            isStillThere(ann);
        }
    }

    @Test
    void renewalsCountAsCommands() {
        var port = Gateways.bind(
                Gateways.routes(KIT, CONVERSATIONS, AUTHENTICATOR, "jetway.gateway.commands { limit = 2, per = 60s }"));
        try (var ann = ChatClient.connect(port)) {
            ann.send("{\"type\":\"hello\",\"token\":\"lasting\"}");
            ann.expect("welcome");
            for (int i = 0; i < 2; i++) {
                renew(ann, "next");
                ann.expect("ok");
            }
            renew(ann, "next");
            assertThat(refused(ann, "rate_limited").path("retryAfterMs").asLong())
                    .isBetween(1_000L, 30_000L);
        }
    }
}
