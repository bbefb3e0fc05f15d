package dev.jetway.runtime.cli.leash;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class for as long as the process that started it lives.
 *
 * <p>Standard input is the leash: when it reaches its end (the parent closed it, or died in whatever
 * way) the JVM is told to exit, and halted if that takes too long. Uses nothing but the JDK, so that it
 * can stand on any class path.
 */
public final class Leashed {
    private static final long EXIT_MILLIS = 15_000;

    private Leashed() {}

    /** The first argument names the main class, the others are its own. */
    public static void main(String[] arguments) throws Throwable {
        hold(System.in);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Ends this JVM when the input ends. Returns at once; the waiting is done by a thread of its own. */
    public static void hold(InputStream input) {
        daemon("jetway-leash", () -> {
            awaitEnd(input);
            daemon("jetway-exit-limit", Leashed::haltLate);
            System.exit(0);
        });
    }

    private static void awaitEnd(InputStream input) {
        try {
            while (input.read() >= 0) {
                // What the parent writes has no meaning here; only the end of it has.
            }
        } catch (IOException e) {
            System.err.println("Lost the process that started this one: " + e.getMessage());
        }
    }

    private static void haltLate() {
        try {
            Thread.sleep(EXIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
