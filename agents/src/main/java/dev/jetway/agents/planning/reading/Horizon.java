package dev.jetway.agents.planning.reading;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;

/**
 * What a day without a year, or without a month, is read from.
 *
 * @param from the first day it can be: today, or the day before it in the message
 * @param follows true when {@code from} was named, so that the day comes after it
 * @param month the month the message or the conversation is about; null when there is none
 * @param near the day it takes the place of ("make it Tuesday instead"); null when there is none
 */
record Horizon(LocalDate from, boolean follows, YearMonth month, LocalDate near) {

    private static final int YEARS = 9;
    private static final int MONTHS = 3;

    static Horizon today(LocalDate today) {
        return new Horizon(today, false, null, null);
    }

    /** The first such day from here on; 29 February may be years away. */
    LocalDate day(Month in, int day) {
        for (int year = from.getYear(); year < from.getYear() + YEARS; year++) {
            if (YearMonth.of(year, in).isValidDay(day)
                    && !LocalDate.of(year, in, day).isBefore(from)) {
                return LocalDate.of(year, in, day);
            }
        }
        throw new DateTimeException("No such day");
    }

    /** The nth of the month that is spoken of, else of the first one that still has it. */
    LocalDate day(int day) {
        if (near != null && YearMonth.from(near).isValidDay(day)) {
            var inMonth = near.withDayOfMonth(day);
            return inMonth.isBefore(from) ? inMonth.plusMonths(1) : inMonth;
        }
        boolean named = month != null && !follows && month.atDay(1).isAfter(from);
        var first = named ? month.atDay(1) : follows ? from.plusDays(1) : from;
        for (int later = 0; later < MONTHS; later++) {
            var candidate = YearMonth.from(first).plusMonths(later);
            if (candidate.isValidDay(day) && !candidate.atDay(day).isBefore(first)) {
                return candidate.atDay(day);
            }
        }
        throw new DateTimeException("No such day");
    }
}
