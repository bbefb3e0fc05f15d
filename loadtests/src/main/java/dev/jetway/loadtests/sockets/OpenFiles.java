package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files, and so sockets, a process may have open. */
final class OpenFiles {

    /** For logs, jars and the database. */
    private static final int OTHERS = 500;

    private static final String LINE = "Max open files";

    private OpenFiles() {}

    /** @throws IOException when a process may not have so many connections, saying what to do about it */
    static void require(String name, long pid, int connections) throws IOException {
        long limit = parse(Files.readString(Path.of("/proc/%d/limits".formatted(pid))));
        if (limit < connections + OTHERS) {
            throw new IOException(
                    "the %s may have %d files open, and %d connections need %d: 'ulimit -n %d' in this shell, or fewer --idle"
                            .formatted(name, limit, connections, connections + OTHERS, connections + OTHERS));
        }
    }

    static long parse(String limits) throws IOException {
        var line = limits.lines()
                .filter(it -> it.startsWith(LINE))
                .findFirst()
                .orElseThrow(() -> new IOException("No line '%s' in: %s".formatted(LINE, limits)));
        var soft = line.substring(LINE.length()).strip().split("\\s+")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }
}
