package dev.jetway.runtime.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a browser to a gateway, which can be cut like a train's in a tunnel. */
final class Line implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int BUFFER_BYTES = 8192;

    private final ServerSocket server;
    private final int gateway;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Line(int gateway) throws IOException {
        this.gateway = gateway;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        start("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Everything that is open breaks, and nothing new gets through. */
    void cut() {
        cut = true;
        open.forEach(Line::end);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // closed, or a browser that went away
            }
        }
    }

    private void connect(Socket browser) throws IOException {
        if (cut) {
            end(browser);
            return;
        }
        var node = new Socket();
        open.addAll(List.of(browser, node));
        node.connect(new InetSocketAddress("127.0.0.1", gateway));
        start("up", () -> pump(browser, node));
        start("down", () -> pump(node, browser));
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            var buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut
        } finally {
            end(from);
            end(to);
        }
    }

    private void start(String name, Runnable work) {
        var thread = new Thread(work, "line-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is
        }
    }
}
