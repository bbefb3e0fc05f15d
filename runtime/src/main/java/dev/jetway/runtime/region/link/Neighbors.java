package dev.jetway.runtime.region.link;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

    Neighbors(LinkSettings settings, Clock clock) {
        this.clock = clock;
        this.outOfReachAfter = settings.outOfReachAfter();
        settings.neighbors().keySet().forEach(region -> sights.put(region, new Sight(clock.millis(), false)));
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
