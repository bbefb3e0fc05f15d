package dev.jetway.agents.planning.reading;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of months and days of the week, short and with a slip of the pen. */
final class CalendarWords {

    /** Shorter names have too many neighbours. */
    private static final int LEAST_LETTERS = 6;

    private static final Map<String, Month> MONTHS = months();
    private static final Map<String, DayOfWeek> WEEKDAYS = weekdays();
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.ENGLISH);

    private CalendarWords() {}

    /** The month a word names; null when it names none. */
    static Month month(String word) {
        var month = MONTHS.get(word);
        return month != null ? month : misspelt(word, MONTHS);
    }

    /** The day of the week a word names; null when it names none. */
    static DayOfWeek weekday(String word) {
        var day = WEEKDAYS.get(word);
        return day != null ? day : misspelt(word, WEEKDAYS);
    }

    /** True for "sun", "sat" and "wed", which are words of their own as well. */
    static boolean ambiguous(String word) {
        return word.equals("sun") || word.equals("sat") || word.equals("wed");
    }

    /** {@code Sat 28 November}. */
    static String name(LocalDate date) {
        return LONG.format(date);
    }

    /** {@code Sat 28 – Sun 29 November}. */
    static String name(LocalDate from, LocalDate to) {
        return (from.getMonth() == to.getMonth() ? SHORT : LONG).format(from) + " – " + LONG.format(to);
    }

    static LocalDate monday(LocalDate date) {
        return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static <T> T misspelt(String word, Map<String, T> names) {
        if (word.length() < LEAST_LETTERS - 1 || word.length() > 10 || word.equals("augusta")) {
            return null;
        }
        T meant = null;
        for (var name : names.entrySet()) {
            if (name.getKey().length() >= LEAST_LETTERS && Spelling.oneSlip(word, name.getKey())) {
                if (meant != null) {
                    return null;
                }
                meant = name.getValue();
            }
        }
        return meant;
    }

    private static Map<String, Month> months() {
        var months = new HashMap<String, Month>();
        for (var month : Month.values()) {
            var name = month.name().toLowerCase(Locale.ROOT);
            months.put(name, month);
            months.put(name.substring(0, 3), month);
        }
        months.put("sept", Month.SEPTEMBER);
        return Map.copyOf(months);
    }

    private static Map<String, DayOfWeek> weekdays() {
        var days = new HashMap<String, DayOfWeek>();
        for (var day : DayOfWeek.values()) {
            var name = day.name().toLowerCase(Locale.ROOT);
            days.put(name, day);
            days.put(name.substring(0, 3), day);
        }
        days.put("tues", DayOfWeek.TUESDAY);
        days.put("weds", DayOfWeek.WEDNESDAY);
        days.put("wensday", DayOfWeek.WEDNESDAY);
        days.put("thur", DayOfWeek.THURSDAY);
        days.put("thurs", DayOfWeek.THURSDAY);
        return Map.copyOf(days);
    }
}
