package dev.jetway.mcp.cache;

import dev.jetway.agents.Risk;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What may be kept of one server's answers. In both maps {@code *} stands for every read tool that is not
 * named; a tool in neither is asked every time.
 *
 * @param fresh by tool, how long an answer stands for a new one
 * @param staleFor by tool, how long after that it may be shown while the server cannot be reached
 * @param personal tools whose answers are kept for each traveler apart, although the server is not told who asks
 * @param forgetOnWrite whether a write forgets what was read of the server before
 */
public record CacheSettings(
        Map<String, Duration> fresh, Map<String, Duration> staleFor, Set<String> personal, boolean forgetOnWrite) {

    private static final String ANY = "*";

    /** Longer than this is not a cache any more, and nobody means it. */
    private static final Duration LONGEST = Duration.ofDays(7);

    public CacheSettings {
        fresh = Map.copyOf(fresh);
        staleFor = Map.copyOf(staleFor);
        personal = Set.copyOf(personal);
        fresh.forEach((tool, duration) -> requireSensible("cache." + tool, duration));
        staleFor.forEach((tool, duration) -> requireSensible("stale-for." + tool, duration));
    }

    private static void requireSensible(String key, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s must be longer than nothing and at most 7 days".formatted(key));
        }
    }

    /** @throws IllegalArgumentException naming the key, if a tool is to be kept that changes something */
    public void requireReads(Map<String, Risk> risks) {
        risks.forEach((tool, risk) -> {
            if (risk != Risk.READ && (names(tool) || personal.contains(tool))) {
                throw new IllegalArgumentException("%s: only what read tools answer may be kept, and risk.%s says %s"
                        .formatted(keyOf(tool), tool, risk.name().toLowerCase(Locale.ROOT)));
            }
        });
    }

    /** Whether a tool is meant by its name. */
    public boolean names(String tool) {
        return fresh.containsKey(tool) || staleFor.containsKey(tool);
    }

    /** The setting that names a tool. */
    public String keyOf(String tool) {
        return fresh.containsKey(tool)
                ? "cache." + tool
                : staleFor.containsKey(tool) ? "stale-for." + tool : "personal-tools";
    }

    /** Whether anything of this server may be kept. */
    public boolean keepsAnything() {
        return !fresh.isEmpty() || !staleFor.isEmpty();
    }

    /** For how long the answers of a read tool are kept. */
    public Lifetime lifetime(String tool) {
        return keepsAnything() ? new Lifetime(of(fresh, tool), of(staleFor, tool)) : Lifetime.NONE;
    }

    private static Duration of(Map<String, Duration> durations, String tool) {
        Duration own = durations.get(tool);
        return own != null ? own : durations.getOrDefault(ANY, Duration.ZERO);
    }
}
