package dev.jetway.mcp.server;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breaker in front of one server, and its voice in the log. Lock-free. */
final class ServerBreaker {

    private static final Logger log = LoggerFactory.getLogger(ServerBreaker.class);

    /** What the breaker is told of every failure alike: it counts them and keeps no more. */
    private static final Exception FAILED = new Exception("The call failed", null, false, false) {};

    private final CircuitBreaker breaker;
    private final BreakerSettings settings;
    private final Clock clock;
    private volatile long openUntilMillis;

    ServerBreaker(String server, BreakerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
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
                        .waitDurationInOpenState(settings.openFor())
                        .permittedNumberOfCallsInHalfOpenState(settings.probes())
                        .writableStackTraceEnabled(false)
                        .clock(clock)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> moved(server, event.getStateTransition()));
    }

    private void moved(String server, CircuitBreaker.StateTransition transition) {
        if (transition.getToState() == CircuitBreaker.State.OPEN) {
            openUntilMillis = clock.millis() + settings.openFor().toMillis();
            log.warn(
                    "The breaker of MCP server '{}' is open for {} after {}: calls are refused",
                    server,
                    settings.openFor(),
                    transition.getFromState());
        } else {
            log.info(
                    "The breaker of MCP server '{}' went from {} to {}",
                    server,
                    transition.getFromState(),
                    transition.getToState());
        }
    }

    /** Whether a call would surely be refused now. Changes nothing. */
    boolean refuses() {
        return breaker.getState() == CircuitBreaker.State.OPEN && clock.millis() < openUntilMillis;
    }

    /** Asks for leave to send one call. Whoever got it calls exactly one of the three methods below. */
    boolean tryAcquire() {
        return breaker.tryAcquirePermission();
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
}
