package dev.jetway.agents.planning.reading;

import java.time.LocalDate;

/**
 * One day that words name.
 *
 * @param next the word behind them
 * @param taken how they were taken where they are vague, as a sentence; else empty
 */
record Day(LocalDate date, int next, String taken) {

    static Day of(LocalDate date, int next) {
        return new Day(date, next, "");
    }

    /** A day named by words that not everybody takes in the same way. */
    static Day taken(LocalDate date, Words words, int from, int next) {
        return new Day(date, next, "I took “%s” as %s.".formatted(words.phrase(from, next), CalendarWords.name(date)));
    }
}
