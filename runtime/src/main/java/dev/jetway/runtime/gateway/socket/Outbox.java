package dev.jetway.runtime.gateway.socket;

import dev.jetway.runtime.gateway.TextDeltas;
import dev.jetway.runtime.gateway.socket.ServerFrame.Event;
import dev.jetway.runtime.gateway.socket.ServerFrame.Reset;
import dev.jetway.runtime.gateway.socket.ServerFrame.Subscribed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Frames that wait for their client. Bounded: when it is full, adjacent deltas of one message are merged,
 * and when that makes no room the client is too slow. Not for several threads.
 *
 * <p>A replay is not the client's slowness, so it is let in beyond the bounds, up to {@link
 * #REPLAY_FACTOR} times as much; the connection reads no further commands until it has gone out.
 */
final class Outbox {

    static final int REPLAY_FACTOR = 16;

    private record Queued(ServerFrame frame, String json) {

        static Queued of(ServerFrame frame) {
            return new Queued(frame, frame.json());
        }

        boolean replayed() {
            return frame instanceof Event event && event.replayed();
        }
    }

    private final int maxFrames;
    private final int maxBytes;
    private ArrayDeque<Queued> queue = new ArrayDeque<>();
    private int liveFrames;
    private long liveBytes;
    private long bytes;

    /** @param maxBytes counted in characters */
    Outbox(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /** @return false when the frame has no room; it is not queued then */
    boolean offer(ServerFrame frame) {
        var queued = Queued.of(frame);
        if (!fits(queued)) {
            merge();
        }
        if (!fits(queued)) {
            return false;
        }
        add(queued);
        return true;
    }

    private boolean fits(Queued next) {
        if (next.replayed()) {
            return queue.size() < (long) maxFrames * REPLAY_FACTOR
                    && bytes + next.json.length() <= (long) maxBytes * REPLAY_FACTOR;
        }
        return liveFrames < maxFrames && liveBytes + next.json.length() <= maxBytes;
    }

    private void add(Queued queued) {
        queue.add(queued);
        count(queued, 1);
    }

    private void count(Queued queued, int sign) {
        bytes += (long) sign * queued.json.length();
        if (!queued.replayed()) {
            liveFrames += sign;
            liveBytes += (long) sign * queued.json.length();
        }
    }

    /** Takes the oldest frames, as JSON. */
    List<String> take(int max) {
        var taken = new ArrayList<String>(Math.min(max, queue.size()));
        while (taken.size() < max && !queue.isEmpty()) {
            var queued = queue.remove();
            count(queued, -1);
            taken.add(queued.json);
        }
        return taken;
    }

    void clear() {
        queue.clear();
        liveFrames = 0;
        liveBytes = 0;
        bytes = 0;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Time to stop taking commands, whose answers would need room too. */
    boolean crowded() {
        return queue.size() > maxFrames / 2 || bytes > maxBytes / 2;
    }

    private void merge() {
        var merged = new ArrayList<Queued>(queue.size());
        var latest = new HashMap<String, Integer>();
        for (var queued : queue) {
            if (queued.frame instanceof Event event) {
                var before = latest.get(event.thread());
                var both = before == null
                        ? null
                        : joined((Event) merged.get(before).frame, event).orElse(null);
                if (both != null) {
                    merged.set(before, Queued.of(both));
                } else {
                    latest.put(event.thread(), merged.size());
                    merged.add(queued);
                }
            } else {
                if (queued.frame instanceof Reset reset) {
                    latest.remove(reset.thread());
                } else if (queued.frame instanceof Subscribed subscribed) {
                    latest.remove(subscribed.thread());
                }
                merged.add(queued);
            }
        }
        if (merged.size() < queue.size()) {
            clear();
            queue = new ArrayDeque<>(merged.size() + 1);
            merged.forEach(this::add);
        }
    }

    private static Optional<Event> joined(Event first, Event second) {
        if (first.replayed() != second.replayed() || first.seq() + 1 != second.firstSeq()) {
            return Optional.empty();
        }
        return TextDeltas.joined(first.event(), second.event())
                .map(text -> new Event(first.thread(), first.firstSeq(), second.seq(), text, first.replayed()));
    }
}
