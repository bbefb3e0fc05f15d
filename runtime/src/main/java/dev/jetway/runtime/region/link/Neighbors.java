package dev.jetway.runtime.region.link;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** When every other region was last heard of. Safe for many threads. */
public final class Neighbors {

    /**
     * @param silentSince the last answer, or the start of this node when there was none; milliseconds since 1970
     * @param answered whether there ever was one
     */
    public record Sight(long silentSince, boolean answered) {}

    private final Clock clock;
    private final Duration outOfReachAfter;
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private final Map<String, Lag> lags = new TreeMap<>();

    Neighbors(Set<String> regions, Duration outOfReachAfter, Clock clock) {
        this.clock = clock;
        this.outOfReachAfter = outOfReachAfter;
        regions.forEach(region -> {
            sights.put(region, new Sight(clock.millis(), false));
            lags.put(region, new Lag());
        });
    }

    /** Of the only region. */
    public static Neighbors none(Clock clock) {
        return new Neighbors(Set.of(), Duration.ZERO, clock);
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

    void heard(String region) {
        sights.computeIfPresent(region, (name, before) -> new Sight(clock.millis(), true));
    }

    /** How long a region has been silent; empty for a name that is no other region's. */
    public Optional<Duration> silence(String region) {
        return Optional.ofNullable(sights.get(region))
                .map(sight -> Duration.ofMillis(Math.max(0, clock.millis() - sight.silentSince())));
    }

    /** Whether a region has been silent for so long that what it has begun may be adopted. */
    public boolean outOfReach(String region) {
        return silence(region)
                .filter(silent -> silent.compareTo(outOfReachAfter) >= 0)
                .isPresent();
    }

    /** By region. */
    public Map<String, Sight> sights() {
        return new TreeMap<>(sights);
    }
}
