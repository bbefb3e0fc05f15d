package dev.jetway.loadtests.region;

import dev.jetway.loadtests.drill.ClientHistory;
import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What the clients' histories tell besides promises. Pure. */
final class Figures {

    private Figures() {}

    /** Times in ascending order. */
    record Times(List<Duration> sorted) {

        Times {
            var all = new ArrayList<>(sorted);
            Collections.sort(all);
            sorted = List.copyOf(all);
        }

        Duration first() {
            return sorted.get(0);
        }

        /** The smallest that {@code share} of all do not exceed. */
        Duration quantile(double share) {
            return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
        }

        @Override
        public String toString() {
            return sorted.isEmpty()
                    ? "none"
                    : "p50 %s, p99 %s, most %s of %d"
                            .formatted(
                                    seconds(quantile(0.5)),
                                    seconds(quantile(0.99)),
                                    seconds(quantile(1)),
                                    sorted.size());
        }
    }

    static String seconds(Duration duration) {
        return "%.2f s".formatted(duration.toMillis() / 1000.0);
    }

    /**
     * From the acknowledgement of a message in one region to its arrival at a front end that follows in another; for
     * messages acknowledged between two moments.
     */
    static Times lag(List<ClientHistory> histories, Instant from, Instant until) {
        Map<String, Noted> acknowledged = new HashMap<>();
        for (var history : histories) {
            var messageOfRun = new HashMap<String, String>();
            for (var noted : history.noted()) {
                if (noted.what() instanceof Sent sent) {
                    messageOfRun.put(sent.runId(), sent.messageId());
                } else if (noted.what() instanceof Acknowledged ok
                        && messageOfRun.containsKey(ok.runId())
                        && !noted.at().isBefore(from)
                        && noted.at().isBefore(until)) {
                    acknowledged.putIfAbsent(history.traveler() + "/" + messageOfRun.get(ok.runId()), noted);
                }
            }
        }
        var times = new ArrayList<Duration>();
        for (var history : histories) {
            var seen = new HashSet<String>();
            for (var noted : history.noted()) {
                if (noted.what() instanceof Event event
                        && event.type().equals("TEXT_MESSAGE_START")
                        && seen.add(event.about())) {
                    var origin = acknowledged.get(history.traveler() + "/" + event.about());
                    if (origin != null && !origin.region().equals(noted.region())) {
                        var lag = Duration.between(origin.at(), noted.at());
                        times.add(lag.isNegative() ? Duration.ZERO : lag);
                    }
                }
            }
        }
        return new Times(times);
    }

    /**
     * For each front end that was served in the region when it was struck: how long until a turn of its own had ended
     * for it in another.
     */
    static Times servedElsewhere(List<ClientHistory> histories, String struck, Instant at) {
        var times = new ArrayList<Duration>();
        for (var history : histories) {
            var own = new HashSet<String>();
            history.all(Sent.class).forEach(sent -> own.add(sent.runId()));
            var before = history.noted().stream()
                    .filter(noted -> noted.at().isBefore(at))
                    .reduce((first, second) -> second)
                    .map(Noted::region);
            if (before.filter(struck::equals).isPresent()) {
                history.noted().stream()
                        .filter(noted -> !noted.at().isBefore(at))
                        .filter(noted -> !noted.region().equals(struck))
                        .filter(noted -> noted.what() instanceof Ended ended
                                && ended.how() != How.FAILED
                                && own.contains(ended.runId()))
                        .findFirst()
                        .ifPresent(noted -> times.add(Duration.between(at, noted.at())));
            }
        }
        return new Times(times);
    }

    static long ended(List<ClientHistory> histories, How how) {
        return histories.stream()
                .mapToLong(history -> {
                    var own = new HashSet<String>();
                    history.all(Sent.class).forEach(sent -> own.add(sent.runId()));
                    return history.all(Ended.class)
                            .filter(ended -> ended.how() == how && own.contains(ended.runId()))
                            .count();
                })
                .sum();
    }
}
