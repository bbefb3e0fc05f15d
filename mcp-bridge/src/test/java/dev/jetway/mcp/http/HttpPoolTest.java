package dev.jetway.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPoolTest {

    private static final char[] PASSWORD = "password".toCharArray();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** What a listener was told. */
    private static final class Heard implements ResponseListener {

        private final CompletableFuture<String> outcome = new CompletableFuture<>();
        private final StringBuilder body = new StringBuilder();
        private int status;

        @Override
        public void head(int httpStatus, HttpHeaders headers) {
            status = httpStatus;
        }

        @Override
        public void body(ByteBuf part) {
            body.append(part.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void ended() {
            outcome.complete("%d %s".formatted(status, body));
        }

        @Override
        public void failed(Throwable cause, boolean sent) {
            outcome.complete("failed, %s: %s".formatted(sent ? "sent" : "not sent", cause));
        }

        String outcome() throws Exception {
            return outcome.get(30, TimeUnit.SECONDS);
        }
    }

    private HttpPool pool(Optional<Path> trusted) {
        return new HttpPool(Duration.ofSeconds(5), threads, trusted);
    }

    private static Heard get(HttpPool pool, String url) {
        Heard heard = new Heard();
        pool.send(HttpCall.get(URI.create(url), Map.of()), heard);
        return heard;
    }

    private void serve(ServerSocket listener, String answer) {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    answerOne(socket, answer);
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // The client hung up, or the test is over.
                    continue;
                }
            }
        });
    }

    private static void answerOne(Socket socket, String answer) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
        while (!in.readLine().isEmpty()) {
            // The head of the request says nothing that matters here.
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static ServerSocket plain() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void aResponseIsReadToItsEnd() throws Exception {
        try (ServerSocket server = plain();
                HttpPool pool = pool(Optional.empty())) {
            serve(server, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(get(pool, "http://127.0.0.1:%d/".formatted(server.getLocalPort()))
                            .outcome())
                    .isEqualTo("200 hello");
        }
    }

    @Test
    void aConnectionThatClosedInTheMomentItWasChosenIsReplacedByAnother() throws Exception {
        try (ServerSocket server = plain();
                HttpPool pool = pool(Optional.empty())) {
            serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            EmbeddedChannel closed = new EmbeddedChannel();
            closed.close();
            Heard heard = new Heard();
            URI url = URI.create("http://127.0.0.1:%d/".formatted(server.getLocalPort()));
            pool.hand(new HttpExchange(HttpCall.get(url, Map.of()), heard), closed);
            assertThat(heard.outcome()).isEqualTo("200 hello");
        }
    }

    @Test
    void aConnectionIsUsedAgainUntilTheServerClosesIt() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch hangUp = new CountDownLatch(1);
        try (ServerSocket server = plain();
                HttpPool pool = pool(Optional.empty())) {
            threads.execute(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        connections.incrementAndGet();
                        for (int i = 0; i < 2; i++) {
                            answerOne(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                        }
                        hangUp.await(60, TimeUnit.SECONDS);
                    } catch (IOException | InterruptedException e) {
                        // The test is over.
                        return;
                    }
                }
            });
            URI url = URI.create("http://127.0.0.1:%d/".formatted(server.getLocalPort()));
            assertThat(get(pool, url.toString()).outcome()).isEqualTo("200 hello");
            assertThat(get(pool, url.toString()).outcome()).isEqualTo("200 hello");
            assertThat(connections).hasValue(1);
            assertThat(pool.idle(url)).isOne();

            hangUp.countDown();
            ActorTestKit kit = ActorTestKit.create();
            kit.createTestProbe()
                    .awaitAssert(
                            Duration.ofSeconds(30),
                            () -> assertThat(pool.idle(url)).isZero());
            kit.shutdownTestKit();
            assertThat(get(pool, url.toString()).outcome()).isEqualTo("200 hello");
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void aResponseThatBreaksOffOrMakesNoSenseWasSent() throws Exception {
        List<String> broken = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz",
                "I am not a web server\r\n\r\n",
                "");
        for (String answer : broken) {
            try (ServerSocket server = plain();
                    HttpPool pool = pool(Optional.empty())) {
                threads.execute(() -> {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read();
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                assertThat(get(pool, "http://127.0.0.1:%d/".formatted(server.getLocalPort()))
                                .outcome())
                        .as(answer)
                        .startsWith("failed, sent");
            }
        }
    }

    @Test
    void aRequestThatFoundNobodyWasNotSent() throws Exception {
        int port;
        try (ServerSocket gone = plain()) {
            port = gone.getLocalPort();
        }
        try (HttpPool pool = pool(Optional.empty())) {
            assertThat(get(pool, "http://127.0.0.1:%d/".formatted(port)).outcome())
                    .startsWith("failed, not sent")
                    .contains("ConnectException");
            assertThat(get(pool, "http://no-such-host.invalid/").outcome())
                    .startsWith("failed, not sent")
                    .contains("the host name no-such-host.invalid is unknown");
        }
    }

    @Test
    void aClosedPoolFailsWhatRunsAndSendsNothingMore() throws Exception {
        try (ServerSocket server = plain()) {
            HttpPool pool = pool(Optional.empty());
            serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
            Heard running = get(pool, "http://127.0.0.1:%d/".formatted(server.getLocalPort()));
            pool.close();
            pool.close();
            assertThat(running.outcome()).startsWith("failed");
            assertThat(get(pool, "http://127.0.0.1:%d/".formatted(server.getLocalPort()))
                            .outcome())
                    .startsWith("failed, not sent");
        }
    }

    @Test
    void aSecureServerIsBelievedOnlyWithACertificateThatWeTrustForItsName() throws Exception {
        Path store = folder.resolve("server.p12");
        Path certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString());
        try (ServerSocket server = secure(store);
                HttpPool trusting = pool(Optional.of(certificate));
                HttpPool strange = pool(Optional.empty())) {
            serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            int port = server.getLocalPort();
            assertThat(get(trusting, "https://localhost:%d/".formatted(port)).outcome())
                    .isEqualTo("200 hello");
            assertThat(get(strange, "https://localhost:%d/".formatted(port)).outcome())
                    .startsWith("failed, not sent")
                    .contains("SSL");
            assertThat(get(trusting, "https://127.0.0.1:%d/".formatted(port)).outcome())
                    .startsWith("failed, not sent")
                    .contains("SSL");
        }
    }

    @Test
    void certificatesThatCannotBeReadAreAnErrorThatNamesTheFile() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertThatThrownBy(() -> pool(Optional.of(nonsense)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(nonsense.toString());
    }

    private static ServerSocket secure(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-storepass", "password"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
