package dev.jetway.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jetway.mcp.http.HttpPool;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that have no answer, at servers that answer them all the same. */
class NoticeTest {

    private static final int SECONDS = 60;

    private final ExecutorService resolver = Executors.newSingleThreadExecutor();
    private final HttpPool http = new HttpPool(Duration.ofSeconds(10), resolver, Optional.empty());
    private final Deque<Runnable> tasks = new ConcurrentLinkedDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        resolver.shutdownNow();
    }

    private Session session() {
        return Session.over(
                URI.create(
                        "http://127.0.0.1:%d/mcp".formatted(server.getAddress().getPort())),
                http,
                new Session.Means(new JsonRpc(), tasks::push, () -> Caller.NOBODY, 10_000),
                new Session.Listener() {
                    @Override
                    public void toolsChanged() {}

                    @Override
                    public void streamEnded() {}

                    @Override
                    public void gone(String reason) {}
                });
    }

    private static CompletableFuture<Void> say(Session session) {
        return session.sendMessage(new JSONRPCNotification("notifications/hello", null))
                .toFuture();
    }

    /** Waits until nothing is being read, then does what is to be done about it, last things first. */
    private void settle(Session session) throws Exception {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        look(session, quiet);
        quiet.get(SECONDS, TimeUnit.SECONDS);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void look(Session session, CompletableFuture<Void> quiet) {
        if (session.openResponses() == 0 && !tasks.isEmpty()) {
            quiet.complete(null);
        } else {
            http.after(Duration.ofMillis(5), () -> look(session, quiet));
        }
    }

    @Test
    void whatAServerSaysToANoticeIsNotHeldAgainstItInWhateverOrderItIsHeard() throws Exception {
        server.createContext("/mcp", NoticeTest::answer);
        Session session = session();
        CompletableFuture<Void> taken = say(session);
        settle(session);
        assertThat(taken).isCompleted();
    }

    @Test
    void aStreamThatAnswersANoticeIsNotListenedToForEver() throws Exception {
        server.createContext("/mcp", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": and now wait\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
        Session session = session();
        CompletableFuture<Void> taken = say(session);
        settle(session);
        assertThat(taken).isCompleted();
    }

    @Test
    void aNoticeThatIsTurnedAwayFails() throws Exception {
        server.createContext("/mcp", exchange -> {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        Session session = session();
        CompletableFuture<Void> taken = say(session);
        settle(session);
        assertThat(taken).isCompletedExceptionally();
        assertThat(taken.handle((done, error) -> error instanceof CompletionException ? error.getCause() : error)
                        .join())
                .isInstanceOfSatisfying(
                        AnswerLostException.class,
                        error -> assertThat(error.lost().status()).isEqualTo(400));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = "{\"jsonrpc\":\"2.0\",\"result\":{}}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
