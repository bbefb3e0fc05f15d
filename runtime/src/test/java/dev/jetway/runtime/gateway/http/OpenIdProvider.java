package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.runtime.npm.Npm;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** npm's {@code oidc-provider}, in a process of its own. */
final class OpenIdProvider implements AutoCloseable {

    static final String AUDIENCE = "https://travel.example/jetway";
    static final String OTHER_AUDIENCE = "https://travel.example/other";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final String issuer;

    /** @param folder where it keeps its keys: another one there goes on with them */
    static OpenIdProvider start(Path folder) throws Exception {
        return new OpenIdProvider(folder, "0");
    }

    /** At the address of one that has ended, with its keys. */
    OpenIdProvider again() throws Exception {
        return new OpenIdProvider(folder, issuer.substring(issuer.lastIndexOf(':') + 1));
    }

    private OpenIdProvider(Path folder, String port) throws Exception {
        this.folder = folder;
        this.process = Npm.node(
                        "identity/provider.mjs",
                        port,
                        folder.resolve("keys.json").toString())
                .redirectError(folder.resolve("provider.log").toFile())
                .start();
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        var reader = new Thread(() -> listen(process.inputReader(StandardCharsets.UTF_8)), "provider");
        reader.setDaemon(true);
        reader.start();
        try {
            this.issuer = next().path("issuer").asText();
        } catch (Exception | AssertionError e) {
            stop();
            throw e;
        }
    }

    /** Between its words are warnings that it is not for production. */
    private void listen(BufferedReader output) {
        output.lines().filter(line -> line.startsWith("{")).forEach(said::add);
    }

    private JsonNode next() throws Exception {
        var line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a word of the provider; its log is in %s", folder).isNotNull();
        return JSON.readTree(line);
    }

    String issuer() {
        return issuer;
    }

    /** From now on it signs with another key. */
    void rotate() throws Exception {
        input.write("rotate\n");
        input.flush();
        next();
    }

    /** An access token, after a login as a browser does it. */
    String login(String name, String audience) throws Exception {
        var login = Npm.node("identity/login.mjs", issuer, name, audience)
                .redirectError(folder.resolve("login.log").toFile())
                .start();
        try {
            assertThat(login.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(login.exitValue()).as("see login.log in %s", folder).isZero();
            return new String(login.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            login.destroyForcibly();
        }
    }

    /** Gone, without a word to anybody. */
    void stop() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        stop();
    }
}
