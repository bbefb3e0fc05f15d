package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * When a trip takes place, as far as it is known; every field may be null.
 *
 * @param nights its length, where no end was named
 * @param month all that was said was a month
 * @param part the part of the month; null when all of it is meant
 * @param assumptions how vague words were taken, one sentence each
 * @param problem what is wrong with a date that was named, as a sentence
 */
public record Period(
        LocalDate start,
        LocalDate end,
        Integer nights,
        YearMonth month,
        Part part,
        List<String> assumptions,
        String problem) {

    public static final Period NONE = new Period(null, null, null, null, List.of(), null);

    /** Of a month, with the day it begins. */
    public enum Part {
        EARLY(1),
        MIDDLE(11),
        LATE(24);

        private final int first;

        Part(int first) {
            this.first = first;
        }

        public int first() {
            return first;
        }
    }

    public Period {
        assumptions = List.copyOf(assumptions);
    }

    public Period(
            LocalDate start, LocalDate end, Integer nights, YearMonth month, List<String> assumptions, String problem) {
        this(start, end, nights, month, null, assumptions, problem);
    }

    public boolean empty() {
        return start == null && end == null && nights == null && month == null && problem == null;
    }

    /** The last day, worked out from the length where no end was named; null when unknown. */
    public LocalDate until() {
        if (end != null) {
            return end;
        }
        return start != null && nights != null ? start.plusDays(nights) : null;
    }

    /** What this says, and what {@code earlier} said where this is silent; a length survives a new start. */
    public Period over(Period earlier) {
        if (empty()) {
            return earlier;
        }
        if (problem != null || (start != null && until() != null)) {
            return this;
        }
        if (start != null || month != null) {
            boolean awaited =
                    start != null && earlier.start == null && earlier.end != null && earlier.end.isAfter(start);
            return new Period(
                    start,
                    awaited ? earlier.end : end,
                    nights != null || awaited ? nights : earlier.length(),
                    month,
                    part,
                    assumptions,
                    null);
        }
        if (end != null && (earlier.start == null || !end.isAfter(earlier.start))) {
            return earlier.start == null && earlier.empty()
                    ? this
                    : new Period(end, null, earlier.length(), null, assumptions, null);
        }
        var both = new ArrayList<>(earlier.assumptions);
        both.addAll(assumptions);
        return new Period(earlier.start, end, nights, earlier.month, earlier.part, both, null);
    }

    private Integer length() {
        if (start != null && end != null) {
            return (int) (end.toEpochDay() - start.toEpochDay());
        }
        return nights;
    }
}
