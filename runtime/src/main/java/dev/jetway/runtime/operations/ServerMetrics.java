package dev.jetway.runtime.operations;

import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.asked.Asked;
import dev.jetway.mcp.asked.Kind;
import dev.jetway.mcp.server.ServerStatus;
import dev.jetway.mcp.trust.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.tag.TagSet;

/** What is kept of one tool server, by looking at it now and then. Used by one thread at a time. */
final class ServerMetrics {

    private static final List<String> BREAKER_STATES = List.of("closed", "half_open", "open");
    private static final String SERVER = "server";
    private static final Asked NEVER = new Asked(0, 0);

    /** A count the server keeps, and how much of it has been told. */
    private static final class Told {
        private final Counter counter;
        private final ToLongFunction<ServerStatus> count;
        private long told;

        private Told(Counter counter, ToLongFunction<ServerStatus> count) {
            this.counter = counter;
            this.count = count;
        }

        private void update(ServerStatus status) {
            long now = count.applyAsLong(status);
            if (now > told) { // a difference of two counts may be a little less for a moment
                counter.increment(now - told);
                told = now;
            }
        }
    }

    private final String name;
    private final Map<String, Gauge> breaker = new LinkedHashMap<>();
    private final Map<String, Gauge> withdrawn = new LinkedHashMap<>();
    private final Gauge connected;
    private final Gauge setbacks;
    private final Gauge running;
    private final Gauge waiting;
    private final Map<Verdict, Gauge> tools = new EnumMap<>(Verdict.class);
    private final Gauge instructionsChanged;
    private final List<Told> counts;
    private long calls;

    private ServerMetrics(String server) {
        name = server;
        for (var state : BREAKER_STATES) {
            breaker.put(
                    state,
                    Kamon.gauge("jetway.breaker.state", "1 for the state a tool server's breaker is in")
                            .withTags(TagSet.of(SERVER, server).withTag("state", state)));
        }
        connected =
                Kamon.gauge("jetway.tool.server.connected", "1 when connected").withTag(SERVER, server);
        setbacks = Kamon.gauge(
                        "jetway.tool.server.setbacks",
                        "How often in a row connecting failed, or the connection did not last")
                .withTag(SERVER, server);
        running = Kamon.gauge("jetway.bulkhead.running", "Calls under way").withTag(SERVER, server);
        waiting = Kamon.gauge("jetway.bulkhead.waiting", "Calls that wait for their turn")
                .withTag(SERVER, server);
        for (var verdict : Verdict.values()) {
            tools.put(
                    verdict,
                    Kamon.gauge("jetway.tools", "Tools, by how they compare with their pins")
                            .withTags(TagSet.of(SERVER, server)
                                    .withTag("verdict", verdict.name().toLowerCase(Locale.ROOT))));
        }
        instructionsChanged = Kamon.gauge(
                        "jetway.instructions.changed", "1 when a server's instructions are not as pinned")
                .withTag(SERVER, server);
        var sums = new ArrayList<>(List.of(
                transitions(server, "open", status -> status.breaks().opened()),
                transitions(server, "closed", status -> status.breaks().closed()),
                rejections(server, "breaker", status -> status.breaks().rejected()),
                rejections(
                        server,
                        "other",
                        status -> Math.max(
                                0, status.counts().rejected() - status.breaks().rejected())),
                new Told(
                        Kamon.counter("jetway.tool.retries", "Reads that were sent again")
                                .withTag(SERVER, server),
                        status -> status.counts().retried()),
                reads(server, "hit", status -> status.reads().hits()),
                reads(server, "shared", status -> status.reads().shared()),
                reads(server, "miss", status -> status.reads().misses()),
                new Told(
                        Kamon.counter("jetway.tool.cache.stale", "Reads answered with an old answer")
                                .withTag(SERVER, server),
                        status -> status.reads().stale())));
        for (var kind : Kind.values()) {
            sums.add(questions(server, kind, "answered", Asked::answered));
            sums.add(questions(server, kind, "refused", Asked::refused));
        }
        counts = List.copyOf(sums);
    }

    private static Told questions(String server, Kind kind, String outcome, ToLongFunction<Asked> count) {
        return new Told(
                Kamon.counter("jetway.tool.questions", "What tool servers asked of us during calls")
                        .withTags(TagSet.of(SERVER, server)
                                .withTag("for", kind.name().toLowerCase(Locale.ROOT))
                                .withTag("outcome", outcome)),
                status -> count.applyAsLong(status.asked().getOrDefault(kind, NEVER)));
    }

    private static Told transitions(String server, String to, ToLongFunction<ServerStatus> count) {
        return new Told(
                Kamon.counter("jetway.breaker.transitions", "How often a tool server's breaker opened and closed")
                        .withTags(TagSet.of(SERVER, server).withTag("to", to)),
                count);
    }

    private static Told rejections(String server, String by, ToLongFunction<ServerStatus> count) {
        return new Told(
                Kamon.counter("jetway.tool.rejections", "Calls turned down before anything was sent")
                        .withTags(TagSet.of(SERVER, server).withTag("by", by)),
                count);
    }

    private static Told reads(String server, String outcome, ToLongFunction<ServerStatus> count) {
        return new Told(
                Kamon.counter("jetway.tool.cache.reads", "Reads whose answers may be kept")
                        .withTags(TagSet.of(SERVER, server).withTag("outcome", outcome)),
                count);
    }

    private Gauge withdrawn(String of) {
        return Kamon.gauge("jetway.canary.withdrawn", "1 when a canary gets no more calls because it did worse")
                .withTags(TagSet.of(SERVER, name).withTag("of", of));
    }

    static ServerMetrics of(String server) {
        return new ServerMetrics(server);
    }

    /** The server is not configured any more. Kamon goes on reporting what it has reported once. */
    void end() {
        breaker.values().forEach(gauge -> gauge.update(0));
        tools.values().forEach(gauge -> gauge.update(0));
        withdrawn.values().forEach(gauge -> gauge.update(0));
        List.of(connected, setbacks, running, waiting, instructionsChanged).forEach(gauge -> gauge.update(0));
        begin();
    }

    /** One of the same name counts anew. */
    private void begin() {
        counts.forEach(count -> count.told = 0);
        calls = 0;
    }

    void update(ToolCatalog.Server server) {
        var status = server.status();
        var review = server.review();
        tools.forEach((verdict, gauge) -> gauge.update(review.count(verdict)));
        instructionsChanged.update(review.instructions().verdict().trusted() ? 0 : 1);
        var all = status.counts();
        long sum = all.answered() + all.refusedByTool() + all.failed() + all.timedOut() + all.rejected();
        if (sum < calls) {
            begin();
        }
        calls = sum;
        connected.update(status.connected() ? 1 : 0);
        withdrawn.values().forEach(gauge -> gauge.update(0));
        server.canary()
                .ifPresent(canary -> withdrawn
                        .computeIfAbsent(canary.of(), this::withdrawn)
                        .update(canary.withdrawn().isPresent() ? 1 : 0));
        var state = status.breaker().toLowerCase(Locale.ROOT);
        breaker.forEach((name, gauge) -> gauge.update(name.equals(state) ? 1 : 0));
        setbacks.update(status.setbacks());
        running.update(status.running());
        waiting.update(status.waiting());
        counts.forEach(count -> count.update(status));
    }
}
