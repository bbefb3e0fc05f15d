package dev.jetway.runtime.model.exchange;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets so many in at a time, and lets so many more wait in line. Safe for many threads. */
final class Gate {

    private final int places;
    private final int line;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    Gate(int places, int line) {
        this.places = places;
        this.line = line;
    }

    /**
     * @param in is run once, now or when somebody leaves; from then on {@link #leave()} is owed
     * @return whether there was a place, or room in the line
     */
    boolean enter(Runnable in) {
        synchronized (this) {
            if (inside == places) {
                return waiting.size() < line && waiting.add(in);
            }
            inside++;
        }
        in.run();
        return true;
    }

    /** Leaves the line. Returns whether it was still in it, and {@link #leave()} is not owed. */
    synchronized boolean leaveLine(Runnable in) {
        return waiting.remove(in);
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                inside--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
