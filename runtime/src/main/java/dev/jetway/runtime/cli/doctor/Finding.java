package dev.jetway.runtime.cli.doctor;

import dev.jetway.runtime.cli.Screen.Tone;

/** One line of the doctor's report. */
record Finding(Level level, String subject, String sentence) {

    enum Level {
        OK(Tone.GOOD),
        WARN(Tone.DOUBTFUL),
        FAIL(Tone.BAD);

        private final Tone tone;

        Level(Tone tone) {
            this.tone = tone;
        }

        Tone tone() {
            return tone;
        }

        String mark() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Finding ok(String subject, String sentence) {
        return new Finding(Level.OK, subject, sentence);
    }

    static Finding warn(String subject, String sentence) {
        return new Finding(Level.WARN, subject, sentence);
    }

    static Finding fail(String subject, String sentence) {
        return new Finding(Level.FAIL, subject, sentence);
    }
}
