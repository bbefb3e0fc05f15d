package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come as streams of events, streams that end, and connections that are used again. */
class StreamsTest {

    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[],\"structuredContent\":{\"seats\":3}}}";
    private static final Ok SEATS = new Ok(TestBridge.json("{\"seats\":3}"));

    @Test
    void anAnswerMayComeAsTheLastOfSeveralEvents() throws Exception {
        ScriptedServer.Script talkative = (request, reply) -> {
            reply.beginEvents();
            reply.event(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"looking\"}}");
            reply.event(RESULT.formatted(request.message().get("id")));
            reply.endEvents();
        };
        try (ScriptedServer server = new ScriptedServer().tool("search", talkative);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(SEATS);
        }
    }

    @Test
    void aStreamThatEndedBeforeItsAnswerIsTakenUpWhereItEndedAndNothingIsSentTwice() throws Exception {
        AtomicReference<ScriptedServer.Request> call = new AtomicReference<>();
        AtomicReference<ScriptedServer.Request> resumption = new AtomicReference<>();
        ScriptedServer.Script slow = (request, reply) -> {
            call.set(request);
            reply.beginEvents();
            reply.lines("retry: 30\nid: event-17\ndata:\n\n");
            reply.endEvents();
        };
        ScriptedServer.Script resumed = (request, reply) -> {
            resumption.set(request);
            reply.beginEvents();
            reply.event(RESULT.formatted(call.get().message().get("id")));
            reply.endEvents();
        };
        try (ScriptedServer server = new ScriptedServer().tool("search", slow).whenResumed(resumed);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(SEATS);
            assertThat(resumption.get().headers()).containsEntry("last-event-id", "event-17");
            assertThat(server.calls("search")).hasSize(1);
        }
    }

    @Test
    void aStreamThatKeepsEndingIsTakenUpUntilTheCallersTimeIsOver() throws Exception {
        AtomicInteger resumptions = new AtomicInteger();
        ScriptedServer.Script never = (request, reply) -> {
            resumptions.incrementAndGet();
            reply.beginEvents();
            reply.lines("retry: 1\nid: 1\ndata:\n\n");
            reply.endEvents();
        };
        try (ScriptedServer server = new ScriptedServer().tool("search", never).whenResumed(never);
                TestBridge bridge = TestBridge.before(server.url(), "call-timeout = 700ms")) {
            assertThat(bridge.call("search", "{}"))
                    .isEqualTo(new Unavailable("it.search did not answer within 700 ms", true));
            assertThat(resumptions.get()).isBetween(2, 60);
            int asked = resumptions.get();
            bridge.eventually(
                    "told", () -> server.requests("notifications/cancelled").size() == 1);
            bridge.eventually("nothing is open", () -> bridge.status().openResponses() == 0);
            assertThat(resumptions.get()).isLessThanOrEqualTo(asked + 1);
        }
    }

    @Test
    void anAnswerOnTheResponseToAnotherCallIsNobodys() throws Exception {
        AtomicReference<String> victim = new AtomicReference<>();
        try (ScriptedServer server = new ScriptedServer();
                TestBridge bridge = TestBridge.before(
                        server.tool("patient", (request, reply) -> {
                                    victim.set(request.message().get("id").toString());
                                    reply.hang();
                                })
                                .tool("liar", (request, reply) -> {
                                    reply.beginEvents();
                                    reply.event(RESULT.formatted(victim.get()).replace("3", "99"));
                                    reply.event(
                                            RESULT.formatted(request.message().get("id")));
                                    reply.endEvents();
                                })
                                .url(),
                        "call-timeout = 2s")) {
            CompletionStage<?> waiting = bridge.start("patient", "{}");
            bridge.eventually("it has arrived", () -> victim.get() != null);
            assertThat(bridge.call("liar", "{}")).isEqualTo(SEATS);
            assertThat((Object) TestBridge.await(waiting))
                    .isEqualTo(new Unavailable("it.patient did not answer within 2 s", true));
        }
    }

    @Test
    void aListeningStreamThatEndsIsOpenedAgainAndMissesNothingAnnouncedLater() throws Exception {
        ScriptedServer.Script empty = (request, reply) -> reply.structured(TestBridge.json("{}"));
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", empty);
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            bridge.eventually("listening", () -> server.listeningStreams() == 1);
            server.endListeningStreams();
            bridge.eventually("it has ended", () -> server.listeningStreams() == 0);
            bridge.eventually("listening again", () -> server.listeningStreams() == 1);
            server.tool("status", empty);
            server.announce("notifications/tools/list_changed");
            bridge.eventually(
                    "the new tool is known",
                    () -> bridge.bridge().catalog().find("it.status").isPresent());
            assertThat(server.handshakes()).isEqualTo(1);
        }
    }

    @Test
    void aListeningStreamThatSaysMoreThanCanBeReadIsOpenedAgainAndNoChangeIsMissed() throws Exception {
        ScriptedServer.Script empty = (request, reply) -> reply.structured(TestBridge.json("{}"));
        try (ScriptedServer server = new ScriptedServer().withSessions().tool("search", empty);
                TestBridge bridge = TestBridge.before(server.url(), "poll = 1h")) {
            bridge.eventually("listening", () -> server.listeningStreams() == 1);
            server.tool("status", empty);
            server.announce("notifications/tools/list_changed", 20_000);
            bridge.eventually(
                    "the new tool is known",
                    () -> bridge.bridge().catalog().find("it.status").isPresent());
            bridge.eventually("listening again", () -> server.listeningStreams() == 1);
            server.tool("book", empty);
            bridge.eventually("what is announced later is heard", () -> {
                server.announce("notifications/tools/list_changed");
                return bridge.bridge().catalog().find("it.book").isPresent();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429, 500, 503})
    void aListeningStreamThatCouldNotBeOpenedIsTriedAgain(int status) throws Exception {
        ScriptedServer.Script empty = (request, reply) -> reply.structured(TestBridge.json("{}"));
        try (ScriptedServer server = new ScriptedServer()
                        .withSessions()
                        .tool("search", empty)
                        .refusingStreams(status);
                TestBridge bridge = TestBridge.before(server.url(), "poll = 1h")) {
            bridge.eventually("refused", () -> server.streamsRefused() > 0);
            server.refusingStreams(0);
            bridge.eventually("listening", () -> server.listeningStreams() == 1);
        }
    }

    @Test
    void oneConnectionServesOneCallAfterTheOther() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer().tool("search", (request, reply) -> reply.structured(SEATS.content()));
                TestBridge bridge = TestBridge.before(server.url(), "")) {
            for (int i = 0; i < 20; i++) {
                assertThat(bridge.call("search", "{}")).isEqualTo(SEATS);
            }
            assertThat(server.openSockets()).isLessThanOrEqualTo(2);
        }
    }
}
