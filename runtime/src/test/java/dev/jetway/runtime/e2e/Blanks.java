package dev.jetway.runtime.e2e;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The parts in braces of a scripted dialogue: {@code {3 March}} is the next such day as yyyy-MM-dd, {@code {today +2}}
 * is two days from now. Dialogues hold on any day they are played.
 */
final class Blanks {

    /** Where the travelers of the tests are. */
    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    private static final Pattern BLANK = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern DAY = Pattern.compile("(today|\\d+ [A-Z][a-z]+)(?: \\+(\\d+))?");

    private Blanks() {}

    /** @param others what is in the other braces */
    static String fill(String text, UnaryOperator<String> others) {
        return BLANK.matcher(text).replaceAll(found -> {
            var day = DAY.matcher(found.group(1));
            if (!day.matches()) {
                return others.apply(found.group(1)).replace("$", "\\$");
            }
            int later = day.group(2) == null ? 0 : Integer.parseInt(day.group(2));
            return day(day.group(1)).plusDays(later).toString();
        });
    }

    private static LocalDate day(String named) {
        var today = LocalDate.now(ZONE);
        if (named.equals("today")) {
            return today;
        }
        var format = formatter(today.getYear());
        var day = LocalDate.parse(named, format);
        return day.isBefore(today) ? LocalDate.parse(named, formatter(today.getYear() + 1)) : day;
    }

    private static DateTimeFormatter formatter(int year) {
        return new DateTimeFormatterBuilder()
                .appendPattern("d MMMM")
                .parseDefaulting(ChronoField.YEAR, year)
                .toFormatter(Locale.ENGLISH);
    }
}
