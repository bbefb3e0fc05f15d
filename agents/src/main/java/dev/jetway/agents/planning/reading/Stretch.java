package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The first and the last day a message comes to, while it is read. */
final class Stretch {

    private static final int YEAR = 365;

    private final LocalDate today;
    private final Set<String> taken = new LinkedHashSet<>();
    private LocalDate start;
    private LocalDate end;
    /** True when the start is that of a week, a weekend or a holiday: an exact day takes its place. */
    private boolean loose;
    /** True when nobody named the end. */
    private boolean openEnded;

    private String looseTaken = "";

    Stretch(LocalDate today) {
        this.today = today;
    }

    LocalDate start() {
        return start;
    }

    LocalDate end() {
        return end;
    }

    List<String> taken() {
        return List.copyOf(taken);
    }

    /** The day that exact days near it are read from: the middle of "next week"; null when there is none. */
    LocalDate near() {
        if (!loose || start == null) {
            return null;
        }
        return openEnded ? start.plusDays((end.toEpochDay() - start.toEpochDay()) / 2) : start;
    }

    void take(Spans.Span span) {
        forget();
        start = span.start();
        end = span.end();
        loose = span.vague();
        openEnded = span.vague();
        note(span.taken());
    }

    /**
     * @param closing whether it was named as the last day
     * @param holiday whether it is one, so that it may stand for the days around it
     */
    void take(Day day, boolean closing, boolean holiday) {
        var date = day.date();
        if (!closing && start != null && (date.equals(start) || (end == null && past(date)))) {
            return; // said again, or of something else: “… on 15 December, and is it on time today?”
        }
        if (loose && !holiday && !closing) {
            forget();
        }
        if (closing && (end == null || openEnded)) {
            end = date;
            openEnded = false;
        } else if (start == null) {
            start = date;
            loose = holiday;
        } else if (end == null) {
            end = date;
        } else {
            return;
        }
        order(date, closing);
        note(day.taken());
    }

    private boolean past(LocalDate date) {
        return date.isBefore(start) && !date.isAfter(today.plusDays(1));
    }

    private void note(String sentence) {
        if (!sentence.isEmpty()) {
            taken.add(sentence);
            looseTaken = loose ? sentence : looseTaken;
        }
    }

    private void forget() {
        if (loose) {
            taken.remove(looseTaken);
            start = null;
            end = openEnded ? null : end;
            loose = false;
            openEnded = false;
        }
    }

    private void order(LocalDate date, boolean closing) {
        if (start == null || end == null || !date.equals(end)) {
            return;
        }
        if (end.isBefore(start)) {
            // “Back on 3 January, out on 28 December”: the second day is the next one after the first.
            end = end.plusYears(1).isBefore(start.plusDays(YEAR)) ? end.plusYears(1) : end;
        } else if (!closing
                && end.isAfter(start.plusDays(YEAR / 2))
                && !end.minusYears(1).isBefore(today)) {
            // “For the party on 11 March, a car from 10 March”: the day named last is the first one.
            end = start;
            start = date.minusYears(1);
        }
    }

    /** A length was named: the end of a week or a weekend gives way to it. */
    void lasts() {
        if (openEnded) {
            end = null;
            openEnded = false;
        }
    }

    void move(LocalDate newStart, LocalDate newEnd) {
        start = newStart;
        end = newEnd;
    }
}
