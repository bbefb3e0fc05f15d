package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Tells whoever watches what came up, what went down, and how long it took. */
record Progress(Screen screen, long begun) {

    void ready(String part, String detail) {
        screen.item(Tone.GOOD, "ok", part, detail + screen.in(Tone.FAINT, "  " + seconds(begun)));
    }

    void lost(String part, String sentence) {
        screen.item(Tone.BAD, "lost", part, sentence);
    }

    /** @param asked when it was asked to end */
    void end(String part, String how, long asked) {
        screen.item(Tone.FAINT, "end", part, how + screen.in(Tone.FAINT, "  " + seconds(asked)));
    }

    /** Stops a process, and keeps the class data archive it wrote on its way out. */
    void stopped(String part, ChildProcess process, Duration limit, ClassDataArchive archive) {
        long asked = System.nanoTime();
        boolean orderly = process.stop(limit);
        end(part, orderly ? "stopped" : "killed after " + limit.toSeconds() + " s", asked);
        try {
            archive.settle(orderly);
        } catch (IOException e) {
            screen.line("The class data archive of the " + part + " was not kept: " + e.getMessage());
        }
    }

    /** Since the begin, for people: "9.3 s". */
    String age() {
        return seconds(begun);
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }
}
