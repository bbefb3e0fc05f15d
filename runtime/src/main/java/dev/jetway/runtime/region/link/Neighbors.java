package dev.jetway.runtime.region.link;

import dev.jetway.runtime.region.primary.PrimaryMoved;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** When every other region was last heard of. Safe for many threads. */
public final class Neighbors {

    /**
     * @param silentSince the last answer, or when asking began; of {@link System#nanoTime}
     * @param answered whether there ever was one
     * @param primary what it last said of the primary; null before it did
     * @param current whether it said so since asking began, or began anew
     */
    record Sight(long silentSince, boolean answered, PrimaryMoved primary, boolean current) {}

    private final LongSupplier nanos;
    private final Duration outOfReachAfter;
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private final Map<String, Lag> lags = new TreeMap<>();
    private volatile long listeningSince;
    private volatile long asked;

    Neighbors(Set<String> regions, Duration outOfReachAfter, LongSupplier nanos) {
        this.nanos = nanos;
        this.outOfReachAfter = outOfReachAfter;
        this.listeningSince = nanos.getAsLong();
        this.asked = listeningSince;
        regions.forEach(region -> {
            sights.put(region, new Sight(nanos.getAsLong(), false, null, false));
            lags.put(region, new Lag());
        });
    }

    /** Of the only region. */
    public static Neighbors none() {
        return new Neighbors(Set.of(), Duration.ZERO, System::nanoTime);
    }

    /** An event of another region has become known here. @param millis after it happened there */
    public void followed(String region, long millis) {
        var lag = lags.get(region);
        if (lag != null) {
            lag.add(millis);
        }
    }

    /** By region. */
    public Map<String, Lag> lags() {
        return Collections.unmodifiableMap(lags);
    }

    /** @param primary what the region says of the primary; null when it can't say just now */
    void heard(String region, PrimaryMoved primary) {
        sights.computeIfPresent(
                region,
                (name, before) -> primary == null
                        ? new Sight(nanos.getAsLong(), true, before.primary(), before.current())
                        : new Sight(nanos.getAsLong(), true, primary, true));
    }

    /** All others are being asked just now. */
    void asking() {
        asked = nanos.getAsLong();
    }

    /** Nobody was asked for a while, so nobody's silence means anything: it counts from now. */
    void listenAgain() {
        listeningSince = nanos.getAsLong();
        sights.replaceAll((region, before) -> new Sight(nanos.getAsLong(), before.answered(), before.primary(), false));
    }

    /**
     * What the other regions said last of the primary; empty while one of them has said nothing since this node began
     * to ask, and may yet, and when nobody was asked for long.
     */
    Optional<List<PrimaryMoved>> primaries() {
        long now = nanos.getAsLong();
        long patience = outOfReachAfter.toNanos();
        var said = new TreeMap<>(sights).values();
        boolean all = now - listeningSince >= patience || said.stream().allMatch(Sight::current);
        return all && now - asked < patience
                ? Optional.of(said.stream()
                        .map(Sight::primary)
                        .filter(Objects::nonNull)
                        .toList())
                : Optional.empty();
    }

    /** How long a region has been silent; empty for a name that is no other region's. */
    public Optional<Duration> silence(String region) {
        return Optional.ofNullable(sights.get(region))
                .map(sight -> Duration.ofNanos(Math.max(0, nanos.getAsLong() - sight.silentSince())));
    }

    /** Whether a region has been silent for so long that what it has begun may be adopted. */
    public boolean outOfReach(String region) {
        return silence(region)
                .filter(silent -> silent.compareTo(outOfReachAfter) >= 0)
                .isPresent();
    }

    /** Whether a region is there: it has answered, and not long ago. */
    boolean answers(String region) {
        var sight = sights.get(region);
        return sight != null && sight.answered() && !outOfReach(region);
    }

    /** By region. */
    Map<String, Sight> sights() {
        return new TreeMap<>(sights);
    }
}
