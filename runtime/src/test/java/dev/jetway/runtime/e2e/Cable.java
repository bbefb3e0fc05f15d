package dev.jetway.runtime.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Leads from a port of its own to another one on this machine, until it is cut. */
final class Cable implements AutoCloseable {

    private final ServerSocket entry;
    private final int to;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param to need not be listened at yet */
    Cable(int to) {
        this.to = to;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** Ends what goes through it, and lets nothing through. */
    void cut() {
        cut = true;
        ends.forEach(Cable::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                connect(entry.accept());
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void connect(Socket from) {
        ends.add(from);
        try {
            var there = new Socket(InetAddress.getLoopbackAddress(), to);
            ends.add(there);
            start(() -> carry(from, there));
            start(() -> carry(there, from));
            if (cut) {
                cut();
            }
        } catch (IOException e) {
            end(from); // nobody is there
        }
    }

    private void carry(Socket from, Socket there) {
        try {
            from.getInputStream().transferTo(there.getOutputStream());
        } catch (IOException e) {
            // so ends the other side
        }
        end(from);
        end(there);
        ends.remove(from);
        ends.remove(there);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use anyway
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            // as good as closed
        }
        cut();
    }
}
