package dev.jetway.mcp.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.JsonRpc;
import dev.jetway.mcp.transport.PendingRequest;
import dev.jetway.mcp.transport.Session;
import io.modelcontextprotocol.client.McpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions with servers that are processes. */
class StdioTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ProcessGuard guard = new ProcessGuard();
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private final List<Session> sessions = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Session session : sessions) {
            session.closeGracefully().toFuture().get(60, TimeUnit.SECONDS);
        }
        guard.close();
        threads.shutdownNow();
    }

    private Session session(ServerCommand command) {
        Session session = Session.with(
                "it",
                command,
                guard,
                new Session.Means(new JsonRpc(), threads, () -> Caller.NOBODY, 1 << 20),
                new Session.Listener() {
                    @Override
                    public void toolsChanged() {}

                    @Override
                    public void streamEnded() {}

                    @Override
                    public void gone(String reason) {
                        gone.complete(reason);
                    }
                });
        sessions.add(session);
        return session;
    }

    private Session connected(Map<String, String> environment, String... habits) {
        Session session = session(StdioServer.command(environment, habits));
        McpClient.async(session)
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build()
                .initialize()
                .block(PATIENCE);
        return session;
    }

    private static CompletableFuture<Answer> start(Session session, String tool, String said, long maxBytes) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.putObject("arguments").put("text", said);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        session.request("tools/call", params, new Caller(Caller.NOBODY, maxBytes), answer::complete);
        return answer;
    }

    private static JsonNode call(Session session, String tool, String said) throws Exception {
        Answer answer = start(session, tool, said, 1 << 20).get(60, TimeUnit.SECONDS);
        assertThat(answer).isInstanceOf(Answer.Result.class);
        return ((Answer.Result) answer).value().path("structuredContent");
    }

    @Test
    void callsAreAnsweredWhateverNoiseTheServerMakes() throws Exception {
        Session session = connected(Map.of(), "noisy");
        assertThat(call(session, "echo", "Zürich → 東京\nsecond line")
                        .at("/said/text")
                        .asText())
                .isEqualTo("Zürich → 東京\nsecond line");
        assertThat(session.outstanding()).isZero();
        assertThat(session.openResponses()).isZero();
    }

    @Test
    void theServerFindsNothingOfOursInItsEnvironment() throws Exception {
        Set<String> allowed = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "API_KEY");
        assertThat(allowed.containsAll(System.getenv().keySet()))
                .as("there is nothing to keep back")
                .isFalse();
        List<String> names = new ArrayList<>();
        call(connected(Map.of("API_KEY", "its own")), "environment", "")
                .path("names")
                .forEach(name -> names.add(name.asText()));
        assertThat(names).contains("PATH", "API_KEY").isSubsetOf(allowed);
    }

    @Test
    void aServerThatDiesIsNoticedAtOnceWithItsLastWords() throws Exception {
        Session session = connected(Map.of());
        CompletableFuture<Answer> hanging = start(session, "hang", "", 1 << 20);
        CompletableFuture<Answer> last = start(session, "die", "", 1 << 20);
        Answer.Lost lost = new Answer.Lost(Answer.Cause.BROKEN, 0, "its process ended with exit code 7: I give up");
        assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(lost);
        assertThat(hanging.get(60, TimeUnit.SECONDS)).isEqualTo(lost);
        assertThat(gone.get(60, TimeUnit.SECONDS)).isEqualTo(lost.how());
        assertThat(start(session, "echo", "", 1 << 20).get(60, TimeUnit.SECONDS))
                .isEqualTo(new Answer.Lost(Answer.Cause.UNREACHABLE, 0, lost.how()));
    }

    @Test
    void aServerThatDiesAtItsStartSaysWhy() throws Exception {
        session(StdioServer.command(Map.of(), "dies-at-start"));
        assertThat(gone.get(60, TimeUnit.SECONDS))
                .isEqualTo("its process ended with exit code 3: cannot find my native part");
    }

    @Test
    void aProgramThatIsNotThereIsAnErrorThatNamesIt() throws Exception {
        session(new ServerCommand(List.of("no-such-program-here"), Map.of(), Optional.empty()));
        assertThat(gone.get(60, TimeUnit.SECONDS))
                .startsWith("its command cannot be started:")
                .contains("no-such-program-here");
    }

    @Test
    void anAnswerThatIsTooLargeForItsCallerIsNotTaken() throws Exception {
        Session session = connected(Map.of());
        assertThat(start(session, "large", "", 10_000).get(60, TimeUnit.SECONDS))
                .isEqualTo(new Answer.Lost(Answer.Cause.TOO_LARGE, 0, "its answer was too large"));
        assertThat(call(session, "echo", "still there").at("/said/text").asText())
                .isEqualTo("still there");
    }

    @Test
    void whatIsAbandonedLeavesNothingBehind() throws Exception {
        Session session = connected(Map.of());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        PendingRequest request = session.request(
                "tools/call",
                JsonNodeFactory.instance.objectNode().put("name", "hang"),
                new Caller(Caller.NOBODY, 1_000),
                answer::complete);
        session.abandon(request, "enough");
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(new Answer.Lost(Answer.Cause.GIVEN_UP, 0, "enough"));
        assertThat(session.outstanding()).isZero();
        assertThat(session.openResponses()).isZero();
    }

    @Test
    void aServerThatStaysWhenItsInputEndsIsEndedByForce() throws Exception {
        Session session = connected(Map.of(), "stays");
        long pid = call(session, "pid", "").path("pid").asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        session.closeGracefully().toFuture().get(60, TimeUnit.SECONDS);
        process.onExit().get(60, TimeUnit.SECONDS);
        assertThat(gone).as("we wanted it to end").isNotDone();
    }

    @Test
    void aServerDoesNotOutliveUsHoweverWeEnd() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid;
        try (var out = parent.inputReader(StandardCharsets.UTF_8)) {
            pid = Long.parseLong(out.readLine());
        } finally {
            parent.destroyForcibly();
        }
        Optional<ProcessHandle> child = ProcessHandle.of(pid);
        if (child.isPresent()) {
            child.get().onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /** Starts a server that does not care whether its input ends, says its id, and waits to be killed. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            StdioTest test = new StdioTest();
            Session session = test.connected(Map.of(), "stays");
            System.out.println(call(session, "pid", "").path("pid").asLong());
            Thread.currentThread().join();
        }
    }
}
