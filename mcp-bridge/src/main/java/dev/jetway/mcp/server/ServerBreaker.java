package dev.jetway.mcp.server;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breaker in front of one server, and its voice in the log. Lock-free. */
final class ServerBreaker {

    private static final Logger log = LoggerFactory.getLogger(ServerBreaker.class);

    /** What the breaker is told of every failure alike: it counts them and keeps no more. */
    private static final Exception FAILED = new Exception("The call failed", null, false, false) {};

    /** A server whose probes fail is left alone this many times longer each time. */
    private static final double GROWTH = 2;

    private final CircuitBreaker breaker;
    private final BreakerSettings settings;
    private final Clock clock;
    private final IntervalFunction openTimes;
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final LongAdder rejected = new LongAdder();

    /** How often it has opened in a row, without a time in between in which it was closed. */
    private volatile int inARow;

    private volatile long rejectedBefore;
    private volatile long openUntilMillis;

    ServerBreaker(String server, BreakerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.openTimes = IntervalFunction.ofExponentialBackoff(settings.openFor(), GROWTH, settings.maxOpenFor());
        float share = 100f * settings.failures() / settings.window();
        this.breaker = CircuitBreaker.of(
                server,
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                settings.window(),
                                settings.failures(),
                                SlidingWindowType.COUNT_BASED,
                                SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold(share)
                        .slowCallRateThreshold(share)
                        .slowCallDurationThreshold(settings.slowCall())
                        .waitIntervalFunctionInOpenState(openTimes)
                        .permittedNumberOfCallsInHalfOpenState(settings.probes())
                        .writableStackTraceEnabled(false)
                        .clock(clock)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> moved(server, event.getStateTransition()));
    }

    /** Called for one transition at a time. */
    private void moved(String server, CircuitBreaker.StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN -> opened(server, transition.getFromState());
            case CLOSED -> closed(server);
            default -> log.info("The breaker of MCP server '{}' lets {} calls try", server, settings.probes());
        }
    }

    private void opened(String server, CircuitBreaker.State from) {
        inARow = from == CircuitBreaker.State.CLOSED ? 1 : inARow + 1;
        Duration openFor = Duration.ofMillis(openTimes.apply(inARow));
        openUntilMillis = clock.millis() + openFor.toMillis();
        opened.incrementAndGet();
        log.warn(
                "The breaker of MCP server '{}' is open for {}: {}; calls are refused",
                server,
                openFor,
                from == CircuitBreaker.State.CLOSED ? "too many calls failed or were slow" : "the probes failed");
    }

    private void closed(String server) {
        long sofar = rejected.sum();
        log.info(
                "The breaker of MCP server '{}' is closed again; {} calls were refused meanwhile",
                server,
                sofar - rejectedBefore);
        rejectedBefore = sofar;
        inARow = 0;
        closed.incrementAndGet();
    }

    /** Whether a call is surely refused now; then it counts as refused. */
    boolean refuses() {
        boolean refuses = open();
        if (refuses) {
            rejected.increment();
        }
        return refuses;
    }

    /** Whether no call may try at the moment. */
    boolean open() {
        return breaker.getState() == CircuitBreaker.State.OPEN && clock.millis() < openUntilMillis;
    }

    /** Whether the server is in no trouble that is known. */
    boolean closed() {
        return breaker.getState() == CircuitBreaker.State.CLOSED;
    }

    /** Asks for leave to send one call. Whoever got it calls exactly one of the three methods below. */
    boolean tryAcquire() {
        boolean permitted = breaker.tryAcquirePermission();
        if (!permitted) {
            rejected.increment();
        }
        return permitted;
    }

    void succeeded(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos) {
        breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILED);
    }

    /** The call was not sent after all. */
    void notSent() {
        breaker.releasePermission();
    }

    /** A new handshake has succeeded: worth a few probes before the waiting time is over. */
    void reconnected() {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }

    String state() {
        return breaker.getState().name();
    }

    ServerStatus.Breaks breaks() {
        return new ServerStatus.Breaks(
                breaker.getState() == CircuitBreaker.State.OPEN
                        ? Optional.of(Instant.ofEpochMilli(openUntilMillis))
                        : Optional.empty(),
                opened.get(),
                closed.get(),
                rejected.sum());
    }
}
