package dev.jetway.mcp.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that takes and gives lines: started, written to, read and ended by three threads of its own, so
 * that nobody else ever waits for it. It finds in its environment what it was given and what every program
 * needs, and nothing of ours. What it writes to its standard error is logged.
 *
 * <p>Safe for use by many threads; {@link #write} and {@link #close} do not block.
 */
public final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private static final Set<String> NEEDED_BY_ALL = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");
    private static final int MAX_WAITING_LINES = 1_024;
    private static final int MAX_ERROR_LINE = 2_000;

    /** What a process that has ended may still have in its pipes is read for so long. */
    private static final Duration DRAIN = Duration.ofMillis(300);

    /** How long a process may take to end when it is told to, before the next harder way. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    /** Is told what comes of a process. Called on threads of the process: may block, which holds up nobody else. */
    public interface Listener {

        /** A line has been written to the process. */
        void written(Object tag);

        /** A line of the process's standard output. */
        void line(byte[] line);

        /** The process has ended, or could not be started; comes once, last. Tags given are of lines never written. */
        void ended(String how, List<Object> unwritten);
    }

    /** Something to write; two are never equal. */
    private static final class Line {
        private final Object tag;
        private final byte[] text;

        private Line(Object tag, byte[] text) {
            this.tag = tag;
            this.text = text;
        }
    }

    private final String name;
    private final ServerCommand command;
    private final int maxLine;
    private final ProcessGuard guard;
    private final Listener listener;
    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CountDownLatch drained = new CountDownLatch(2);
    private volatile Process process;
    private volatile Thread writer;
    private final LastWords lastWords = new LastWords();

    /** @param maxLine longer lines of the process, in bytes, are skipped and logged */
    public ServerProcess(String name, ServerCommand command, int maxLine, ProcessGuard guard, Listener listener) {
        this.name = name;
        this.command = command;
        this.maxLine = maxLine;
        this.guard = guard;
        this.listener = listener;
    }

    public void start() {
        writer = thread("in", this::run);
    }

    private Thread thread(String role, Runnable work) {
        Thread thread = new Thread(work, "jetway-mcp-%s-%s".formatted(name, role));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Hands over one line. False if the process has ended, or takes nothing more: the line is not written then. */
    public boolean write(Object tag, byte[] text) {
        Line line = new Line(tag, text);
        if (over.get() || !waiting.offer(line)) {
            return false;
        }
        return !over.get() || !waiting.remove(line);
    }

    private void run() {
        if (closing.get()) {
            return;
        }
        try {
            launch();
        } catch (IOException e) {
            end("its command cannot be started: " + e.getMessage());
            return;
        }
        try (OutputStream in = process.getOutputStream()) {
            while (!closing.get()) {
                Line line = waiting.take();
                in.write(line.text);
                in.write('\n');
                in.flush();
                listener.written(line.tag);
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("Nothing more is written to MCP server '{}'", name, e);
        }
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.command());
        command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(NEEDED_BY_ALL);
        environment.putAll(command.environment());
        Process started = builder.start();
        process = started;
        guard.started(started);
        thread("out", () -> {
            read(started.getInputStream(), maxLine, listener::line);
            silent(started);
        });
        thread("err", () -> read(started.getErrorStream(), MAX_ERROR_LINE, this::error));
        started.onExit().thenRun(() -> thread("end", () -> exited(started)));
        if (closing.get()) {
            destroy();
        }
    }

    /** Its output has ended: nothing more will be answered, whether or not the process goes on. */
    private void silent(Process running) {
        try {
            if (!running.waitFor(DRAIN.toMillis(), TimeUnit.MILLISECONDS) && !closing.get()) {
                lastWords.add("it closed its standard output");
                destroy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface LineReader {
        void line(byte[] line);
    }

    private void read(InputStream stream, int longest, LineReader reader) {
        try (InputStream in = new BufferedInputStream(stream)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean tooLong = false;
            for (int next = in.read(); next != -1; next = in.read()) {
                if (next == '\n') {
                    if (!tooLong) {
                        reader.line(line.toByteArray());
                    }
                    line.reset();
                    tooLong = false;
                } else if (line.size() < longest) {
                    line.write(next);
                } else if (!tooLong) {
                    tooLong = true;
                    LOG.warn("MCP server '{}' wrote a line of more than {} bytes, which is skipped", name, longest);
                }
            }
        } catch (IOException e) {
            LOG.debug("Nothing more is read from MCP server '{}'", name, e);
        } finally {
            drained.countDown();
        }
    }

    private void error(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) {
            lastWords.add(text);
            LOG.info("MCP server '{}' says: {}", name, text);
        }
    }

    private void exited(Process ended) {
        guard.ended(ended);
        try {
            // A child of the process may hold its pipes open; then this is not waited for.
            drained.await(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String code = "its process ended with exit code " + ended.exitValue();
        String why = lastWords.text();
        end(why.isEmpty() ? code : code + ": " + why);
    }

    private void end(String how) {
        if (over.compareAndSet(false, true)) {
            Thread writing = writer;
            if (writing != null) {
                writing.interrupt();
            }
            List<Line> unwritten = new ArrayList<>();
            waiting.drainTo(unwritten);
            listener.ended(how, unwritten.stream().map(line -> line.tag).toList());
            gone.complete(null);
        }
    }

    /**
     * Ends the process: by closing its input, then by a request, then by force, with all its children.
     * Completes when it has ended, after about two seconds at most. Safe to repeat.
     */
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            thread("close", this::destroy);
        }
        return gone.minimalCompletionStage();
    }

    private void destroy() {
        Process ending = process;
        if (ending == null) {
            // Not started, or about to be: whoever starts it looks again.
            end("it was closed");
            return;
        }
        List<ProcessHandle> family = ending.descendants().toList();
        // The writer closes the input when it is woken; when it is stuck in writing, nobody else could.
        writer.interrupt();
        try {
            if (!ending.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                family.forEach(ProcessHandle::destroy);
                ending.destroy();
                ending.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        ending.destroyForcibly();
    }
}
