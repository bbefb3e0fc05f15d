package dev.jetway.loadtests.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class EstablishedTest {

    @Test
    void connectionsAreCountedFromTheClientsSideAndThoseCutOffAreNot() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 10, loopback);
                var one = new Socket(loopback, server.getLocalPort());
                var other = new Socket(loopback, server.getLocalPort());
                var accepted = server.accept()) {
            var alsoAccepted = server.accept();
            assertThat(Established.to(server.getLocalPort())).isEqualTo(2);

            alsoAccepted.setSoLinger(true, 0);
            alsoAccepted.close();

            assertThat(Established.to(server.getLocalPort())).isEqualTo(1);
            assertThat(one.isClosed() || other.isClosed() || accepted.isClosed())
                    .isFalse();
        }
    }
}
