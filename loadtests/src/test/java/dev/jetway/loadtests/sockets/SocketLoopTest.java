package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says what it is told to. */
class SocketLoopTest {

    private static final int SECONDS = 20;
    private static final String SUBSCRIBED =
            "{\"type\":\"subscribed\",\"id\":\"c1\",\"thread\":\"trip\",\"epoch\":\"e\",\"seq\":0,\"recovered\":false}";

    private final AtomicLong gaps = new AtomicLong();
    private ServerSocket server;
    private SocketLoop loop;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(SECONDS * 1_000);
        loop = new SocketLoop(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        loop.close();
        server.close();
    }

    @Test
    void aTravelerSaysHelloAnswersPingsAndKnowsWhyItEnded() throws Exception {
        var ann = new Traveler("ann");
        loop.open(Crowd.source(0), 0, ann);
        try (var node = new Node(server.accept())) {
            assertThat(node.read()).isEqualTo("{\"type\":\"hello\",\"token\":\"dev:ann\"}");
            node.say(Frame.TEXT, "{\"type\":\"welcome\"}");
            assertThat(ann.welcome().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS))
                    .isSameAs(ann);
            node.say(Frame.PING, "are you there?");
            assertThat(node.read()).isEqualTo("are you there?");
            node.say(Frame.TEXT, "{\"type\":\"bye\",\"code\":\"slow_consumer\"}");
            node.say(Frame.CLOSE, "");
            assertThat(ann.end().get(SECONDS, TimeUnit.SECONDS)).isEqualTo("bye slow_consumer");
        }
    }

    @Test
    void anEventThatIsMissingOrComesTwiceIsCountedAndOneThatStandsForSeveralIsNot() throws Exception {
        var ann = new Streaming("ann", gaps);
        var delivery = new Delays();
        ann.tell(delivery);
        loop.open(Crowd.source(0), 0, ann);
        try (var node = new Node(server.accept())) {
            node.read();
            node.say(Frame.TEXT, "{\"type\":\"welcome\"}");
            ann.welcome().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            var followed = ann.follow();
            node.read();
            node.say(Frame.TEXT, SUBSCRIBED);
            followed.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            var acknowledged = ann.begin("hi");
            assertThat(node.read()).contains("\"runId\":\"run-0\"").contains("\"content\":\"hi\"");
            node.event("\"seq\":1", "RUN_STARTED");
            node.event("\"firstSeq\":2,\"seq\":4", "TEXT_MESSAGE_CONTENT");
            node.event("\"seq\":6", "TEXT_MESSAGE_CONTENT");
            node.event("\"seq\":6", "TEXT_MESSAGE_END");
            node.event("\"seq\":7", "RUN_FINISHED");
            node.say(Frame.TEXT, "{\"type\":\"ok\",\"id\":\"c2\"}");

            acknowledged.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            assertThat(ann.turn().get(SECONDS, TimeUnit.SECONDS)).isEqualTo("RUN_FINISHED");
            assertThat(gaps).hasValue(2);
            assertThat(delivery.now().of()).isEqualTo(5);
        }
    }

    @Test
    void whoDoesNotReadHearsNothingUntilItReadsAgain() throws Exception {
        var ann = new Traveler("ann");
        loop.open(Crowd.source(0), 0, ann);
        try (var node = new Node(server.accept())) {
            node.read();
            node.say(Frame.TEXT, "{\"type\":\"welcome\"}");
            ann.welcome().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            ann.reading(false);
            var pinged = ann.ping(); // goes out behind it, on the same thread
            node.read();
            node.say(Frame.TEXT, "{\"type\":\"pong\",\"t\":\"p1\"}");
            node.say(Frame.CLOSE, "");
            assertThat(ann.ended()).isFalse();

            ann.reading(true);

            assertThat(pinged.toCompletableFuture()
                            .get(SECONDS, TimeUnit.SECONDS)
                            .path("t")
                            .asText())
                    .isEqualTo("p1");
            assertThat(ann.end().get(SECONDS, TimeUnit.SECONDS)).isEqualTo("closed by the server");
        }
    }

    /** The other end of one connection. */
    private static final class Node implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        private Node(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(SECONDS * 1_000);
            this.in = new DataInputStream(socket.getInputStream());
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readByte());
            }
            assertThat(head.toString()).startsWith("GET /v1/ws HTTP/1.1\r\n").contains("jetway.v1");
            socket.getOutputStream()
                    .write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
        }

        private String read() throws IOException {
            in.readByte();
            int length = in.readByte() & 0x7F;
            length = length == 126 ? in.readUnsignedShort() : length;
            in.readInt();
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        private void say(int kind, String text) throws IOException {
            var payload = text.getBytes(StandardCharsets.UTF_8);
            var out = socket.getOutputStream();
            out.write(0x80 | kind);
            if (payload.length < 126) {
                out.write(payload.length);
            } else {
                out.write(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
            }
            out.write(payload);
        }

        private void event(String numbers, String type) throws IOException {
            say(
                    Frame.TEXT,
                    "{\"type\":\"event\",\"thread\":\"trip\",%s,\"event\":{\"type\":\"%s\",\"timestamp\":%d}}"
                            .formatted(numbers, type, System.currentTimeMillis()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
