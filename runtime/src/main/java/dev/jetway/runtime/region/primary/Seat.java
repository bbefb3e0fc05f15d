package dev.jetway.runtime.region.primary;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The leave that a region's register has given and not got back. It is forgotten with the register's process, while
 * those who got it may live on: so a new seat counts as taken for as long as leave lasts.
 *
 * <p>Times are of {@link System#nanoTime}.
 */
final class Seat {

    /** Approved actions under way at once, in all of a region. */
    private static final int MAX_GIVEN = 10_000;

    private final long lasts;
    private final Map<String, Long> given = new HashMap<>();
    private long free;
    private PrimaryMoved leaving;

    /** @param lease how long leave lasts */
    Seat(Duration lease, long now) {
        this.lasts = lease.toNanos();
        this.free = now + lasts;
    }

    /**
     * Gives leave, or says in a sentence why not.
     *
     * @param lease names it
     * @param heard what the other regions said last
     */
    Optional<String> ask(Primacy known, Collection<PrimaryMoved> heard, String lease, long now) {
        var obstacle = known.obstacle(heard).or(() -> full(now));
        if (obstacle.isEmpty()) {
            given.put(lease, now + lasts);
        }
        return obstacle;
    }

    private Optional<String> full(long now) {
        if (leaving != null) {
            return Optional.of(becoming(leaving));
        }
        given.values().removeIf(end -> end - now <= 0);
        return given.size() < MAX_GIVEN
                ? Optional.empty()
                : Optional.of("%d approved actions are under way already".formatted(MAX_GIVEN));
    }

    void giveBack(String lease) {
        given.remove(lease);
    }

    /** Gives no more leave, so that the primary can be moved; or says in a sentence why not. Safe to repeat. */
    Optional<String> stepDown(Primacy known, PrimaryMoved wanted) {
        if (!known.here() || wanted.term() != known.latest().term() + 1) {
            return Optional.of(known.sentence());
        }
        if (leaving != null && leaving.contradicts(wanted)) {
            return Optional.of(becoming(leaving));
        }
        leaving = wanted;
        return Optional.empty();
    }

    private static String becoming(PrimaryMoved next) {
        return "Region %s is becoming the primary just now".formatted(next.region());
    }

    /** What is to be recorded before it counts, as surely nobody acts here any more. */
    Optional<PrimaryMoved> due(long now) {
        return taken(now).isZero() ? Optional.ofNullable(leaving) : Optional.empty();
    }

    /** How long it takes until that is due; empty when nothing is being waited for. */
    Optional<Duration> dueIn(long now) {
        return Optional.ofNullable(leaving).map(next -> taken(now));
    }

    private Duration taken(long now) {
        long last = given.values().stream().mapToLong(end -> end - now).max().orElse(0);
        return Duration.ofNanos(Math.max(0, Math.max(last, free - now)));
    }

    /** A move was recorded, whichever. */
    void settled() {
        leaving = null;
    }
}
