package dev.jetway.runtime.region;

import dev.jetway.cluster.Placement;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which region a traveler should be served by. A hint for front ends: every region serves everybody who may be there.
 *
 * @param serving the region of this node
 * @param places of all regions, that one among them
 * @param placements of conversations that have to stay in some of them
 */
public record Affinity(String serving, SortedMap<String, Place> places, Placements placements) {

    private static final int DAY_SECONDS = 86_400;

    public Affinity {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        if (!places.containsKey(serving)) {
            throw new IllegalArgumentException("Region %s is none of %s".formatted(serving, places.keySet()));
        }
    }

    /** Where nothing has to stay in some regions. */
    public Affinity(String serving, SortedMap<String, Place> places) {
        this(serving, places, Placements.NONE);
    }

    /**
     * As those travelers see it whose conversations have a placement: the regions they may be in are all there are.
     * Empty when this one is none of them.
     *
     * @param placement its name
     */
    public Optional<Affinity> within(String placement) {
        var allowed = allowed(placement);
        if (!allowed.contains(serving)) {
            return Optional.empty();
        }
        var theirs = new TreeMap<>(places);
        theirs.keySet().retainAll(allowed);
        return Optional.of(new Affinity(serving, theirs, placements));
    }

    /**
     * Where those travelers go who may not be here.
     *
     * @param home their home region, if there is one
     * @return that, or the first they may be in; empty when nobody here knows of any
     */
    public Optional<String> home(String placement, Optional<String> home) {
        var allowed = allowed(placement);
        return home.filter(allowed::contains).or(() -> allowed.stream().findFirst());
    }

    private Set<String> allowed(String placement) {
        if (placement.equals(Placement.EVERYWHERE)) {
            return places.keySet();
        }
        var known = placements.named().get(placement);
        return known == null ? Set.of() : known.regions();
    }

    /** The only region there is. */
    public static Affinity alone(String region) {
        return new Affinity(region, new TreeMap<>(Map.of(region, Place.UNKNOWN)));
    }

    /**
     * The region whose clocks are closest to the traveler's: with regions apart as far as oceans, that is the one next to
     * them, and unlike a network address it is what the traveler's own device says.
     *
     * @param zone of the traveler's device; without it, and where none is closer, this region
     */
    public String nearest(Optional<ZoneId> zone, Instant now) {
        if (zone.isEmpty()) {
            return serving;
        }
        var nearest = serving;
        int least = apart(serving, zone.get(), now);
        for (var region : places.keySet()) {
            int apart = apart(region, zone.get(), now);
            if (apart < least) {
                nearest = region;
                least = apart;
            }
        }
        return nearest;
    }

    /** In seconds, either way around the globe. */
    private int apart(String region, ZoneId zone, Instant now) {
        return places.get(region)
                .zone()
                .map(there -> Math.abs(offset(there, now) - offset(zone, now)))
                .map(seconds -> Math.min(seconds, Math.abs(DAY_SECONDS - seconds)))
                .orElse(Integer.MAX_VALUE);
    }

    private static int offset(ZoneId zone, Instant now) {
        return zone.getRules().getOffset(now).getTotalSeconds();
    }

    /** Where front ends reach each region, as far as that was said. */
    public SortedMap<String, URI> addresses() {
        var addresses = new TreeMap<String, URI>();
        places.forEach((region, place) -> place.publicUrl().ifPresent(url -> addresses.put(region, url)));
        return addresses;
    }
}
