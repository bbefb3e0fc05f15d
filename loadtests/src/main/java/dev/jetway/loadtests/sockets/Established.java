package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows of this machine's connections; also of those that nobody reads. */
final class Established {

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final String ESTABLISHED = "01";

    private Established() {}

    /** How many there are to a port. */
    static long to(int port) throws IOException {
        long all = 0;
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (var lines = Files.lines(Path.of(table))) {
                all += to(port, lines);
            }
        }
        return all;
    }

    static long to(int port, Stream<String> table) {
        var remote = ":%04X".formatted(port);
        return table.map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[REMOTE].endsWith(remote) && fields[STATE].equals(ESTABLISHED))
                .count();
    }
}
