package dev.jetway.agents.reply;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day as somebody wrote it.
 *
 * @param year 0 where they left it out
 * @param weekday null where they left it out
 */
record Day(int year, int month, int day, DayOfWeek weekday) {

    private static final String MONTH =
            "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
    private static final String WEEKDAY = "(?:Mon|Tue|Tues|Wed|Weds|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?";
    private static final String DATE = "(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?";
    private static final String YEAR = "(?:19|20)\\d{2}";
    private static final String TO = " ?(?:[–—-]|to|and|or|&|until) ?";

    private static final Pattern ISO = Pattern.compile("(?<!\\d)(" + YEAR + ")-(\\d{2})-(\\d{2})(?!\\d)");
    private static final Pattern FIGURES =
            Pattern.compile("(?<![\\d.,/-])(\\d{1,2})([./-])(\\d{1,2})\\2(" + YEAR + ")\\b");
    private static final Pattern DAY_MONTH = Pattern.compile("(?:\\b(?<w1>" + WEEKDAY
            + ")\\.?,? (?:the )?)?(?<![\\d.,:/])\\b(?<d1>" + DATE + ")(?:" + TO + "(?:(?<w2>" + WEEKDAY
            + ")\\.?,? )?(?:the )?(?<d2>" + DATE + "))?(?: of)? (?<m>" + MONTH + ")\\b\\.?(?:,? (?<y>" + YEAR
            + ")\\b)?");
    private static final Pattern MONTH_DAY = Pattern.compile("(?:\\b(?<w1>" + WEEKDAY + ")\\.?,? )?\\b(?<m>" + MONTH
            + ")\\.? (?:the )?(?<d1>" + DATE + ")\\b(?![:.]\\d)(?:" + TO + "(?:the )?(?<d2>" + DATE
            + ")\\b(?![:.]\\d))?(?:,? (?<y>" + YEAR + ")\\b)?");
    private static final Pattern WEEKDAY_DAY =
            Pattern.compile("\\b(" + WEEKDAY + ")\\.?,? (?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b");

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String WEEKDAYS = "montuewedthufrisatsun";

    /**
     * Finds the days in a text, as people write them in English and as programs do.
     *
     * @param found is given the words, and what they may mean: any one of several where {@code 3/4/2027} may be read in
     *     two ways. Of a range, each end by itself
     */
    static void each(String text, BiConsumer<String, List<Day>> found) {
        var rest = new StringBuilder(text);
        take(
                ISO,
                rest,
                match -> found.accept(
                        match.group(), List.of(new Day(number(match, 1), number(match, 2), number(match, 3), null))));
        take(FIGURES, rest, match -> {
            int one = number(match, 1);
            int other = number(match, 3);
            int year = number(match, 4);
            found.accept(match.group(), List.of(new Day(year, other, one, null), new Day(year, one, other, null)));
        });
        take(DAY_MONTH, rest, match -> named(match, match.group("w2"), found));
        take(MONTH_DAY, rest, match -> named(match, null, found));
        take(
                WEEKDAY_DAY,
                rest,
                match ->
                        found.accept(match.group(), List.of(new Day(0, 0, number(match, 2), weekday(match.group(1))))));
    }

    /** What one form has taken is not looked at by the next. */
    private static void take(Pattern pattern, StringBuilder text, java.util.function.Consumer<Matcher> found) {
        var matcher = pattern.matcher(text.toString());
        while (matcher.find()) {
            found.accept(matcher);
            for (int i = matcher.start(); i < matcher.end(); i++) {
                text.setCharAt(i, '\n');
            }
        }
    }

    private static void named(Matcher match, String secondWeekday, BiConsumer<String, List<Day>> found) {
        int month = month(match.group("m"));
        int year = match.group("y") == null ? 0 : Integer.parseInt(match.group("y"));
        var last = match.group("d2");
        found.accept(match.group(), List.of(new Day(year, month, date(match.group("d1")), weekday(match.group("w1")))));
        if (last != null) {
            found.accept(match.group(), List.of(new Day(year, month, date(last), weekday(secondWeekday))));
        }
    }

    /** Whether somebody who knows of another day may say this one. */
    boolean fits(Day known) {
        if (day != known.day || month != 0 && month != known.month || year != 0 && year != known.year) {
            return false;
        }
        if (weekday == null) {
            return true;
        }
        return known.year == 0 ? weekday == known.weekday : weekday == known.trueWeekday();
    }

    private DayOfWeek trueWeekday() {
        try {
            return LocalDate.of(year, month, day).getDayOfWeek();
        } catch (DateTimeException none) {
            return null;
        }
    }

    static Day of(LocalDate date) {
        return new Day(date.getYear(), date.getMonthValue(), date.getDayOfMonth(), null);
    }

    /** All days of a text; of an ambiguous one, every reading. */
    static List<Day> in(String text) {
        var days = new ArrayList<Day>();
        each(text, (words, readings) -> days.addAll(readings));
        return days;
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private static int date(String digits) {
        return Integer.parseInt(digits.replaceAll("\\D", ""));
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) / 3 + 1;
    }

    private static DayOfWeek weekday(String name) {
        return name == null
                ? null
                : DayOfWeek.of(WEEKDAYS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) / 3 + 1);
    }
}
