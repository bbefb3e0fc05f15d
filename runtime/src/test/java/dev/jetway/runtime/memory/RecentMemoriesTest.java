package dev.jetway.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.cluster.Placement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RecentMemoriesTest {

    private static final Whose ANN = whose("ann");
    private static final Remembered SOMETHING =
            new Remembered(Optional.of(new Consent(Instant.EPOCH, "c")), Map.of(), List.of());

    private final List<Whose> reads = new ArrayList<>();
    private final List<Whose> told = new ArrayList<>();
    private final SettableClock clock = new SettableClock();
    private CompletionStage<Remembered> stored = CompletableFuture.completedStage(SOMETHING);

    private final RecentMemories memories = new RecentMemories(
            whose -> {
                reads.add(whose);
                return stored;
            },
            (whose, spoken) -> CompletableFuture.completedStage(Remembered.NOTHING),
            told::add,
            new MemorySettings(Duration.ofDays(1), Duration.ofSeconds(1), 2, Duration.ofSeconds(30)),
            clock);

    @Test
    void whatWasReadAMomentAgoIsThereAtOnce() {
        recall(ANN);
        var again = memories.recall(ANN).toCompletableFuture();
        assertThat(again).isCompletedWithValue(SOMETHING);
        assertThat(reads).hasSize(1);
    }

    @Test
    void manyWhoAskAtOnceReadOnce() {
        var reading = new CompletableFuture<Remembered>();
        stored = reading;
        var one = memories.recall(ANN).toCompletableFuture();
        var other = memories.recall(ANN).toCompletableFuture();
        reading.complete(SOMETHING);
        assertThat(one).isCompletedWithValue(SOMETHING);
        assertThat(other).isCompletedWithValue(SOMETHING);
        assertThat(reads).hasSize(1);
    }

    @Test
    void itIsReadAgainWhenItIsOld() {
        recall(ANN);
        clock.now = clock.now.plusSeconds(30);
        recall(ANN);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whoeverForgetsIsForgottenHereAtOnceAndTheOthersAreTold() {
        recall(ANN);
        memories.change(ANN, Change.of(Forget.EVERYTHING), "c")
                .toCompletableFuture()
                .join();
        stored = CompletableFuture.completedStage(Remembered.NOTHING);
        assertThat(recall(ANN)).isEqualTo(Remembered.NOTHING);
        assertThat(told).containsExactly(ANN);
    }

    @Test
    void whatWasBeingReadWhileItChangedIsNotKept() {
        var reading = new CompletableFuture<Remembered>();
        stored = reading;
        memories.recall(ANN);
        memories.change(ANN, Change.of(Forget.EVERYTHING), "c")
                .toCompletableFuture()
                .join();
        reading.complete(SOMETHING);
        stored = CompletableFuture.completedStage(Remembered.NOTHING);
        assertThat(recall(ANN)).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void aReadThatFailedIsTriedAgain() {
        stored = CompletableFuture.failedStage(new IllegalStateException("away"));
        assertThat(memories.recall(ANN).toCompletableFuture()).isCompletedExceptionally();
        stored = CompletableFuture.completedStage(SOMETHING);
        assertThat(recall(ANN)).isEqualTo(SOMETHING);
    }

    @Test
    void noMoreAreKeptThanAllowed() {
        recall(ANN);
        recall(whose("ben"));
        recall(whose("cat"));
        recall(ANN);
        assertThat(reads).hasSize(4);
    }

    private Remembered recall(Whose whose) {
        return memories.recall(whose).toCompletableFuture().join();
    }

    private static Whose whose(String subject) {
        return new Whose(subject, Placement.EVERYWHERE);
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T09:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
