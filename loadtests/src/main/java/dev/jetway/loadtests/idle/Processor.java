package dev.jetway.loadtests.idle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How much of a processor processes took over a time: what the kernel counted for them (utime and stime of {@code
 * /proc/PID/stat}), however long they had to wait for it.
 */
public record Processor(List<ProcessHandle> processes, long atNanos, Duration used) {

    public static Processor now(List<ProcessHandle> processes) throws IOException {
        var used = Duration.ZERO;
        for (var process : processes) {
            used = used.plus(process.info()
                    .totalCpuDuration()
                    .orElseThrow(() -> new IOException("Process %d has ended".formatted(process.pid()))));
        }
        return new Processor(processes, System.nanoTime(), used);
    }

    /** Per cent of one processor since then. */
    public double percentSince() throws IOException {
        var now = now(processes);
        return 100.0 * now.used.minus(used).toNanos() / (now.atNanos - atNanos);
    }
}
