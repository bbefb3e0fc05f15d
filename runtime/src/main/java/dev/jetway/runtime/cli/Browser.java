package dev.jetway.runtime.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The browser of whoever sits at this machine, if anybody does. */
final class Browser {

    private Browser() {}

    /** Asks the desktop to show a page; where there is none, nothing happens. */
    static void open(String url) {
        String program = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, url)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.err.println("No browser could be opened (" + e.getMessage() + ").");
        }
    }
}
