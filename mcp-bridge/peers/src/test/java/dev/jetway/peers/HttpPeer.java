package dev.jetway.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program from npm that is an MCP server on a port of its own, on loopback. */
final class HttpPeer implements AutoCloseable {

    private static final String PORT = "loopback port ";

    private final Process process;
    private final int port;

    /** @param port 0 for any free one */
    private HttpPeer(int port, String script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Npm.command(script, arguments)).redirectErrorStream(true);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("SAY_PORT", "yes");
        process = builder.start();
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(listening), "output of " + script);
        reader.setDaemon(true);
        reader.start();
        this.port = PeerBridge.await(listening);
    }

    static HttpPeer on(int port, String script, String... arguments) throws IOException {
        return new HttpPeer(port, script, arguments);
    }

    private void read(CompletableFuture<Integer> listening) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PORT)) {
                    listening.complete(Integer.parseInt(line.substring(PORT.length())));
                } else if (!listening.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        listening.completeExceptionally(new IOException("It never listened, and said: " + said));
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/mcp".formatted(port));
    }

    int port() {
        return port;
    }

    /** Ends it at once. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("It cannot be ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
