package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that reads and writes any number of WebSockets. */
final class SocketLoop implements AutoCloseable {

    private static final int READ_BYTES = 256 * 1024;

    private final InetSocketAddress node;
    private final Selector selector;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);
    private final Queue<Runnable> toDo = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "sockets");
    private volatile boolean closed;

    SocketLoop(InetSocketAddress node) throws IOException {
        this.node = node;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Connects and asks for the upgrade; the listener is told what becomes of it. Does not block.
     *
     * @param from an address of this machine
     * @param receiveBytes how much the kernel keeps for it; 0 for what it thinks best
     */
    WebSocket open(InetSocketAddress from, int receiveBytes, WebSocket.Listener listener) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBytes > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
        }
        channel.bind(from);
        var socket = new WebSocket(this, channel, listener);
        channel.connect(node);
        soon(() -> socket.register(selector));
        return socket;
    }

    /** Runs it on the loop's thread. */
    void soon(Runnable task) {
        toDo.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(key -> on((WebSocket) key.attachment(), key));
                for (var task = toDo.poll(); task != null; task = toDo.poll()) {
                    task.run();
                }
            }
            selector.keys().forEach(key -> ((WebSocket) key.attachment()).drop("closed by this client"));
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Waiting for sockets", e);
        }
    }

    private void on(WebSocket socket, SelectionKey key) {
        try {
            if (key.isValid() && key.isConnectable()) {
                socket.connected(node);
            }
            if (key.isValid() && key.isWritable()) {
                socket.write();
            }
            if (key.isValid() && key.isReadable()) {
                socket.read(bytes.clear());
            }
        } catch (IOException e) {
            socket.drop(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
