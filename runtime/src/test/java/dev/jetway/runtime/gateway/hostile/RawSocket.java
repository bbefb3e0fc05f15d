package dev.jetway.runtime.gateway.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A TCP connection that keeps no rule: whoever uses it makes every byte. One thread may write and one read. */
final class RawSocket implements Closeable {

    static final int PATIENCE_MILLIS = 40_000;

    /** What a well-behaved client asks for. */
    static final String UPGRADE = """
            GET /v1/ws HTTP/1.1
            Host: 127.0.0.1
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Protocol: jetway.v1

            """.replace("\n", "\r\n");

    private static final int LENGTH = 0x7F;

    /** One frame of the server. */
    record Frame(int kind, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a closing frame; 0 when it has none. */
        int closeCode() {
            return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    /** @param headers by name in lower case */
    record Response(int status, Map<String, String> headers, String body) {}

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static RawSocket to(int port) throws IOException {
        return new RawSocket(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** As {@link #send}; the server may have hung up in the middle of it. */
    void sendAsFarAsItGoes(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // What it said before it hung up can still be read, and is what counts.
        }
    }

    /** The next frame; empty when the server has hung up. */
    Optional<Frame> frame() throws IOException {
        try {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            long length = in.readUnsignedByte() & LENGTH;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            var payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return Optional.of(new Frame(first & 0x0F, payload));
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    /** The next HTTP response; empty when the server has hung up. */
    Optional<Response> response() throws IOException {
        try {
            var status = line();
            if (status.isEmpty()) {
                return Optional.empty();
            }
            var headers = new LinkedHashMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            int code = Integer.parseInt(status.split(" ")[1]);
            return Optional.of(new Response(code, headers, body(headers)));
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        var body = new ByteArrayOutputStream();
        for (int chunk = Integer.parseInt(line(), 16); chunk > 0; chunk = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(chunk));
            line();
        }
        line();
        return body.toString(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the server hangs up, whatever it says before. */
    boolean isHungUp() throws IOException {
        try {
            while (in.read() >= 0) {
                continue;
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Hangs up the rude way: with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
