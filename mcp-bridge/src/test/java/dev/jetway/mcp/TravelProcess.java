package dev.jetway.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/** The reference travel servers in a process of their own, with their fault endpoint. */
final class TravelProcess implements AutoCloseable {

    private static final String READY = "travel-servers ready ";

    private final Path secretFile;
    private final Path data;
    private Process process;
    private URI url;

    /** @param folder takes the secret and the bookings */
    TravelProcess(Path folder) throws IOException {
        byte[] secret = new byte[48];
        new Random(5).nextBytes(secret);
        this.secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret));
        this.data = folder.resolve("data");
        start(0);
    }

    private void start(int port) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-Dfile.encoding=UTF-8",
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.jetway.travel.TravelServers",
                        "--data",
                        data.toString(),
                        "--token-secret-file",
                        secretFile.toString(),
                        "--port",
                        String.valueOf(port),
                        "--faults")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (String line = process.inputReader().readLine();
                line != null;
                line = process.inputReader().readLine()) {
            if (line.startsWith(READY)) {
                url = URI.create(line.substring(READY.length()));
                return;
            }
        }
        throw new IOException("The travel servers did not start");
    }

    /** Waits until it has died, and starts it again at the same address. */
    void startAgain() throws IOException {
        ended();
        start(url.getPort());
    }

    boolean alive() {
        return process.isAlive();
    }

    Path secretFile() {
        return secretFile;
    }

    URI server(String name) {
        return url.resolve("/" + name + "/mcp");
    }

    /** @param fault as TOOLS.md says */
    void fault(String server, String tool, String fault) throws IOException {
        request("PUT", "/faults/%s/%s".formatted(server, tool), fault);
    }

    void noFaults() throws IOException {
        request("DELETE", "/faults", "");
    }

    private void request(String method, String path, String body) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                    .formatted(method, path, url.getAuthority(), bytes.length)
                    .getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 2")) {
                throw new IOException("The travel servers do not %s %s: %s".formatted(method, path, answer));
            }
        }
    }

    private void ended() {
        Patience.await("the travel servers have ended", () -> !process.isAlive(), process::info);
    }

    @Override
    public void close() {
        process.destroy();
        ended();
    }
}
