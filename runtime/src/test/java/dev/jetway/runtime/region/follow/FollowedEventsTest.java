package dev.jetway.runtime.region.follow;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.stream.Attributes;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything runs on the thread of the test, so that what has not happened will not. */
class FollowedEventsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "followed-events",
            ManualTime.config().withFallback(ConfigFactory.parseString("""
                            akka.actor.provider = local
                            akka.stream.materializer.dispatcher = akka.test.calling-thread-dispatcher
                            """)).withFallback(ConfigFactory.load()));
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final String PID = "Conversation|c|us";
    private static final Duration TICK = Duration.ofSeconds(40);
    private static final Duration TINY = Duration.ofMillis(1);
    private static final List<Duration> RETRIES = List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

    /** One look at the journal; the test says when it ends, and how. */
    private record Read(long from, CompletableFuture<List<EventEnvelope>> result) {

        void finds(long... sequenceNumbers) {
            result.complete(LongStream.of(sequenceNumbers)
                    .mapToObj(nr -> new EventEnvelope(Offset.sequence(nr), PID, nr, "event " + nr, 0))
                    .toList());
        }
    }

    private final Followers followers = new Followers();
    private final List<Read> reads = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>();
    private Duration untilTick = TICK;
    private UniqueKillSwitch end;
    private CompletionStage<Done> ended;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void end() {
        if (end != null) {
            end.shutdown();
        }
    }

    @Test
    void whatIsThereIsReadAtOnceAndInOrder() {
        follow(3, Long.MAX_VALUE);
        assertThat(only().from()).isEqualTo(3);

        only().finds(3, 4, 5);

        assertThat(seen).containsExactly(3L, 4L, 5L);
    }

    @Test
    void newsAreReadFromWhereTheLastReadEnded() {
        follow(1, Long.MAX_VALUE);
        only().finds(1, 2);

        news(3);

        assertThat(reads).hasSize(2);
        assertThat(last().from()).isEqualTo(3);
        last().finds(3);
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasReadAlreadyIsNoNews() {
        follow(1, Long.MAX_VALUE);
        only().finds(1, 2);

        news(1);
        news(2);

        assertThat(reads).hasSize(1);
    }

    @Test
    void newsDuringAReadLeadToExactlyOneMore() {
        follow(1, Long.MAX_VALUE);
        news(1);
        news(2);
        news(3);
        assertThat(reads).as("never two at a time").hasSize(1);

        only().finds(1);
        assertThat(reads).hasSize(2);
        last().finds(2, 3);

        pass(Duration.ofSeconds(20));
        assertThat(reads).hasSize(2);
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void newsThatAreNotThereYetAreLookedForAgainAndThenLeftToTheTick() {
        follow(1, Long.MAX_VALUE);
        only().finds();
        news(1);
        last().finds();

        pass(Duration.ofMillis(199));
        assertThat(reads).hasSize(2);
        pass(TINY);
        assertThat(reads).hasSize(3);
        last().finds();
        pass(Duration.ofMillis(999));
        assertThat(reads).hasSize(3);
        pass(TINY);
        assertThat(reads).hasSize(4);
        last().finds();
        pass(TICK.minus(TINY));
        assertThat(reads).as("given up").hasSize(4);
        pass(TINY);
        assertThat(reads).hasSize(5);
        last().finds(1);
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void whatIsFoundWhenLookedForAgainEndsTheSearch() {
        follow(1, Long.MAX_VALUE);
        only().finds();
        news(2);
        last().finds(1);
        pass(Duration.ofMillis(200));
        last().finds(2);

        pass(Duration.ofSeconds(20));

        assertThat(reads).hasSize(3);
        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void newsBeginTheSearchAfresh() {
        follow(1, Long.MAX_VALUE);
        only().finds();
        news(1);
        last().finds();
        pass(Duration.ofMillis(200));
        last().finds();
        assertThat(reads).hasSize(3);

        news(2);
        last().finds();

        pass(Duration.ofMillis(200));
        assertThat(reads).hasSize(5);
    }

    @Test
    void withoutNewsItReadsWithTheNextTick() {
        untilTick = TICK;
        follow(1, Long.MAX_VALUE);
        only().finds();
        pass(TICK.minus(TINY));
        assertThat(reads).hasSize(1);
        pass(TINY);
        assertThat(reads).hasSize(2);

        untilTick = TICK.multipliedBy(2);
        last().finds(1);
        pass(TICK.multipliedBy(2).minus(TINY));
        assertThat(reads).hasSize(2);
        pass(TINY);
        assertThat(reads).hasSize(3);
        assertThat(last().from()).isEqualTo(2);
    }

    @Test
    void whoIsToldToLookReadsOnceAndDoesNotSearch() {
        follow(1, Long.MAX_VALUE);
        only().finds();

        followers.look("us", 0, 1);

        assertThat(reads).hasSize(2);
        last().finds();
        pass(Duration.ofSeconds(20));
        assertThat(reads).hasSize(2);
    }

    @Test
    void aSlowListenerHoldsTheReadBackAndMissesNothing() {
        var read = new ArrayList<Long>();
        var slow = source(
                        1,
                        Long.MAX_VALUE,
                        () -> Source.range(1, 100).map(nr -> {
                            read.add((long) nr);
                            return new EventEnvelope(Offset.sequence(nr), PID, nr, "event", 0);
                        }))
                .toMat(Sink.<EventEnvelope>queue().withAttributes(Attributes.inputBuffer(1, 1)), Keep.right())
                .run(KIT.system());

        assertThat(read).hasSizeLessThan(5);
        for (long nr = 1; nr <= 100; nr++) {
            assertThat(pull(slow)).isEqualTo(nr);
        }
        slow.cancel();
        assertThat(followers.count("us")).isZero();
    }

    @Test
    void aReadThatFailsFailsTheStreamAndLeavesNobodyBehind() {
        follow(1, Long.MAX_VALUE);
        assertThat(followers.count("us")).isEqualTo(1);

        only().result().completeExceptionally(new IllegalStateException("no quorum"));

        assertThat(ended.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("no quorum");
        assertThat(followers.count("us")).isZero();
    }

    @Test
    void whoStopsListeningIsNotToldAndDoesNotReadAnyMore() {
        follow(1, Long.MAX_VALUE);
        only().finds(1);

        end.shutdown();
        news(2);
        pass(TICK.multipliedBy(2));

        assertThat(followers.count("us")).isZero();
        assertThat(reads).hasSize(1);
        assertThat(ended.toCompletableFuture()).isCompleted();
    }

    @Test
    void endsAfterTheLastEventOfInterest() {
        follow(1, 2);

        only().finds(1, 2);

        assertThat(seen).containsExactly(1L, 2L);
        assertThat(ended.toCompletableFuture()).isCompleted();
        assertThat(followers.count("us")).isZero();
    }

    private void follow(long from, long to) {
        var running = source(from, to, null)
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(Sink.foreach(event -> seen.add(event.sequenceNr())), Keep.both())
                .run(KIT.system());
        end = running.first();
        ended = running.second();
    }

    private interface Journal {
        Source<EventEnvelope, NotUsed> read();
    }

    private Source<EventEnvelope, NotUsed> source(long from, long to, Journal journal) {
        return Source.fromGraph(new FollowedEvents(
                from,
                to,
                next -> {
                    if (journal != null) {
                        return journal.read();
                    }
                    var read = new Read(next, new CompletableFuture<>());
                    reads.add(read);
                    return Source.completionStage(read.result()).mapConcat(found -> found);
                },
                follower -> followers.add("us", PID, follower),
                RETRIES,
                () -> untilTick));
    }

    private void news(long upTo) {
        followers.news("us", PID, upTo);
    }

    private static void pass(Duration time) {
        TIME.timePasses(time);
    }

    private Read only() {
        assertThat(reads).hasSize(1);
        return last();
    }

    private Read last() {
        return reads.get(reads.size() - 1);
    }

    private static long pull(SinkQueueWithCancel<EventEnvelope> queue) {
        return queue.pull().toCompletableFuture().join().orElseThrow().sequenceNr();
    }
}
