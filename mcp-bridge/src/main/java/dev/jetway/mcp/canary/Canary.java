package dev.jetway.mcp.canary;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version of a server that is tried on a share of the travelers, and withdrawn when it does worse than the
 * one it stands in for. A traveler always gets the same of the two, on every node. Once withdrawn it stays so
 * until its settings are read again: whoever tried it looks at it first.
 *
 * <p>Safe for use by many threads; never blocks for long.
 */
public final class Canary {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    /** So much slower is never held against it: a median of a few milliseconds doubles by itself. */
    private static final long SLACK_NANOS = 20_000_000;

    private static final int SLICES = 10_000;

    private final String name;
    private final CanarySettings settings;
    private final Clock clock;
    private final Outcomes own = new Outcomes();
    private final Outcomes others = new Outcomes();
    private final AtomicReference<Withdrawal> withdrawn = new AtomicReference<>();

    /** Why it gets no more calls, and since when. */
    public record Withdrawal(String reason, Instant at) {}

    /**
     * How it is at one moment.
     *
     * @param of the server it stands in for
     * @param share of that server's travelers; what is configured, whether it was withdrawn or not
     * @param calls of its last 200
     * @param failed the share of these that failed
     */
    public record Status(String of, double share, int calls, double failed, Optional<Withdrawal> withdrawn) {}

    public Canary(String name, CanarySettings settings, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether this traveler's calls go to it at the moment. */
    public boolean takes(String subject) {
        return withdrawn.get() == null && slice(subject) < settings.share() * SLICES;
    }

    /** The same on every node, and another one for every server; spread evenly whatever the names look like. */
    private int slice(String subject) {
        long mixed = 31L * subject.hashCode() + settings.of().hashCode();
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), SLICES);
    }

    /** One of its calls is over. */
    public void ownCall(boolean good, long nanos) {
        own.add(good, nanos);
        if (withdrawn.get() == null) {
            worse(others.summary(), own.summary(), settings).ifPresent(this::withdraw);
        }
    }

    /** A call of the server it stands in for is over. */
    public void othersCall(boolean good, long nanos) {
        others.add(good, nanos);
    }

    /** Gives it no more calls. Safe to repeat: the first reason counts. */
    public void withdraw(String reason) {
        if (withdrawn.compareAndSet(null, new Withdrawal(reason, clock.instant()))) {
            log.error(
                    "MCP server '{}' is withdrawn as canary of '{}', whose travelers all get that one again: {}",
                    name,
                    settings.of(),
                    reason);
        }
    }

    public Status status() {
        Outcomes.Summary now = own.summary();
        return new Status(
                settings.of(), settings.share(), now.calls(), now.failed(), Optional.ofNullable(withdrawn.get()));
    }

    /** Why the one should be withdrawn in favour of the other, if it should. */
    static Optional<String> worse(Outcomes.Summary others, Outcomes.Summary own, CanarySettings settings) {
        if (own.calls() < settings.minCalls() || others.calls() < settings.minCalls()) {
            return Optional.empty();
        }
        if (own.failed() > others.failed() + settings.moreFailures()) {
            return Optional.of("%.1f %% of its last %d calls failed, of the other's %.1f %%"
                    .formatted(100 * own.failed(), own.calls(), 100 * others.failed()));
        }
        if (own.typicalNanos() > others.typicalNanos() * settings.slower() + SLACK_NANOS) {
            return Optional.of("its typical call takes %d ms, the other's %d ms"
                    .formatted(own.typicalNanos() / 1_000_000, others.typicalNanos() / 1_000_000));
        }
        return Optional.empty();
    }
}
