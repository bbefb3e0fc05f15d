package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.CassandraStartException.Reason;
import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports one Cassandra will listen on, each of them free a moment ago. */
record Ports(int cql, int storage, int jmx) {

    static Ports choose(Listen listen) {
        // Held together until all are chosen, so that no two are the same.
        List<ServerSocket> held = new ArrayList<>();
        try {
            return new Ports(
                    take(held, listen.address(), listen.cqlPort(), "cql-port"),
                    take(held, listen.address(), listen.storagePort(), "storage-port"),
                    take(held, "127.0.0.1", listen.jmxPort(), "jmx-port"));
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static int take(List<ServerSocket> held, String address, int port, String key) {
        try {
            ServerSocket socket = new ServerSocket();
            held.add(socket);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CassandraStartException(
                    Reason.PORT_IN_USE,
                    "Cassandra cannot listen on " + address + ":" + port + " (" + e.getMessage()
                            + "). Stop what uses that port, or set " + EmbeddedCassandraSettings.PATH + "." + key
                            + " to another one (0 takes any free port).",
                    e);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("Could not release " + socket, e);
        }
    }
}
