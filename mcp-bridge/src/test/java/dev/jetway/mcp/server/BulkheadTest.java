package dev.jetway.mcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private final List<Integer> started = new ArrayList<>();

    @Test
    void whatWaitsStartsInOrderAsRoomIsMade() {
        Bulkhead bulkhead = new Bulkhead(2, 3);
        List<Bulkhead.Admission> admissions = IntStream.range(0, 6)
                .mapToObj(number -> bulkhead.submit(() -> started.add(number)))
                .toList();
        assertThat(admissions)
                .containsExactly(
                        Bulkhead.Admission.STARTED,
                        Bulkhead.Admission.STARTED,
                        Bulkhead.Admission.WAITING,
                        Bulkhead.Admission.WAITING,
                        Bulkhead.Admission.WAITING,
                        Bulkhead.Admission.FULL);
        bulkhead.release();
        assertThat(started).containsExactly(0, 1, 2);
        bulkhead.release();
        bulkhead.release();
        assertThat(started).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatIsWithdrawnNeverStartsAndMakesRoomToWait() {
        Bulkhead bulkhead = new Bulkhead(1, 1);
        Bulkhead.Waiting second = () -> started.add(2);
        bulkhead.submit(() -> started.add(1));
        bulkhead.submit(second);
        assertThat(bulkhead.withdraw(second)).isTrue();
        assertThat(bulkhead.withdraw(second)).isFalse();
        assertThat(bulkhead.submit(() -> started.add(3))).isEqualTo(Bulkhead.Admission.WAITING);
        bulkhead.release();
        assertThat(started).containsExactly(1, 3);
    }

    @Test
    void aThousandWaitingCallsThatEndAtOnceDoNotNest() {
        Bulkhead bulkhead = new Bulkhead(1, 100_000);
        AtomicInteger ended = new AtomicInteger();
        bulkhead.submit(() -> started.add(0));
        for (int i = 0; i < 50_000; i++) {
            bulkhead.submit(() -> {
                ended.incrementAndGet();
                bulkhead.release();
            });
        }
        bulkhead.release();
        assertThat(ended).hasValue(50_000);
        assertThat(bulkhead.running()).isZero();
    }

    @Test
    void manyThreadsNeverRunMoreThanAllowedAndLoseNothing() throws Exception {
        Bulkhead bulkhead = new Bulkhead(3, 100_000);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int calls = 20_000;
        CountDownLatch ended = new CountDownLatch(calls);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < calls; i++) {
            threads.execute(() -> bulkhead.submit(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                threads.execute(() -> {
                    running.decrementAndGet();
                    ended.countDown();
                    bulkhead.release();
                });
            }));
        }
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(bulkhead.running()).isZero();
        assertThat(bulkhead.waiting()).isZero();
    }
}
