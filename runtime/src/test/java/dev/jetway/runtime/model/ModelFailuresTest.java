package dev.jetway.runtime.model;

import static dev.jetway.runtime.model.ModelUnderTest.KEY;
import static dev.jetway.runtime.model.ModelUnderTest.PROMPT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.jetway.agents.model.ChatModel;
import dev.jetway.agents.model.ModelException;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What an address can do wrong, what comes of it, and that nobody learns the key or what was asked from it. */
class ModelFailuresTest {

    private static final ActorTestKit KIT = ModelUnderTest.kit("model-failures");
    private static final String HOUR = "3600";

    private final ScriptedModelServer server = ScriptedModelServer.start(KIT.system());
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            logged.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    };

    /**
     * @param attempts how often the address was asked
     * @param says part of the message
     */
    private record Row(String name, Script script, Kind kind, int attempts, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void closeServer() {
        root.setLevel(level);
        root.detachAppender(log);
        server.close();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static Row row(String name, Script script, Kind kind, int attempts, String says) {
        return new Row(name, script, kind, attempts, says);
    }

    private static Script error(int status, String fields) {
        return Script.json(status, "{\"error\":{%s}}".formatted(fields));
    }

    static Stream<Row> everybody() {
        var never = new CompletableFuture<Void>();
        return Stream.of(
                row("too many requests", error(429, "\"message\":\"slow down\""), Kind.RATE_LIMITED, 3, "429"),
                row(
                        "too many requests for an hour",
                        error(429, "\"message\":\"slow down\"").header("Retry-After", HOUR),
                        Kind.RATE_LIMITED,
                        1,
                        "429"),
                row(
                        "an account that is empty",
                        error(429, "\"code\":\"insufficient_quota\""),
                        Kind.BUDGET_EXCEEDED,
                        1,
                        "paid"),
                row(
                        "an error of the server",
                        error(500, "\"message\":\"oops " + KEY + "\""),
                        Kind.UNAVAILABLE,
                        3,
                        "500"),
                row(
                        "a gateway without a server",
                        Script.of(502, "text/html", "<h1>502</h1>"),
                        Kind.UNAVAILABLE,
                        3,
                        "502"),
                row("a server that is overloaded", Script.of(503, "text/plain", ""), Kind.UNAVAILABLE, 3, "503"),
                row("a server that is overloaded, in Anthropic's way", error(529, ""), Kind.UNAVAILABLE, 3, "529"),
                row(
                        "a refused key",
                        error(401, "\"message\":\"Incorrect API key provided: " + KEY + "\""),
                        Kind.MISCONFIGURED,
                        1,
                        "check its key"),
                row("a forbidden place", error(403, ""), Kind.MISCONFIGURED, 1, "403"),
                row("an unknown model", error(404, "\"message\":\"no such model\""), Kind.MISCONFIGURED, 1, "404"),
                row(
                        "a redirect",
                        Script.of(302, "text/plain", "").header("Location", "http://127.0.0.1:9/elsewhere"),
                        Kind.MISCONFIGURED,
                        1,
                        "302"),
                row(
                        "a request that is not taken",
                        error(400, "\"message\":\"temperature\\u0007 is\\nodd\""),
                        Kind.REJECTED,
                        1,
                        "(400): \"temperature is odd\""),
                row(
                        "a refusal that repeats the key",
                        error(400, "\"message\":\"bad token " + KEY.substring(8) + "\""),
                        Kind.REJECTED,
                        1,
                        "repeat what it was sent"),
                row(
                        "a refusal that repeats the request",
                        error(422, "\"message\":\"odd: '" + PROMPT.substring(4, 40) + "'\""),
                        Kind.REJECTED,
                        1,
                        "repeat what it was sent"),
                row(
                        "a request that is too long",
                        error(400, "\"message\":\"This model's maximum context length is 8192 tokens.\""),
                        Kind.REJECTED,
                        1,
                        "can't read as much"),
                row(
                        "a body that is too large",
                        Script.of(413, "text/plain", ""),
                        Kind.REJECTED,
                        1,
                        "can't read as much"),
                row("nothing at all", Script.of(204, "text/plain", ""), Kind.UNREADABLE, 1, "204"),
                row(
                        "a page",
                        Script.of(200, "text/html", "<h1>" + PROMPT + "</h1>"),
                        Kind.UNREADABLE,
                        1,
                        "neither JSON"),
                row(
                        "JSON that is none",
                        Script.json(200, "{\"choices\": " + PROMPT),
                        Kind.UNREADABLE,
                        1,
                        "no JSON object"),
                row("JSON that is no reply", Script.json(200, "{\"answer\":42}"), Kind.UNREADABLE, 1, "no message"),
                row(
                        "an event that is no JSON",
                        Script.stream().event("{" + PROMPT),
                        Kind.UNREADABLE,
                        1,
                        "no JSON object"),
                row(
                        "an event that never ends",
                        Script.stream().floods("data: " + "x".repeat(1000)),
                        Kind.UNREADABLE,
                        1,
                        "max-event-bytes"),
                row(
                        "comments without end",
                        Script.stream().floods(": " + "x".repeat(1000) + "\n"),
                        Kind.UNREADABLE,
                        1,
                        "max-response-bytes"),
                row("nothing, and the connection is held", Script.stream().hangs(), Kind.TIMED_OUT, 1, "said nothing"),
                row("headers that never come", Script.stream().after(never), Kind.TIMED_OUT, 1, "said nothing"),
                row(
                        "keep-alives and no reply",
                        Script.stream().drips(": still here\n\n", Duration.ofMillis(50)),
                        Kind.TIMED_OUT,
                        1,
                        "said nothing"),
                row("an answer that ends before it began", Script.stream(), Kind.TIMED_OUT, 3, "stopped in the middle"),
                row("an answer that is cut before it began", Script.stream().cuts(), Kind.TIMED_OUT, 3, "stopped"));
    }

    static Stream<Row> openAi() {
        var begun = Script.stream().event(OpenAiScript.text("Rey"));
        return Stream.concat(
                everybody(),
                Stream.of(
                        row("an answer that ends in the middle", begun, Kind.TIMED_OUT, 1, "stopped in the middle"),
                        row("an answer that is cut", begun.cuts(), Kind.TIMED_OUT, 1, "stopped in the middle"),
                        row("an answer that falls silent", begun.hangs(), Kind.TIMED_OUT, 1, "fell silent"),
                        row(
                                "an end without a reason",
                                begun.event(OpenAiScript.DONE),
                                Kind.UNREADABLE,
                                1,
                                "without saying why"),
                        row(
                                "text without end",
                                Script.stream().floods("data: %s\n\n".formatted(OpenAiScript.text("x".repeat(500)))),
                                Kind.UNREADABLE,
                                1,
                                "max-text-chars"),
                        row(
                                "calls without end",
                                Script.stream()
                                        .floods("data: %s\n\n"
                                                .formatted(OpenAiScript.call(0, "", "f", "x".repeat(500)))),
                                Kind.UNREADABLE,
                                1,
                                "max-text-chars"),
                        row(
                                "a call of nothing",
                                Script.stream()
                                        .event(OpenAiScript.call(0, "a", "", "{}"))
                                        .event(OpenAiScript.finish("stop")),
                                Kind.UNREADABLE,
                                1,
                                "of which tool"),
                        row(
                                "an error in the middle of a stream",
                                begun.event("{\"error\":{\"message\":\"" + PROMPT + "\",\"code\":502}}"),
                                Kind.UNAVAILABLE,
                                1,
                                "502"),
                        row(
                                "an error at the beginning of a stream",
                                Script.stream().event("{\"error\":{\"type\":\"server_error\"}}"),
                                Kind.UNAVAILABLE,
                                3,
                                "500")));
    }

    static Stream<Row> anthropic() {
        var begun = AnthropicScript.begun("Rey");
        return Stream.concat(
                everybody(),
                Stream.of(
                        row("an answer that ends in the middle", begun, Kind.TIMED_OUT, 1, "stopped in the middle"),
                        row(
                                "an answer that falls silent",
                                begun.drips("event: ping\ndata: {\"type\":\"ping\"}\n\n", Duration.ofMillis(50)),
                                Kind.TIMED_OUT,
                                1,
                                "fell silent"),
                        row(
                                "an end without a reason",
                                begun.event("message_stop", "{\"type\":\"message_stop\"}"),
                                Kind.UNREADABLE,
                                1,
                                "without saying why"),
                        row(
                                "too much to do, said in the stream",
                                Script.stream().event("error", """
                                {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
                                Kind.UNAVAILABLE,
                                3,
                                "529"),
                        row(
                                "a bad request, said in the stream",
                                begun.event("error", """
                                {"type":"error","error":{"type":"invalid_request_error","message":"odd"}}"""),
                                Kind.REJECTED,
                                1,
                                "(400): \"odd\""),
                        row(
                                "arguments of no call",
                                begun.event("content_block_delta", """
                                {"type":"content_block_delta","index":7,\
                                "delta":{"type":"input_json_delta","partial_json":"{}"}}"""),
                                Kind.UNREADABLE,
                                1,
                                "not begun")));
    }

    private static final String LIMITS = """
            timeouts { first-token = 2s, between-tokens = 800ms }
            max-event-bytes = 20000, max-response-bytes = 100000, max-text-chars = 5000
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("openAi")
    void whatAnOpenAiCompatibleAddressDoesWrongHasAName(Row row) {
        check(row, ModelUnderTest.openAi(server, KIT.system(), LIMITS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("anthropic")
    void whatAnthropicsAddressDoesWrongHasAName(Row row) {
        check(row, ModelUnderTest.anthropic(server, KIT.system(), LIMITS));
    }

    private void check(Row row, ChatModel model) {
        server.always(received -> row.script());

        var call = model.ask(ModelUnderTest.request());
        ModelException failure = ModelUnderTest.failure(call);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(row.kind());
        assertThat(failure).hasMessageStartingWith("scripted ").hasMessageContaining(row.says());
        assertThat(server.received()).hasSize(row.attempts());
        server.received().forEach(ScriptedModelServer.Received::awaitClosed);
        var told = List.of(failure.toString(), model.toString(), call.toString());
        for (var text : Stream.concat(told.stream(), logged.stream()).toList()) {
            assertThat(text).doesNotContain(KEY.substring(8)).doesNotContain(PROMPT.substring(4, 30));
        }
    }
}
