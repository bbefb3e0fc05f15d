package dev.jetway.travel.bookings;

import java.sql.SQLException;

/** Lets threads that want a flush at the same time share one. */
final class GroupFlush {

    @FunctionalInterface
    interface Flush {
        void run() throws SQLException;
    }

    private final Flush work;
    private long asked;
    private long done;
    private boolean running;

    GroupFlush(Flush work) {
        this.work = work;
    }

    /** Returns after a flush that began later than this call. */
    void flush() {
        long mine;
        long upTo;
        synchronized (this) {
            mine = ++asked;
            while (running && done < mine) {
                pause();
            }
            if (done >= mine) {
                return;
            }
            running = true;
            upTo = asked;
        }
        boolean flushed = false;
        try {
            work.run();
            flushed = true;
        } catch (SQLException e) {
            throw new IllegalStateException("The bookings cannot be written to disk: " + e.getMessage(), e);
        } finally {
            synchronized (this) {
                running = false;
                done = flushed ? upTo : done;
                notifyAll();
            }
        }
    }

    private void pause() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the bookings were written to disk", e);
        }
    }
}
