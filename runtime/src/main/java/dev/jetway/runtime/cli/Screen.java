package dev.jetway.runtime.cli;

import java.io.PrintWriter;
import java.util.Map;

/** Where a command writes for people: aligned lines, and colour only where somebody looks at them. */
public final class Screen {

    /** What a line is about, as far as colour can say it. */
    public enum Tone {
        PLAIN(""),
        GOOD("\u001b[32m"),
        DOUBTFUL("\u001b[33m"),
        BAD("\u001b[31m"),
        FAINT("\u001b[2m"),
        STRONG("\u001b[1m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colour;

    public Screen(PrintWriter out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Colour when this process talks to a terminal and neither NO_COLOR nor a dumb TERM forbids it. */
    public static Screen of(PrintWriter out) {
        return new Screen(out, System.console() != null && coloured(System.getenv()));
    }

    static boolean coloured(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", ""));
    }

    /** Whether somebody watches; then lines may be coloured. */
    public boolean colour() {
        return colour;
    }

    public String in(Tone tone, String text) {
        return colour && tone != Tone.PLAIN ? tone.code + text + RESET : text;
    }

    public synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes without ending the line. */
    public synchronized void part(String text) {
        out.print(text);
        out.flush();
    }

    /** One line of a list: a short mark, what it is about, and a sentence. */
    public void item(Tone tone, String mark, String subject, String sentence) {
        line("  %s %-16s %s".formatted(in(tone, "%-4s".formatted(mark)), subject, sentence));
    }
}
