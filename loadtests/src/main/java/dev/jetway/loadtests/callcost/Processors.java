package dev.jetway.loadtests.callcost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the machine's processors had done since its start, and these processes of it.
 *
 * @param all all programs together
 */
record Processors(long atNanos, Duration all, Duration ours) {

    /** Ticks of /proc/stat: user, nice, system; then idle and waiting; then interrupts. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7);

    private static final long MILLIS_PER_TICK = 10;

    static Processors now(ProcessHandle... ours) throws IOException {
        String[] columns = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
        long ticks = BUSY.stream()
                .mapToLong(column -> Long.parseLong(columns[column]))
                .sum();
        Duration own = Stream.of(ours)
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
        return new Processors(System.nanoTime(), Duration.ofMillis(ticks * MILLIS_PER_TICK), own);
    }

    /** How many processors other programs have kept busy since then. */
    double othersSince(Processors before) {
        double busy = all.minus(before.all).minus(ours.minus(before.ours)).toNanos();
        return Math.max(0, busy / (atNanos - before.atNanos));
    }
}
