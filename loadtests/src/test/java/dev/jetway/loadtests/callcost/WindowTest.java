package dev.jetway.loadtests.callcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static Window window(long tookNanos) {
        return new Window(
                LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).toArray(), tookNanos, 5_000_000, 0);
    }

    @Test
    void figuresAreThoseOfItsCalls() {
        Window window = window(2_000_000_000L);
        assertThat(window.perSecond()).isEqualTo(50);
        assertThat(window.millis(0.5)).isCloseTo(50, within(1.0));
        assertThat(window.millis(0.99)).isCloseTo(99, within(1.0));
        assertThat(window.cpuMicros()).isEqualTo(50);
    }

    @Test
    void oneWindowInWhichTheMachineWasBusyDoesNotMoveTheMedian() {
        List<Window> windows = List.of(window(1_000_000_000L), window(900_000_000_000L), window(2_000_000_000L));
        assertThat(Window.median(windows, Window::perSecond)).isEqualTo(50);
    }

    @Test
    void noMoreCallsRunAtOnceThanAskedForAndFailuresAreCounted() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Way way = new Way("counted", () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            boolean good = calls.incrementAndGet() % 10 != 0;
            CompletionStage<Boolean> answer = CompletableFuture.supplyAsync(() -> {
                running.decrementAndGet();
                return good;
            });
            return answer;
        });
        Window window = Window.measure(way, 4, 500);
        assertThat(calls.get()).isEqualTo(500);
        assertThat(most.get()).isBetween(1, 4);
        assertThat(window.failed()).isEqualTo(50);
        assertThat(window.latencies()).isSorted().hasSize(500);
    }
}
