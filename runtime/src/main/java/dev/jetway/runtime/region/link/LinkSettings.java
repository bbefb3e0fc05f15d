package dev.jetway.runtime.region.link;

import com.typesafe.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How this region speaks to the others.
 *
 * @param own the name of this region
 * @param primary the region that carries out what travelers approve, as long as that was never moved
 * @param port where this node's link listens; 0 for any free one
 * @param neighbors by region, the addresses of its nodes' links; empty when this region is the only one
 * @param interval how often the others are asked whether they are there
 * @param timeout how long one request over the link may take, but for what the primary carries out
 * @param outOfReachAfter a region that has not answered for so long may be stood in for, where a traveler waits
 * @param adoptAfter and after so long in any case
 * @param confirmWithin how long a region may take to have stored what another has
 */
public record LinkSettings(
        String own,
        String primary,
        String host,
        int port,
        TlsFiles tls,
        SortedMap<String, List<URI>> neighbors,
        Duration interval,
        Duration timeout,
        Duration outOfReachAfter,
        Duration adoptAfter,
        Duration confirmWithin) {

    private static final String SECTION = "jetway.region-link";

    public LinkSettings {
        var copied = new TreeMap<String, List<URI>>();
        neighbors.forEach((region, addresses) -> copied.put(region, List.copyOf(addresses)));
        neighbors = Collections.unmodifiableSortedMap(copied);
        if (!primary.equals(own) && !neighbors.containsKey(primary)) {
            throw new IllegalArgumentException("%s.primary = \"%s\" is none of the regions %s"
                    .formatted(SECTION, primary, all(own, neighbors.keySet())));
        }
        if (interval.plus(timeout).compareTo(outOfReachAfter) >= 0 || outOfReachAfter.compareTo(adoptAfter) > 0) {
            throw new IllegalArgumentException(
                    "%s: interval (%s) and timeout (%s) together must be shorter than out-of-reach-after (%s), and that no longer than adopt-after (%s)"
                            .formatted(SECTION, interval, timeout, outOfReachAfter, adoptAfter));
        }
    }

    /**
     * @param jetway the section {@code jetway}
     * @param regions the names of all regions
     * @throws IllegalArgumentException naming what is missing or makes no sense
     */
    public static LinkSettings from(Config jetway, String own, SortedSet<String> regions) {
        var link = jetway.getConfig("region-link");
        var neighbors = new TreeMap<String, List<URI>>();
        for (var region : regions) {
            if (!region.equals(own)) {
                neighbors.put(region, addresses(link, region));
            }
        }
        for (var named : link.getObject("addresses").keySet()) {
            if (!regions.contains(named)) {
                throw new IllegalArgumentException(
                        "%s.addresses.%s: there is no such region, only %s".formatted(SECTION, named, regions));
            }
        }
        var primary = link.getString("primary");
        return new LinkSettings(
                own,
                primary.isEmpty() ? all(own, regions).first() : primary,
                link.getString("host"),
                link.getInt("port"),
                new TlsFiles(file(link, "keystore"), file(link, "truststore"), file(link, "password-file")),
                neighbors,
                link.getDuration("interval"),
                link.getDuration("timeout"),
                link.getDuration("out-of-reach-after"),
                link.getDuration("adopt-after"),
                link.getDuration("confirm-within"));
    }

    private static Path file(Config link, String key) {
        var written = link.getString(key);
        if (written.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s.%s is missing: several regions speak to each other with certificates on both sides"
                            .formatted(SECTION, key));
        }
        return Path.of(written);
    }

    private static SortedSet<String> all(String own, Iterable<String> others) {
        var all = new TreeSet<String>();
        others.forEach(all::add);
        all.add(own);
        return all;
    }

    private static List<URI> addresses(Config link, String region) {
        var path = "addresses." + region;
        var written = link.hasPath(path) ? link.getStringList(path) : List.<String>of();
        if (written.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s.%s is missing: where the link of region %s is reached, such as [\"https://10.1.0.1:7443\"]"
                            .formatted(SECTION, path, region));
        }
        return written.stream().map(text -> address(text, path)).toList();
    }

    private static URI address(String text, String path) {
        try {
            var address = URI.create(text);
            if ("https".equals(address.getScheme()) && address.getHost() != null && address.getPort() > 0) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s.%s: \"%s\" is not an address such as https://10.1.0.1:7443".formatted(SECTION, path, text));
    }

    /** Whether there is a region of this name. */
    boolean knows(String region) {
        return region.equals(own) || neighbors.containsKey(region);
    }

    /** Whether there is anybody to speak to. */
    public boolean alone() {
        return neighbors.isEmpty();
    }
}
