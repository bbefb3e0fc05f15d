package dev.jetway.runtime.cli.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/** Reads lines one at a time, each only when somebody wants it, so that a script waits for its answers. */
final class Input {
    private final BufferedReader reader;
    private final BlockingQueue<Signal> signals;
    private final Semaphore wanted = new Semaphore(0);
    private boolean asked;

    Input(BufferedReader reader, BlockingQueue<Signal> signals) {
        this.reader = reader;
        this.signals = signals;
        Thread thread = new Thread(this::read, "jetway-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            String line = "";
            while (line != null) {
                wanted.acquire();
                line = reader.readLine();
                signals.put(line == null ? new Signal.EndOfInput() : new Signal.Line(line));
            }
        } catch (IOException e) {
            signals.add(new Signal.EndOfInput());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for one line, unless one is asked for already. True when it was not. */
    boolean ask() {
        if (asked) {
            return false;
        }
        asked = true;
        wanted.release();
        return true;
    }

    /** The line that was asked for has come. */
    void answered() {
        asked = false;
    }
}
