package dev.jetway.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.mcp.process.ProcessGuard;
import dev.jetway.mcp.process.ServerCommand;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.Caller;
import dev.jetway.mcp.transport.JsonRpc;
import dev.jetway.mcp.transport.PendingRequest;
import dev.jetway.mcp.transport.Session;
import io.modelcontextprotocol.client.McpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A session with a program from npm that speaks over its standard input and output. */
final class StdioPeer implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MAX_MESSAGE = 1 << 20;

    private final String script;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ProcessGuard guard = new ProcessGuard();
    private final Quiet listener = new Quiet();
    private final Session session;

    private StdioPeer(String script, Map<String, String> environment, String... arguments) {
        this.script = script;
        this.session = Session.with(
                "it",
                new ServerCommand(Npm.offline(script, arguments), environment, Optional.empty()),
                guard,
                new Session.Means(new JsonRpc(), threads, () -> Caller.NOBODY, MAX_MESSAGE),
                listener);
    }

    /** Starts the program, and no more. */
    static StdioPeer started(String script, Map<String, String> environment, String... arguments) {
        return new StdioPeer(script, environment, arguments);
    }

    /** Starts the program and shakes hands. */
    static StdioPeer connected(String script, Map<String, String> environment, String... arguments) {
        StdioPeer peer = started(script, environment, arguments);
        try {
            McpClient.async(peer.session)
                    .requestTimeout(PATIENCE)
                    .initializationTimeout(PATIENCE)
                    .build()
                    .initialize()
                    .block(PATIENCE);
            return peer;
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    Session session() {
        return session;
    }

    /** Completes with the reason when the program has ended without being told to. */
    CompletableFuture<String> gone() {
        return listener.gone;
    }

    List<String> tools() {
        CompletableFuture<Answer> listed = new CompletableFuture<>();
        session.request(
                "tools/list",
                JsonNodeFactory.instance.objectNode(),
                new Caller(Caller.NOBODY, MAX_MESSAGE),
                listed::complete);
        List<String> names = new ArrayList<>();
        result(PeerBridge.await(listed))
                .path("tools")
                .forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    PendingRequest start(String tool, String arguments, long maxBytes, CompletableFuture<Answer> answer) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", tool);
        params.set("arguments", PeerBridge.json(arguments));
        return session.request("tools/call", params, new Caller(Caller.NOBODY, maxBytes), answer::complete);
    }

    Answer answer(String tool, String arguments, long maxBytes) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        start(tool, arguments, maxBytes, answer);
        return PeerBridge.await(answer);
    }

    /** The result of a call, refused by the tool or not. */
    JsonNode call(String tool, String arguments) {
        return result(answer(tool, arguments, MAX_MESSAGE));
    }

    private static JsonNode result(Answer answer) {
        return answer.fold(
                Answer.Result::value,
                refusal -> {
                    throw new AssertionError("Refused: " + refusal);
                },
                lost -> {
                    throw new AssertionError("Lost: " + lost);
                });
    }

    /** What the first text of a result says. */
    static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    /** The processes of ours that run the program. */
    List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(script))
                .toList();
    }

    @Override
    public void close() {
        try {
            session.closeGracefully().toFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The session did not end", e);
        } finally {
            guard.close();
            threads.shutdownNow();
        }
    }
}
