package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A client's WebSocket with the subprotocol {@code jetway.v1}. What is not said to be safe is for the loop's thread. */
final class WebSocket {

    /** Called on the loop's thread; must not block. */
    interface Listener {
        /** Frames can be sent. */
        void opened(WebSocket socket);

        /** @param atMillis when its last byte was read, since 1970 */
        void text(WebSocket socket, String text, long atMillis);

        /** Called once. */
        void closed(String reason);
    }

    private static final byte[] NOTHING = {};
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketLoop loop;
    private final SocketChannel channel;
    private final Listener listener;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private SelectionKey key;
    private boolean upgraded;
    private boolean reading = true;
    private boolean gone;
    private byte[] unread = NOTHING;

    WebSocket(SocketLoop loop, SocketChannel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
    }

    /** Safe for many threads; does not block. */
    void send(String text) {
        var frame = Frame.masked(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
        loop.soon(() -> enqueue(frame));
    }

    /** Whether anything is taken off the socket from now on. Safe for many threads. */
    void reading(boolean wanted) {
        loop.soon(() -> {
            reading = wanted;
            interest();
        });
    }

    /** Hangs up without a farewell. Safe for many threads. */
    void close() {
        loop.soon(() -> drop("closed by this client"));
    }

    void register(Selector selector) {
        try {
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (ClosedChannelException e) {
            drop(String.valueOf(e.getMessage()));
        }
    }

    void connected(InetSocketAddress node) throws IOException {
        channel.finishConnect();
        var request = String.join(
                "\r\n",
                "GET /v1/ws HTTP/1.1",
                "Host: %s:%d".formatted(node.getHostString(), node.getPort()),
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: jetway.v1",
                "",
                "");
        enqueue(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    private void enqueue(ByteBuffer frame) {
        if (!gone) {
            unsent.add(frame);
            try {
                write();
            } catch (IOException e) {
                drop(String.valueOf(e.getMessage()));
            }
        }
    }

    void write() throws IOException {
        while (!unsent.isEmpty()) {
            channel.write(unsent.peek());
            if (unsent.peek().hasRemaining()) {
                break;
            }
            unsent.remove();
        }
        interest();
    }

    private void interest() {
        if (!gone) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    /** Reads what there is. @param bytes of the loop, to be used by nobody else meanwhile */
    void read(ByteBuffer bytes) throws IOException {
        bytes.put(unread);
        unread = NOTHING;
        int read = channel.read(bytes);
        long now = System.currentTimeMillis();
        bytes.flip();
        if (upgraded || upgraded(bytes)) {
            for (var frame = Frame.read(bytes); frame.isPresent() && !gone; frame = Frame.read(bytes)) {
                on(frame.get(), now);
            }
        }
        if (read < 0) {
            drop("closed by the server");
        } else if (bytes.limit() == bytes.capacity() && bytes.position() == 0) {
            drop("a frame of more than %d bytes".formatted(bytes.capacity()));
        } else if (bytes.hasRemaining()) {
            unread = new byte[bytes.remaining()];
            bytes.get(unread);
        }
    }

    private boolean upgraded(ByteBuffer bytes) {
        var all = new byte[bytes.remaining()];
        bytes.duplicate().get(all);
        for (int i = 0; i + END_OF_HEAD.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                var head = new String(all, 0, i, StandardCharsets.ISO_8859_1);
                if (!head.startsWith("HTTP/1.1 101 ")) {
                    drop(head.lines().findFirst().orElse(""));
                    return false;
                }
                bytes.position(bytes.position() + i + END_OF_HEAD.length);
                upgraded = true;
                listener.opened(this);
                return true;
            }
        }
        return false;
    }

    private void on(Frame frame, long now) {
        switch (frame.kind()) {
            case Frame.TEXT -> {
                if (!frame.last()) {
                    drop("a message in pieces, which this client does not read");
                }
                listener.text(this, frame.text(), now);
            }
            case Frame.PING -> enqueue(Frame.masked(Frame.PONG, frame.payload()));
            case Frame.CLOSE -> {
                enqueue(Frame.masked(Frame.CLOSE, frame.payload()));
                drop("closed by the server");
            }
            default -> {} // a pong
        }
    }

    void drop(String reason) {
        if (gone) {
            return;
        }
        gone = true;
        unsent.clear();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        listener.closed(reason);
    }
}
