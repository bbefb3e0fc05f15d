package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.process.ServerProcess;
import dev.jetway.mcp.transport.Answer.Cause;
import dev.jetway.mcp.transport.Answer.Lost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a session over the standard input and output of a process (MCP 2025-11-25, "Transports"), one
 * message a line. Lines that are no messages are logged and otherwise ignored.
 */
final class Stdio implements Carrier {

    private static final Logger LOG = LoggerFactory.getLogger(Stdio.class);

    private static final int MAX_NOISE_LOGGED = 200;
    private static final int MAX_FORSAKEN = 1_000;

    private final Session.Means means;
    private final Session session;
    private final ServerProcess process;
    private final Map<String, PendingRequest> written = new ConcurrentHashMap<>();
    /** Requests that were given up and that the server has not answered. */
    private final Set<String> forsaken = ConcurrentHashMap.newKeySet();

    private volatile String ended = "";

    /** @param launch makes the process, given who listens to it */
    Stdio(Function<ServerProcess.Listener, ServerProcess> launch, Session.Means means, Session session) {
        this.means = means;
        this.session = session;
        this.process = launch.apply(new Reader());
        process.start();
    }

    @Override
    public void send(PendingRequest request, byte[] message) {
        if (!request.isNotice()) {
            written.put(request.id(), request);
            request.whenCut(() -> forsake(request));
        }
        if (!process.write(request, message)) {
            unsent(request, ended.isEmpty() ? "it does not take what it is sent" : ended);
        }
    }

    /** Nobody waits for it, but the server may still be at work on it. */
    private void forsake(PendingRequest request) {
        if (written.remove(request.id()) != null && forsaken.size() < MAX_FORSAKEN) {
            forsaken.add(request.id());
        }
    }

    /** There may be more than were counted once the count is full. */
    private void answeredLate(String id) {
        if (forsaken.size() < MAX_FORSAKEN) {
            forsaken.remove(id);
        }
    }

    private Optional<PendingRequest> during(JsonNode message) {
        return message.path("method").asText().equals(Session.PROGRESS)
                ? Optional.ofNullable(written.get(JsonRpc.progressOf(message)))
                : onlyOne();
    }

    /**
     * The request that the server speaks about, if there is no other it could be: there is one pipe, and nothing in
     * the protocol that says for which of several calls a server asks something.
     */
    private Optional<PendingRequest> onlyOne() {
        Iterator<PendingRequest> under = written.values().iterator();
        Optional<PendingRequest> first = under.hasNext() ? Optional.of(under.next()) : Optional.empty();
        return forsaken.isEmpty() && !under.hasNext() ? first : Optional.empty();
    }

    private CompletableFuture<Void> unsent(PendingRequest request, String how) {
        written.remove(request.id());
        return lost(request, Cause.UNREACHABLE, how);
    }

    private CompletableFuture<Void> lost(PendingRequest request, Cause cause, String how) {
        return CompletableFuture.runAsync(() -> session.answered(request, Lost.of(cause, how)), means.executor());
    }

    @Override
    public void established() {
        // What the server says of its own accord comes the same way as everything else.
    }

    @Override
    public int open() {
        return written.size();
    }

    @Override
    public CompletionStage<Void> close() {
        return process.close();
    }

    private final class Reader implements ServerProcess.Listener {

        @Override
        public void written(Object tag) {
            PendingRequest request = (PendingRequest) tag;
            if (request.isNotice()) {
                means.executor().execute(() -> session.answered(request, new Answer.Result(null)));
            }
        }

        @Override
        public void line(byte[] line) {
            try {
                JsonNode message = means.json().parse(line, line.length);
                if (JsonRpc.isAnswer(message)) {
                    answer(message, line.length);
                } else {
                    session.incoming(message, during(message));
                }
            } catch (IOException e) {
                String noise = new String(line, StandardCharsets.UTF_8).strip();
                LOG.debug(
                        "A line that is no message: {}",
                        noise.substring(0, Math.min(noise.length(), MAX_NOISE_LOGGED)));
            }
        }

        private void answer(JsonNode message, int size) {
            PendingRequest request = written.remove(message.path("id").asText());
            if (request == null) {
                answeredLate(message.path("id").asText());
                return;
            }
            if (size > request.caller().maxAnswerBytes()) {
                lost(request, Cause.TOO_LARGE, "its answer was too large");
            } else {
                means.executor().execute(() -> session.answered(request, JsonRpc.answer(message)));
            }
        }

        @Override
        public void ended(String how, List<Object> unwritten) {
            ended = how;
            List<CompletableFuture<Void>> told = new ArrayList<>();
            unwritten.forEach(tag -> told.add(unsent((PendingRequest) tag, how)));
            for (PendingRequest request : List.copyOf(written.values())) {
                written.remove(request.id());
                told.add(lost(request, Cause.BROKEN, how));
            }
            // Whoever hears that the session is over ends it, and then nobody would be told why.
            CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                    .whenComplete((all, bug) -> session.gone(how));
        }
    }
}
