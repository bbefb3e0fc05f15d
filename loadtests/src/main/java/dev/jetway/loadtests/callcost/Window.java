package dev.jetway.loadtests.callcost;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * Calls made one way, so many at once, each followed by the next as soon as it is answered.
 *
 * @param latencies of every call, in nanoseconds, shortest first
 * @param tookNanos from the first call to the last answer
 * @param cpuNanos processor time of this process meanwhile
 */
record Window(long[] latencies, long tookNanos, long cpuNanos, int failed) {

    private static final int LONGEST_MINUTES = 10;

    static Window measure(Way way, int atOnce, int calls) throws InterruptedException {
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] latencies = new long[calls];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(calls);
        Runnable caller = new Runnable() {
            @Override
            public void run() {
                int number = next.getAndIncrement();
                if (number >= calls) {
                    return;
                }
                long start = System.nanoTime();
                way.call().get().whenComplete((good, error) -> {
                    latencies[number] = System.nanoTime() - start;
                    if (error != null || !good) {
                        failed.incrementAndGet();
                    }
                    answered.countDown();
                    this.run();
                });
            }
        };
        long cpu = process.getProcessCpuTime();
        long began = System.nanoTime();
        for (int i = 0; i < atOnce; i++) {
            caller.run();
        }
        if (!answered.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("%d calls of %s have no answer".formatted(answered.getCount(), way.name()));
        }
        long took = System.nanoTime() - began;
        long used = process.getProcessCpuTime() - cpu;
        Arrays.sort(latencies);
        return new Window(latencies, took, used, failed.get());
    }

    double perSecond() {
        return latencies.length * 1e9 / tookNanos;
    }

    /** @param share 0.5 for the median */
    double millis(double share) {
        return latencies[(int) Math.min(latencies.length - 1L, Math.round(latencies.length * share))] / 1e6;
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / latencies.length;
    }

    /** Of several windows the one in the middle, which a moment of other load on the machine does not move. */
    static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
        double[] figures = windows.stream().mapToDouble(figure).sorted().toArray();
        int middle = figures.length / 2;
        return figures.length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
    }
}
