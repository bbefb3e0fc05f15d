package dev.jetway.mcp.server;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What calls and probes lately found of each tool of a server. Safe for use by many threads. */
final class Availability {

    private final Clock clock;
    private final Map<String, RecentShare> shares = new ConcurrentHashMap<>();
    private final Map<String, ToolHealth.Probe> probes = new ConcurrentHashMap<>();

    Availability(Clock clock) {
        this.clock = clock;
    }

    /** A call or a probe of a tool is over. An answer that says no is an answer. */
    void record(String tool, boolean answered) {
        RecentShare share = shares.get(tool);
        if (share == null) {
            share = shares.computeIfAbsent(tool, name -> new RecentShare());
        }
        share.add(answered, clock.millis());
    }

    /** @return whether the probe before had another outcome; for the first one, whether it failed */
    boolean probed(String tool, Optional<String> complaint) {
        record(tool, complaint.isEmpty());
        ToolHealth.Probe before = probes.put(tool, new ToolHealth.Probe(Instant.now(clock), complaint));
        boolean failedBefore = before != null && before.complaint().isPresent();
        return failedBefore != complaint.isPresent();
    }

    /** Forgets tools that are not offered any more. */
    void keep(Set<String> tools) {
        shares.keySet().retainAll(tools);
        probes.keySet().retainAll(tools);
    }

    /** @param obstacle what keeps everybody from calling the tool, beside what its probe found */
    ToolHealth of(String tool, Optional<String> obstacle) {
        Optional<ToolHealth.Probe> probe = Optional.ofNullable(probes.get(tool));
        Optional<String> all =
                obstacle.or(() -> probe.flatMap(ToolHealth.Probe::complaint).map("its probe failed: "::concat));
        RecentShare share = shares.get(tool);
        RecentShare.Counted counted = share == null ? new RecentShare.Counted(0, 0) : share.at(clock.millis());
        double idle = all.isEmpty() ? 1 : 0;
        return new ToolHealth(
                all, counted.all() == 0 ? idle : (double) counted.good() / counted.all(), counted.all(), probe);
    }
}
