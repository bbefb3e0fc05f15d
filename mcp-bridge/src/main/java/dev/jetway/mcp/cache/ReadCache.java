package dev.jetway.mcp.cache;

import akka.actor.Cancellable;
import akka.actor.typed.Scheduler;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/**
 * The answers of read tools, of all servers of a bridge together.
 *
 * <p>While an answer is fresh it stands for a new one. Equal questions that come while one is under way wait
 * for that one's answer, each for no longer than its own deadline; when none of them waits any more, the
 * question is taken back. When the server cannot be reached an old answer may do, marked with its age. Only
 * answers are kept, never refusals and failures.
 *
 * <p>Bounded by bytes. Safe for many threads; never blocks for longer than it takes to look something up.
 */
public final class ReadCache {

    private static final Logger log = LoggerFactory.getLogger(ReadCache.class);

    private final Clock clock;
    private final Scheduler scheduler;
    private final ExecutionContextExecutor executor;
    private final Cache<ReadKey, Kept> answers;
    private final ConcurrentMap<ReadKey, Flight> flights = new ConcurrentHashMap<>();

    /** @param maxBytes what the answers may take, with their keys */
    public ReadCache(long maxBytes, Clock clock, Scheduler scheduler, ExecutionContextExecutor executor) {
        this.clock = clock;
        this.scheduler = scheduler;
        this.executor = executor;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((ReadKey key, Kept kept) -> key.bytes() + kept.bytes())
                .expireAfter(Expiry.writing(
                        (ReadKey key, Kept kept) -> kept.lifetime().total()))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(executor)
                .build();
    }

    /**
     * A read whose answer may be kept.
     *
     * @param deadline how long its caller waits
     * @param latest when a question put now is over at the latest
     * @param ask puts the question; called at most once, on the caller's thread
     */
    public record Read(ReadKey key, Lifetime lifetime, Instant deadline, Instant latest, Supplier<Question> ask) {

        private String tool() {
            return key.server() + "." + key.tool();
        }
    }

    /** Never fails; comes no later than the caller's deadline and the end of the question. */
    public CompletionStage<ToolResult> answer(Read read, CacheCounts counts) {
        ReadKey key = read.key();
        CompletableFuture<ToolResult> waiter = new CompletableFuture<>();
        while (true) {
            Instant now = clock.instant();
            Flight created = new Flight(now, read.latest());
            // An answer is kept and its flight taken out in one step: who finds no flight sees the answer.
            Flight flight = flights.computeIfAbsent(key, same -> freshest(same, now) == null ? created : null);
            if (flight == null) {
                Kept kept = freshest(key, now);
                if (kept != null) {
                    counts.hit();
                    return CompletableFuture.completedStage(new Ok(kept.read()));
                }
                continue;
            }
            switch (flight.board(waiter)) {
                case TOO_LATE -> flights.remove(key, flight);
                case FULL -> {
                    return CompletableFuture.completedStage(new Unavailable(
                            "%s is busy: %d callers wait for this answer already"
                                    .formatted(read.tool(), Flight.MAX_WAITERS),
                            false));
                }
                case ABOARD -> {
                    CompletionStage<ToolResult> outcome = waiting(read, flight, waiter, now, counts);
                    if (flight == created) {
                        counts.missed();
                        depart(read, flight);
                    } else {
                        counts.shared();
                    }
                    return outcome;
                }
            }
        }
    }

    private Kept freshest(ReadKey key, Instant now) {
        Kept kept = answers.getIfPresent(key);
        return kept != null && kept.fresh(now) ? kept : null;
    }

    private CompletionStage<ToolResult> waiting(
            Read read, Flight flight, CompletableFuture<ToolResult> waiter, Instant now, CacheCounts counts) {
        Cancellable timer = read.deadline().isBefore(flight.latest())
                ? leaveAt(Duration.between(now, read.deadline()), read, flight, waiter)
                : Cancellable.alreadyCancelled();
        return waiter.thenApply(result -> {
            timer.cancel();
            return result.fold(ok -> result, refused -> result, unavailable -> old(read, unavailable, counts));
        });
    }

    private Cancellable leaveAt(Duration left, Read read, Flight flight, CompletableFuture<ToolResult> waiter) {
        return scheduler.scheduleOnce(
                left,
                () -> {
                    if (flight.leave(waiter, left)) {
                        waiter.complete(new Unavailable(
                                "%s did not answer within %d ms".formatted(read.tool(), left.toMillis()), true));
                    }
                },
                executor);
    }

    private void depart(Read read, Flight flight) {
        Question question;
        try {
            question = read.ask().get();
        } catch (RuntimeException bug) {
            log.error("{} could not be asked", read.tool(), bug);
            land(read, flight, new Unavailable("%s could not be asked".formatted(read.tool()), true));
            return;
        }
        // Not on the thread the answer came in on, where everybody's answers come in.
        question.outcome().whenCompleteAsync((result, bug) -> land(read, flight, result), executor);
        flight.asked(question);
    }

    private void land(Read read, Flight flight, ToolResult result) {
        flights.computeIfPresent(read.key(), (key, current) -> {
            if (current != flight) {
                return current;
            }
            if (result instanceof Ok ok) {
                answers.put(key, Kept.of(ok.content(), flight.begun(), read.lifetime()));
            }
            return null;
        });
        boolean first = true;
        for (CompletableFuture<ToolResult> waiter : flight.end()) {
            waiter.complete(first ? result : copy(result));
            first = false;
        }
    }

    /** Trees can be changed by those who hold them: nobody shares one. */
    private static ToolResult copy(ToolResult result) {
        return result.fold(ok -> new Ok(ok.content().deepCopy()), refused -> refused, unavailable -> unavailable);
    }

    /** What was known last, if it may still be shown, rather than nothing. */
    private ToolResult old(Read read, Unavailable unavailable, CacheCounts counts) {
        Kept kept = answers.getIfPresent(read.key());
        if (kept == null || !kept.showable(clock.instant())) {
            return unavailable;
        }
        counts.stale();
        return new Ok(kept.read(), Optional.of(kept.at()));
    }

    /**
     * Forgets answers, those to questions still under way included: who asks from now on causes a new
     * question. Looks at every key.
     */
    public void forget(Predicate<ReadKey> which) {
        flights.keySet().removeIf(which);
        answers.asMap().keySet().removeIf(which);
    }

    /** What the answers take, with their keys; what has just been evicted may still count. */
    public long bytes() {
        return answers.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
