package dev.jetway.runtime.region.link;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
     * @param primary which region it takes for the primary; null before the first answer
     */
    record Sight(long silentSince, boolean answered, String primary) {}

    private final LongSupplier nanos;
    private final Duration outOfReachAfter;
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private final Map<String, Lag> lags = new TreeMap<>();

    Neighbors(Set<String> regions, Duration outOfReachAfter, LongSupplier nanos) {
        this.nanos = nanos;
        this.outOfReachAfter = outOfReachAfter;
        regions.forEach(region -> {
            sights.put(region, new Sight(nanos.getAsLong(), false, null));
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

    void heard(String region, String primary) {
        sights.computeIfPresent(region, (name, before) -> new Sight(nanos.getAsLong(), true, primary));
    }

    /** Nobody was asked for a while, so nobody's silence means anything: it counts from now. */
    void listenAgain() {
        sights.replaceAll((region, before) -> new Sight(nanos.getAsLong(), before.answered(), before.primary()));
    }

    /** The regions that take another one for the primary than this. */
    List<String> otherwise(String primary) {
        return new TreeMap<>(sights)
                .entrySet().stream()
                        .filter(sight -> sight.getValue().primary() != null
                                && !sight.getValue().primary().equals(primary))
                        .map(sight -> "%s (%s)"
                                .formatted(sight.getKey(), sight.getValue().primary()))
                        .toList();
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

    /** By region. */
    Map<String, Sight> sights() {
        return new TreeMap<>(sights);
    }
}
