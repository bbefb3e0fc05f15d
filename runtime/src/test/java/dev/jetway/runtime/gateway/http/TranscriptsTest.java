package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.identity.Authenticator;
import dev.jetway.runtime.gateway.identity.Authenticator.Denied;
import dev.jetway.runtime.gateway.identity.Authenticator.Identified;
import dev.jetway.runtime.gateway.identity.Authenticator.Verdict;
import dev.jetway.runtime.gateway.identity.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The transcripts in {@code docs/websocket.md} are what is said here, but for ids and times. */
class TranscriptsTest {

    private static final Path PAGE = Path.of("docs/websocket.md");

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final int PORT =
            Gateways.bind(Gateways.routes(KIT, CONVERSATIONS, authenticator(), "jetway.gateway.commands.limit = 100"));

    private final List<String> transcript = new CopyOnWriteArrayList<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Knows the tokens of the transcripts. */
    private static Authenticator authenticator() {
        var end = Instant.now().plusSeconds(3_600);
        return token -> CompletableFuture.completedFuture(
                switch (token) {
                    case "ann-1", "ann-2" -> identified("ann", end);
                    case "bob-1" -> identified("bob", end);
                    default -> new Denied("The signature of the token is wrong");
                });
    }

    private static Verdict identified(String subject, Instant end) {
        return new Identified(
                new Identity(subject, Optional.empty(), Placement.EVERYWHERE, Set.of(), Optional.of(end)));
    }

    @Test
    void aWindow() throws IOException {
        try (var ann = ChatClient.connect(PORT, transcript)) {
            ann.send("{\"type\":\"hello\",\"token\":\"ann-1\",\"window\":2}");
            ann.expect("welcome");
            ann.subscribe("s1", "trip");
            ann.expect("subscribed");
            CONVERSATIONS.publish(
                    new ConversationId("ann", "trip"),
                    List.of(
                            "{\"type\":\"RUN_STARTED\",\"threadId\":\"trip\",\"runId\":\"run-1\"}",
                            "{\"type\":\"TEXT_MESSAGE_START\",\"messageId\":\"m1\",\"role\":\"assistant\"}",
                            delta("There are "),
                            delta("two flights "),
                            delta("on Friday."),
                            "{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"m1\"}",
                            "{\"type\":\"RUN_FINISHED\",\"threadId\":\"trip\",\"runId\":\"run-1\"}"));
            ann.expect("event");
            ann.expect("event");
            ann.send("{\"type\":\"ack\",\"thread\":\"trip\",\"seq\":1}");
            ann.expect("event");
            ann.send("{\"type\":\"ack\",\"thread\":\"trip\",\"seq\":5}");
            ann.expect("event");
            ann.expect("event");
            ann.send("{\"type\":\"ack\",\"thread\":\"trip\",\"seq\":9}");
            ann.expect("error");
        }
        isOnThePage("A window of two frames");
    }

    private static String delta(String text) {
        return "{\"type\":\"TEXT_MESSAGE_CONTENT\",\"messageId\":\"m1\",\"delta\":\"%s\"}".formatted(text);
    }

    @Test
    void aNewerToken() throws IOException {
        try (var ann = ChatClient.connect(PORT, transcript)) {
            ann.send("{\"type\":\"hello\",\"token\":\"ann-1\"}");
            ann.expect("welcome");
            ann.send("{\"type\":\"auth\",\"id\":\"a1\",\"token\":\"ann-2\"}");
            ann.expect("ok");
            ann.send("{\"type\":\"auth\",\"id\":\"a2\",\"token\":\"forged\"}");
            ann.expect("error");
            ann.send("{\"type\":\"auth\",\"id\":\"a3\",\"token\":\"bob-1\"}");
            ann.expect("bye");
        }
        isOnThePage("A newer token, a bad one, and somebody else's");
    }

    @Test
    void aConnectionInPlaceOfAnother() throws IOException {
        try (var before = ChatClient.connect(PORT, transcript)) {
            before.send("{\"type\":\"hello\",\"token\":\"ann-1\"}");
            var id = before.expect("welcome").path("connectionId").asText();
            try (var after = ChatClient.connect(PORT)) {
                after.send("{\"type\":\"hello\",\"token\":\"ann-1\",\"supersedes\":\"%s\"}".formatted(id));
                after.expect("welcome");
                before.expect("bye");
            }
        }
        isOnThePage("A connection that is given up");
    }

    /** Under this headline, after a sentence or two about it. */
    private void isOnThePage(String title) throws IOException {
        var said = transcript.stream()
                .map(line -> line.replaceAll("(\"(?:connectionId|tokenExpiresAt)\"):\"[^\"]+\"", "$1:\"…\""))
                .collect(Collectors.joining("\n"));
        var section = Files.readString(PAGE).split("### %s\n".formatted(title), 2);
        assertThat(section).as("sections named '%s'", title).hasSize(2);
        assertThat(section[1].split("```\n", 3)[1]).isEqualTo(said + "\n");
    }
}
