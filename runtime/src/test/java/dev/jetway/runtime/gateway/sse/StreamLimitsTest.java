package dev.jetway.runtime.gateway.sse;

import static dev.jetway.runtime.gateway.sse.AgUiRoutesTest.say;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.copilotkit.Doors;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.gateway.http.ScriptedConversations;
import dev.jetway.runtime.gateway.http.StagedConversations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stream bears, and how it ends when it does not. */
class StreamLimitsTest {

    private static final String PATH = "/v1/agui/jetway";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String STARTED = "{\"type\":\"RUN_STARTED\",\"threadId\":\"%s\",\"runId\":\"%s\"}";

    private static final ActorTestKit KIT = Gateways.kit();
    private static final ScriptedConversations CONVERSATIONS = new ScriptedConversations(KIT);
    private static final Doors DOORS = Doors.open(KIT, CONVERSATIONS, """
            jetway.gateway {
              commands.limit = 100000, command-timeout = 2s
              streams { max-body-bytes = 8 KiB, body-timeout = 1s, keep-alive = 200ms, max-per-subject = 3 }
            }
            """);

    @AfterAll
    static void stop() {
        DOORS.close();
        KIT.shutdownTestKit();
    }

    static Stream<Arguments> requestsThatAreRefused() {
        return Stream.of(
                Arguments.of("no JSON", "hello", 400, "bad_request", "not JSON"),
                Arguments.of("nothing", "", 400, "bad_request", "must be an object"),
                Arguments.of("two objects", "{} {}", 400, "bad_request", "not JSON"),
                Arguments.of("a field twice", "{\"runId\":\"a\",\"runId\":\"b\"}", 400, "bad_request", "not JSON"),
                Arguments.of("depth", "[".repeat(5_000), 400, "bad_request", "not JSON"),
                Arguments.of("an array", "[]", 400, "bad_request", "input must be an object"),
                Arguments.of("no thread", "{\"runId\":\"r\"}", 400, "bad_request", "input.threadId is missing"),
                Arguments.of("no run", "{\"threadId\":\"t\"}", 400, "bad_request", "input.runId is missing"),
                Arguments.of("a strange thread", say("../t", "r", "x"), 400, "bad_request", "input.threadId must be"),
                Arguments.of(
                        "messages that are none",
                        "{\"threadId\":\"t\",\"runId\":\"r\",\"messages\":{}}",
                        400,
                        "bad_request",
                        "input.messages must be an array"),
                Arguments.of(
                        "a message that is none",
                        "{\"threadId\":\"t\",\"runId\":\"r\",\"messages\":[7]}",
                        400,
                        "bad_request",
                        "must be an object"),
                Arguments.of(
                        "an image",
                        "{\"threadId\":\"t\",\"runId\":\"r\",\"messages\":[{\"id\":\"m\",\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}",
                        400,
                        "payload_invalid",
                        "is not text"),
                Arguments.of("a huge body", say("t", "r", "x".repeat(9_000)), 413, "too_large", "8192 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsThatAreRefused")
    void aRequestThatIsWrongIsToldWhatIsWrong(String what, String body, int status, String code, String message)
            throws Exception {
        var response = DOORS.post(PATH, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var error = Doors.read(response.body());
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(message);
        assertThat(error.path("retryable").asBoolean()).isFalse();
        assertThat(CONVERSATIONS.told("t", Submit.class)).isEmpty();
    }

    @Test
    void onlyJsonOfSomebodyForAnAgentThatIsThere() throws Exception {
        var body = BodyPublishers.ofString(say("t", "r", "x"));
        var plain = DOORS.request(PATH)
                .setHeader("Content-Type", "text/plain")
                .POST(body)
                .build();
        var nobody = DOORS.request(PATH)
                .setHeader("Authorization", "Basic x")
                .POST(body)
                .build();
        var strange = DOORS.post("/v1/agui/flights", say("t", "r", "x"));

        assertThat(DOORS.send(plain).statusCode()).isEqualTo(415);
        assertThat(DOORS.send(nobody).statusCode()).isEqualTo(401);
        assertThat(strange.statusCode()).isEqualTo(404);
        assertThat(Doors.read(strange.body()).path("message").asText())
                .isEqualTo("There is no agent 'flights' here; there is 'jetway'");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
        try (var socket = new Socket("127.0.0.1", DOORS.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev:slow\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                            .formatted(PATH)
                            .getBytes(StandardCharsets.UTF_8));
            var answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aConversationThatDoesNotAnswerFailsTheRun() throws Exception {
        CONVERSATIONS.silence("mute");

        var events = DOORS.run(PATH, say("mute", "r-1", "x"));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).path("type").asText()).isEqualTo("RUN_STARTED");
        assertThat(events.get(1).path("code").asText()).isEqualTo("unavailable");
        assertThat(events.get(1)
                        .path("metadata")
                        .path("jetway")
                        .path("retryable")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aRefusalOfTheConversationFailsTheRun() throws Exception {
        CONVERSATIONS.refuse("busy");

        var events = DOORS.run(PATH, say("busy", "r-1", "x"));

        assertThat(events).hasSize(2);
        assertThat(events.get(1).path("code").asText()).isEqualTo("conflict");
    }

    @Test
    void silenceIsKeptAliveWithComments() throws Exception {
        try (var lines = DOORS.lines(PATH, open("quiet", "r-1"))) {
            begin("quiet");
            assertThat(lines.filter(line -> line.equals(": hb")).limit(3)).hasSize(3);
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndNobodyElse() throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", DOORS.port()));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var body = open("slow", "r-1");
            socket.getOutputStream()
                    .write(("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev:ann\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                            .formatted(PATH, body.length(), body)
                            .getBytes(StandardCharsets.UTF_8));
            var text = "{\"type\":\"CUSTOM\",\"name\":\"x\",\"value\":\"%s\"}".formatted("x".repeat(50_000));
            begin("slow");
            KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
                CONVERSATIONS.publish(id("slow"), Collections.nCopies(10, text));
                assertThat(CONVERSATIONS.told("slow", Unsubscribe.class)).isNotEmpty();
                return null;
            });

            var received = new StringBuilder();
            readUntilCut(socket, received);
            assertThat(received).doesNotContain("RUN_FINISHED", "RUN_ERROR").doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    /** The connection is reset, or ends without the end of its response. */
    private static void readUntilCut(Socket socket, StringBuilder received) {
        var buffer = new byte[65_536];
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                received.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void oneTravelerHasOnlySoManyStreams() throws Exception {
        var open = new ArrayList<Stream<String>>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(linesOf("many", open("many-" + i, "r-1")));
            }
            var more = DOORS.send(request("many", open("many-3", "r-1")));
            var other = DOORS.send(request("other", say("many-3", "r-1", "x")));

            assertThat(more.statusCode()).isEqualTo(429);
            assertThat(more.headers().firstValue("retry-after")).contains("1");
            assertThat(other.statusCode()).isEqualTo(200);
        } finally {
            open.forEach(Stream::close);
        }
        KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
            try {
                assertThat(DOORS.send(request("many", say("many-9", "r-" + System.nanoTime(), "x")))
                                .statusCode())
                        .isEqualTo(200);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return null;
        });
    }

    @Test
    void anUnknownConfirmationOfAnotherRegionFailsTheRunUntilItIsThere() throws Exception {
        var missing = new AtomicReference<>(new TreeSet<>(List.of("us")));
        try (var doors = Doors.open(
                KIT,
                new StagedConversations(KIT, Duration.ofMillis(1)),
                "jetway.acknowledgement = all-regions",
                what -> CompletableFuture.completedFuture(missing.get()))) {
            var unconfirmed = doors.run(PATH, say("far", "r-1", "Tokyo in March"));
            missing.set(new TreeSet<>());
            var confirmed = doors.run(PATH, say("far", "r-1", "Tokyo in March"));

            assertThat(unconfirmed).hasSize(2);
            assertThat(unconfirmed.get(1).path("message").asText()).contains("us did not confirm");
            assertThat(confirmed.get(confirmed.size() - 1).path("type").asText())
                    .isEqualTo("RUN_FINISHED");
        }
    }

    @Test
    void onShutdownRunsFailAndNoneBegins() throws Exception {
        try (var doors = Doors.open(KIT, CONVERSATIONS, "jetway.gateway.drain-spread = 100ms")) {
            try (var lines = doors.lines(PATH, open("drained", "r-1"))) {
                begin("drained");
                var drained = CompletableFuture.runAsync(doors::drain);
                var events = Doors.events(lines);
                drained.join();

                var last = events.get(events.size() - 1);
                assertThat(last.path("type").asText()).isEqualTo("RUN_ERROR");
                assertThat(last.path("message").asText()).contains("shutting down");
            }
            var more = doors.post(PATH, say("drained", "r-2", "x"));
            assertThat(more.statusCode()).isEqualTo(503);
            assertThat(more.headers().firstValue("retry-after")).isPresent();
        }
    }

    /** Once its message is there, the run of an open stream begins. */
    private static void begin(String thread) {
        KIT.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(CONVERSATIONS.told(thread, Submit.class)).isNotEmpty();
            return null;
        });
        CONVERSATIONS.publish(id(thread), List.of(STARTED.formatted(thread, "r-1")));
    }

    /** A run that does not end by itself. */
    private static String open(String thread, String run) {
        return say(thread, run, "no end");
    }

    private static HttpRequest request(String who, String body) {
        return DOORS.request(PATH)
                .setHeader("Authorization", "Bearer dev:" + who)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static Stream<String> linesOf(String who, String body) {
        try {
            return DOORS.streamed(request(who, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ConversationId id(String thread) {
        return new ConversationId("dev:ann", thread);
    }
}
