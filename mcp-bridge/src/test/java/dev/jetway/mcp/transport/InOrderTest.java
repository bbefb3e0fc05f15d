package dev.jetway.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final InOrder inOrder = new InOrder(threads::add);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void aLimitedNumberWaitsAndTheEndIsHandedOnInAnyCase() {
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            int message = i;
            taken += inOrder.offer(() -> done.add(message)) ? 1 : 0;
        }
        inOrder.end(() -> done.add(-1));
        run();

        assertThat(taken).isEqualTo(256);
        assertThat(done).hasSize(257).startsWith(0, 1, 2).endsWith(255, -1);
    }

    @Test
    void thereIsRoomAgainForWhatWasHandedOn() {
        for (int i = 0; i < 1_000; i++) {
            int message = i;
            assertThat(inOrder.offer(() -> done.add(message))).isTrue();
            run();
        }
        assertThat(done).hasSize(1_000);
    }

    private void run() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
