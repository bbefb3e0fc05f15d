package dev.jetway.runtime.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which events of one conversation a follower may be sent before it acknowledges earlier ones. Counts frames: deltas of
 * one message that waited together are one frame. A bounded number waits here; the caller keeps the others back. Not for
 * several threads.
 */
public final class Window {

    /** What becomes of the next event. */
    enum Place {
        SENT,
        WAITS,
        /** Nothing was kept of it: to be offered again, once {@link #isIdle() nothing waits}. */
        NO_ROOM
    }

    /** What is to be said of an acknowledgement. */
    enum Judgement {
        TAKEN,
        /** Says nothing new; repeated, overtaken, or of an earlier numbering. */
        LATE,
        /** Of something that was never sent. */
        BEYOND
    }

    /** An event, or several deltas as one, that has waited. */
    record Frame(long firstSeq, long seq, String event) {

        /** How many numbers it has more than one. */
        private long merged() {
            return seq - firstSeq;
        }
    }

    /** A sent frame with several numbers. */
    private record Span(long firstSeq, long seq) {}

    private final int size;
    private final int maxWaiting;
    private final int maxWaitingChars;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private final ArrayDeque<Span> spans = new ArrayDeque<>();
    private int waitingChars;
    private long merged;
    private long acknowledged;
    private long sent;
    private long sentBefore;

    /**
     * @param size how many frames may be sent and not acknowledged
     * @param maxWaiting how many frames may wait, and {@code maxWaitingChars} how long they may be together; one always may
     * @param sentBefore the highest number the follower may still acknowledge of an earlier numbering
     */
    public Window(int size, int maxWaiting, int maxWaitingChars, long sentBefore) {
        if (size < 1 || maxWaiting < 1 || maxWaitingChars < 1) {
            throw new IllegalArgumentException("A window has room for 1 frame at least, not %d, %d, %d characters"
                    .formatted(size, maxWaiting, maxWaitingChars));
        }
        this.size = size;
        this.maxWaiting = maxWaiting;
        this.maxWaitingChars = maxWaitingChars;
        this.sentBefore = sentBefore;
    }

    /** Events are numbered on from here; nothing waits, and nothing has to be acknowledged any more. */
    void startAfter(long seq) {
        sentBefore = Math.max(sentBefore, sent);
        waiting.clear();
        waitingChars = 0;
        spans.clear();
        merged = 0;
        acknowledged = seq;
        sent = seq;
    }

    /**
     * The next event.
     *
     * @param seq one more than {@link #last()}
     */
    Place offer(long seq, String event) {
        if (seq != last() + 1) {
            throw new IllegalArgumentException("Event %d cannot come after event %d".formatted(seq, last()));
        }
        if (waiting.isEmpty() && open() < size) {
            sent = seq;
            return Place.SENT;
        }
        var before = Optional.ofNullable(waiting.peekLast());
        var joined = before.flatMap(frame -> TextDeltas.joined(frame.event(), event));
        int more = joined.map(
                        text -> text.length() - before.orElseThrow().event().length())
                .orElse(event.length());
        boolean fits = joined.isPresent() || waiting.size() < maxWaiting;
        if (!waiting.isEmpty() && !(fits && waitingChars + more <= maxWaitingChars)) {
            return Place.NO_ROOM;
        }
        if (joined.isPresent()) {
            waiting.removeLast();
        }
        waiting.add(new Frame(joined.isPresent() ? before.orElseThrow().firstSeq() : seq, seq, joined.orElse(event)));
        waitingChars += more;
        return Place.WAITS;
    }

    /** @param seq all frames that end with it or before it were read */
    Judgement acknowledge(long seq) {
        if (seq > sent) {
            return seq <= sentBefore ? Judgement.LATE : Judgement.BEYOND;
        }
        long upTo = seq;
        while (!spans.isEmpty() && spans.peek().firstSeq() <= seq) {
            var span = spans.peek();
            if (span.seq() > seq) {
                upTo = span.firstSeq() - 1; // a part of a frame is not the frame
                break;
            }
            merged -= span.seq() - span.firstSeq();
            spans.remove();
        }
        if (upTo <= acknowledged) {
            return Judgement.LATE;
        }
        acknowledged = upTo;
        return Judgement.TAKEN;
    }

    /** Takes what may be sent now of what waits. */
    List<Frame> release() {
        var released = new ArrayList<Frame>();
        while (!waiting.isEmpty() && open() < size) {
            var frame = waiting.remove();
            waitingChars -= frame.event().length();
            sent = frame.seq();
            if (frame.merged() > 0) {
                spans.add(new Span(frame.firstSeq(), frame.seq()));
                merged += frame.merged();
            }
            released.add(frame);
        }
        return released;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /** The number of the latest event that was sent. */
    long sent() {
        return sent;
    }

    /** The number of the latest event that was sent or waits. */
    long last() {
        return waiting.isEmpty() ? sent : waiting.getLast().seq();
    }

    /** How many frames were sent and not acknowledged. */
    long open() {
        return sent - acknowledged - merged;
    }
}
