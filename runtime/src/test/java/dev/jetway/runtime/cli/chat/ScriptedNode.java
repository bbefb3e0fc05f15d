package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server side of a WebSocket, played by a test line by line. */
final class ScriptedNode implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket server;

    ScriptedNode() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/v1/ws");
    }

    /** Waits for the next client and shakes hands. */
    Peer accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Peer(socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static final class Peer {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            String key = "";
            for (String line = header(); !line.isEmpty(); line = header()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).trim();
                }
            }
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Protocol: jetway.v1\r\nSec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        private String header() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        private static String accept(String key) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The client's next frame, which has to be of this type. */
        JsonNode expect(String type) throws IOException {
            int first = in.readUnsignedByte();
            if ((first & 0x0f) != 1) {
                throw new IOException("Expected the text frame " + type + ", and opcode " + (first & 0x0f) + " came");
            }
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            JsonNode frame = JSON.readTree(payload);
            if (!frame.path("type").asText().equals(type)) {
                throw new IOException("Expected " + type + ", and this came: " + frame);
            }
            return frame;
        }

        void send(String json, Object... values) throws IOException {
            byte[] payload = json.formatted(values).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            out.write(0x81);
            if (payload.length < 126) {
                out.write(payload.length);
            } else {
                out.write(126);
                out.write(payload.length >> 8);
                out.write(payload.length & 0xff);
            }
            out.write(payload);
            out.flush();
        }

        void event(long seq, String event, Object... values) throws IOException {
            send("{'type':'event','thread':'t','seq':%d,'event':%s}".formatted(seq, event.formatted(values)));
        }

        /** The greeting up to a fresh, empty subscription. */
        void welcome(String epoch) throws IOException {
            greet();
            JsonNode subscribe = expect("subscribe");
            send(
                    "{'type':'subscribed','id':'%s','thread':'t','epoch':'%s','seq':0,'recovered':true}",
                    subscribe.path("id").asText(), epoch);
        }

        void greet() throws IOException {
            expect("hello");
            send("{'type':'welcome','connectionId':'c','heartbeatMs':15000,'maxFrameBytes':65536}");
        }

        void ok(JsonNode command) throws IOException {
            send("{'type':'ok','id':'%s'}", command.path("id").asText());
        }

        /** Waits until the client has written this; it tells nobody when it has read a frame. */
        void expectWritten(Object writer, String text) throws IOException {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (!writer.toString().contains(text)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("Not written in time: " + text);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }

        /** A line that is cut, as a killed node would. */
        void cut() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
