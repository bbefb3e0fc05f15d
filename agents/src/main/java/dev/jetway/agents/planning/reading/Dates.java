package dev.jetway.agents.planning.reading;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads dates and lengths of stay. Whatever is said without a year lies in the future. Knows no clock:
 * today is an argument.
 */
public final class Dates {

    private static final int MOST_NIGHTS = 90;
    private static final Map<String, Month> MONTHS = months();
    private static final Map<String, DayOfWeek> WEEKDAYS = weekdays();
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE d", Locale.ENGLISH);
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("EEE d MMMM", Locale.ENGLISH);

    private final Words words;
    private final LocalDate today;
    private final boolean monthFirst;
    private final YearMonth before;

    private final List<String> assumptions = new ArrayList<>();
    private LocalDate start;
    private LocalDate end;
    private Integer nights;
    private YearMonth month;
    private String problem;
    /** The word behind the last date that was read. */
    private int next;

    private Dates(Words words, LocalDate today, boolean monthFirst, YearMonth before) {
        this.before = before;
        this.words = words;
        this.today = today;
        this.monthFirst = monthFirst;
    }

    /**
     * Reads all dates of a message and marks their words as used.
     *
     * @param before the month the conversation is about, for "the 5th"; null when there is none
     */
    public static Period read(Words words, LocalDate today, boolean monthFirst, YearMonth before) {
        var dates = new Dates(words, today, monthFirst, before);
        for (int i = 0; i < words.size(); i = Math.max(i + 1, dates.next)) {
            dates.next = i;
            if (!words.used(i)) {
                try {
                    if (dates.span(i) || dates.day(i) || dates.length(i) || dates.wholeMonth(i)) {
                        words.use(i, dates.next);
                    }
                } catch (DateTimeException noSuchDay) {
                    dates.problem = "There is no such day: “%s %s”. Which day did you mean?"
                            .formatted(
                                    words.get(i).raw(),
                                    i + 1 < words.size() ? words.get(i + 1).raw() : "");
                    dates.next = i + 2;
                }
            }
        }
        return dates.result();
    }

    /**
     * The one day that a short text names, the first one where it names several; empty when it names none that
     * lies in the future.
     */
    public static Optional<LocalDate> single(String text, LocalDate today, boolean monthFirst) {
        var period = read(Words.of(text), today, monthFirst, null);
        return period.problem() != null
                ? Optional.empty()
                : Optional.ofNullable(period.start() != null ? period.start() : period.end());
    }

    private Period result() {
        if (start != null && start.isBefore(today)) {
            problem = "%s %d is in the past. Which day did you mean?".formatted(LONG.format(start), start.getYear());
        } else if (start != null && end != null && !end.isAfter(start)) {
            problem = "The end, %s, is not after the start, %s. Which days did you mean?"
                    .formatted(LONG.format(end), LONG.format(start));
        } else if (start == null && end != null && end.isBefore(today)) {
            problem = "%s %d is in the past. Which day did you mean?".formatted(LONG.format(end), end.getYear());
        }
        return new Period(start, end, nights, month, assumptions, problem);
    }

    // Spans: two days at once.

    private boolean span(int i) {
        return weekend(i) || week(i) || dayToDay(i) || monthDayToDay(i);
    }

    private boolean weekend(int i) {
        int at = words.is(i, "next", "this", "coming", "the") ? i + 1 : i;
        boolean named = words.is(at, "weekend");
        if (words.is(at, "coming") && words.is(at + 1, "weekend")) {
            at++;
            named = true;
        }
        if (!named || (at == i && !words.is(i - 1, "over", "for", "on", "a"))) {
            return false;
        }
        if (words.is(i - 1, "a") || words.is(at + 1, "in") && at == i) {
            return false;
        }
        var saturday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
        if (words.is(i, "next") && weekOf(saturday).equals(weekOf(today))) {
            saturday = saturday.plusWeeks(1);
        }
        next = at + 1;
        return days(saturday, saturday.plusDays(1), phrase(i, at + 1));
    }

    private boolean week(int i) {
        if (!words.is(i, "next", "this") || !words.is(i + 1, "week", "month")) {
            return false;
        }
        next = i + 2;
        boolean later = words.is(i, "next");
        if (words.is(i + 1, "month")) {
            month = YearMonth.from(today).plusMonths(later ? 1 : 0);
            return true;
        }
        var monday = weekOf(today).plusWeeks(1);
        var first = later ? monday : today;
        return days(first, later ? monday.plusDays(6) : monday.minusDays(1), phrase(i, i + 2));
    }

    private boolean days(LocalDate from, LocalDate to, String said) {
        start = from;
        end = to.isAfter(from) ? to : from.plusDays(1);
        assumptions.add("I took “%s” as %s – %s.".formatted(said, name(start, end), LONG.format(end)));
        return true;
    }

    /** {@code 3 to 10 March}, {@code 3-10 March 2027}. */
    private boolean dayToDay(int i) {
        var first = dayNumber(i);
        if (first.isEmpty() || !words.is(i + 1, "to", "-", "–", "until", "till", "and", "through")) {
            return false;
        }
        int at = words.is(i + 2, "the") ? i + 3 : i + 2;
        var last = dayNumber(at);
        int named = words.is(at + 1, "of") ? at + 2 : at + 1;
        var in = MONTHS.get(words.at(named));
        if (last.isEmpty() || in == null || last.getAsInt() <= first.getAsInt()) {
            return false;
        }
        next = named + 1;
        start = dated(in, first.getAsInt());
        end = start.withDayOfMonth(last.getAsInt());
        return true;
    }

    /** {@code March 3 to 10}, {@code March 3-10}. */
    private boolean monthDayToDay(int i) {
        var in = MONTHS.get(words.at(i));
        var first = in == null ? OptionalInt.empty() : dayNumber(i + 1);
        if (first.isEmpty() || !words.is(i + 2, "to", "-", "–", "until", "through")) {
            return false;
        }
        var last = dayNumber(i + 3);
        if (last.isEmpty() || last.getAsInt() <= first.getAsInt() || MONTHS.containsKey(words.at(i + 4))) {
            return false;
        }
        next = i + 4;
        start = dated(in, first.getAsInt());
        end = start.withDayOfMonth(last.getAsInt());
        return true;
    }

    // Single days.

    private boolean day(int i) {
        var date = iso(i);
        date = date != null ? date : numeric(i);
        date = date != null ? date : named(i);
        date = date != null ? date : relative(i);
        date = date != null ? date : weekday(i);
        date = date != null ? date : holiday(i);
        date = date != null ? date : bareOrdinal(i);
        if (date == null) {
            return false;
        }
        take(date, closes(i));
        return true;
    }

    private void take(LocalDate date, boolean closing) {
        if (closing && end == null) {
            end = date;
        } else if (start == null) {
            start = date;
        } else if (end == null) {
            end = date;
        }
        // “28 December to 3 January”: the second day is the next one after the first.
        if (start != null && end != null && end.isBefore(start) && date.equals(end)) {
            end = end.plusYears(1).isBefore(start.plusDays(MOST_NIGHTS * 4L)) ? end.plusYears(1) : end;
        }
    }

    private boolean closes(int i) {
        for (int back = 1; back <= 3; back++) {
            if (words.is(i - back, "back", "return", "returning", "until", "till", "through", "checkout", "home")) {
                return true;
            }
            if (back == 1 && start != null && words.is(i - 1, "to", "-", "–")) {
                return true;
            }
            if (words.is(i - back, ",", ".", ";")) {
                return false;
            }
        }
        return false;
    }

    private LocalDate iso(int i) {
        if (words.at(i).length() != 4 || !words.is(i + 1, "-", "/") || !words.is(i + 3, "-", "/")) {
            return null;
        }
        return date(i, words.at(i), words.at(i + 2), words.at(i + 4), 5);
    }

    /** {@code 3/4/2027}, {@code 3.4.2027}: read as the traveler's country writes dates, and said so. */
    private LocalDate numeric(int i) {
        if (!words.is(i + 1, "/", ".") || !words.touches(i) || !words.touches(i + 1)) {
            return null;
        }
        boolean withYear = words.is(i + 3, "/", ".") && words.at(i + 4).length() == 4;
        boolean american = monthFirst && words.is(i + 1, "/");
        var day = dayNumber(american ? i + 2 : i);
        var inYear = Numbers.digits(words.at(american ? i : i + 2), 2);
        if (day.isEmpty() || inYear.isEmpty() || inYear.getAsInt() < 1 || inYear.getAsInt() > 12) {
            return null;
        }
        if (withYear) {
            return date(i, words.at(i + 4), String.valueOf(inYear.getAsInt()), String.valueOf(day.getAsInt()), 5);
        }
        if (words.is(i + 1, ".")) {
            return null; // a decimal number, more likely
        }
        next = i + 3;
        var date = future(Month.of(inYear.getAsInt()), day.getAsInt());
        assumptions.add("I took “%s/%s” as %s.".formatted(words.at(i), words.at(i + 2), LONG.format(date)));
        return date;
    }

    private LocalDate date(int i, String year, String inYear, String day, int length) {
        var y = Numbers.digits(year, 4);
        var m = Numbers.digits(inYear, 2);
        var d = Numbers.digits(day, 2);
        if (y.isEmpty() || m.isEmpty() || d.isEmpty()) {
            return null;
        }
        next = i + length;
        return LocalDate.of(y.getAsInt(), m.getAsInt(), d.getAsInt());
    }

    /** {@code 3 March}, {@code the 3rd of March 2027}, {@code March 3rd, 2027}. */
    private LocalDate named(int i) {
        var day = dayNumber(i);
        int at = words.is(i + 1, "of") ? i + 2 : i + 1;
        if (day.isPresent() && MONTHS.containsKey(words.at(at))) {
            next = at + 1;
            return dated(MONTHS.get(words.at(at)), day.getAsInt());
        }
        var in = MONTHS.get(words.at(i));
        at = words.is(i + 1, "the") ? i + 2 : i + 1;
        if (in == null || dayNumber(at).isEmpty() || words.is(at + 1, "adults", "people", "nights", "days", "star")) {
            return null;
        }
        next = at + 1;
        return dated(in, dayNumber(at).getAsInt());
    }

    /** With the year behind it, if there is one. */
    private LocalDate dated(Month in, int day) {
        int at = words.is(next, ",") ? next + 1 : next;
        var year = words.at(at).length() == 4 ? Numbers.digits(words.at(at), 4) : OptionalInt.empty();
        if (year.isPresent() && year.getAsInt() > 1900 && year.getAsInt() < 2200) {
            next = at + 1;
            return LocalDate.of(year.getAsInt(), in, day);
        }
        return future(in, day);
    }

    private LocalDate future(Month in, int day) {
        var from = start != null && start.isAfter(today) ? start : today;
        for (int year = from.getYear(); year < from.getYear() + 9; year++) {
            if (YearMonth.of(year, in).isValidDay(day)
                    && !LocalDate.of(year, in, day).isBefore(from)) {
                return LocalDate.of(year, in, day);
            }
        }
        throw new DateTimeException("No such day");
    }

    private LocalDate relative(int i) {
        if (words.is(i, "today", "tonight")) {
            next = i + 1;
            return today;
        }
        if (words.is(i, "tomorrow")) {
            next = i + 1;
            return today.plusDays(1);
        }
        if (words.is(i, "day") && words.is(i + 1, "after") && words.is(i + 2, "tomorrow")) {
            next = i + 3;
            return today.plusDays(2);
        }
        var count = words.is(i, "in") ? Numbers.cardinal(words.at(i + 1)) : OptionalInt.empty();
        if (count.isEmpty() || closes(i)) {
            return null;
        }
        next = i + 3;
        return switch (words.at(i + 2)) {
            case "day", "days" -> today.plusDays(count.getAsInt());
            case "week", "weeks" -> today.plusWeeks(count.getAsInt());
            case "month", "months" -> today.plusMonths(count.getAsInt());
            default -> null;
        };
    }

    private LocalDate weekday(int i) {
        int at = words.is(i, "next", "this", "coming") ? i + 1 : i;
        var day = WEEKDAYS.get(words.at(at));
        if (day == null || (words.at(at).length() == 3 && at == i && !words.is(i - 1, "on", "until", "this", "next"))) {
            return null;
        }
        if (afterWeekday(at)) {
            return null; // “Wednesday 3 March”: the date says it all
        }
        next = at + 1;
        var from = start != null && start.isAfter(today) ? start : today;
        var date = from.with(TemporalAdjusters.next(day));
        if (words.is(i, "next")) {
            var inNextWeek = weekOf(today).plusWeeks(1).with(TemporalAdjusters.nextOrSame(day));
            date = inNextWeek.isAfter(from) ? inNextWeek : date;
            assumptions.add("I took “%s” as %s.".formatted(phrase(i, at + 1), LONG.format(date)));
        }
        return date;
    }

    private boolean afterWeekday(int at) {
        int behind = words.is(at + 1, ",") ? at + 2 : at + 1;
        behind = words.is(behind, "the") ? behind + 1 : behind;
        return (dayNumber(behind).isPresent() && MONTHS.containsKey(words.at(behind + 1)))
                || (MONTHS.containsKey(words.at(behind))
                        && dayNumber(behind + 1).isPresent());
    }

    private LocalDate holiday(int i) {
        if (words.is(i, "christmas", "xmas")) {
            next = words.is(i + 1, "eve", "day") ? i + 2 : i + 1;
            return future(Month.DECEMBER, words.is(i + 1, "eve") ? 24 : 25);
        }
        if (words.is(i, "new") && words.is(i + 1, "year", "year's", "years")) {
            boolean eve = words.is(i + 2, "eve");
            next = eve || words.is(i + 2, "day") ? i + 3 : i + 2;
            return eve ? future(Month.DECEMBER, 31) : future(Month.JANUARY, 1);
        }
        if (words.is(i, "valentine's", "valentines")) {
            next = words.is(i + 1, "day") ? i + 2 : i + 1;
            return future(Month.FEBRUARY, 14);
        }
        return null;
    }

    /** {@code on the 11th}, {@code until the 14th}: in the first month that still has it. */
    private LocalDate bareOrdinal(int i) {
        var day = Numbers.suffixed(words.at(i));
        if (day.isEmpty() || !words.is(i - 1, "the", "on", "until", "to", "from")) {
            return null;
        }
        if (!words.is(i - 1, "on", "until") && !words.is(i - 2, "on", "until", "to", "from", "till", "for")) {
            return null;
        }
        if (words.is(i + 1, "one", "option", "flight", "hotel", "offer", "and")) {
            return null;
        }
        next = i + 1;
        var named = month != null ? month : before;
        var from = start != null && start.isAfter(today) ? start : today;
        if (named != null && start == null && named.atDay(1).isAfter(today)) {
            from = named.atDay(1).minusDays(1);
        }
        for (int later = 0; later < 3; later++) {
            var candidate = YearMonth.from(from).plusMonths(later);
            if (candidate.isValidDay(day.getAsInt())
                    && candidate.atDay(day.getAsInt()).isAfter(from)) {
                return candidate.atDay(day.getAsInt());
            }
        }
        throw new DateTimeException("No such day");
    }

    // Lengths and months.

    private boolean length(int i) {
        var count = Numbers.cardinal(words.at(i));
        int at = words.is(i + 1, "-") || words.is(i + 1, "of") ? i + 2 : i + 1;
        at = words.is(i, "a") && words.is(i + 1, "couple") ? i + 3 : at;
        if (words.is(i, "a") && words.is(i + 1, "couple")) {
            count = OptionalInt.of(2);
        }
        if (words.is(i, "overnight")) {
            count = OptionalInt.of(1);
            at = i;
        }
        if (words.is(i, "fortnight")) {
            count = OptionalInt.of(14);
            at = i;
        }
        if (count.isEmpty()) {
            return false;
        }
        int days = switch (words.at(at)) {
            case "night", "nights", "day", "days", "overnight", "fortnight" -> count.getAsInt();
            case "week", "weeks" -> 7 * count.getAsInt();
            default -> 0;
        };
        if (days < 1) {
            return false;
        }
        if (days > MOST_NIGHTS) {
            problem = "%d days is longer than the %d I can plan for.".formatted(days, MOST_NIGHTS);
        }
        nights = days;
        next = at + 1;
        if (words.is(next, "later", "after")) {
            next++;
        }
        return true;
    }

    private boolean wholeMonth(int i) {
        var in = MONTHS.get(words.at(i));
        if (in == null
                || !(words.is(i - 1, "in", "of", "for", "next", "this", "during", "early", "mid", "late", "until")
                        || (words.get(i).capital() && i > 0 && words.at(i).length() > 3))) {
            return false;
        }
        var year = words.at(i + 1).length() == 4 ? Numbers.digits(words.at(i + 1), 4) : OptionalInt.empty();
        next = year.isPresent() ? i + 2 : i + 1;
        var named = YearMonth.of(year.orElse(today.getYear()), in);
        month = year.isEmpty() && named.isBefore(YearMonth.from(today)) ? named.plusYears(1) : named;
        if (month.isBefore(YearMonth.from(today))) {
            problem = "That month is over. Which one did you mean?";
        }
        return true;
    }

    private OptionalInt dayNumber(int i) {
        var day = Numbers.digits(words.at(i), 2);
        day = day.isPresent() ? day : Numbers.ordinal(words.at(i));
        return day.isPresent() && day.getAsInt() >= 1 && day.getAsInt() <= 31 ? day : OptionalInt.empty();
    }

    private String phrase(int from, int to) {
        var phrase = new StringBuilder();
        for (int i = words.is(from, "the") ? from + 1 : from; i < to; i++) {
            phrase.append(phrase.isEmpty() ? "" : " ").append(words.at(i));
        }
        return phrase.toString();
    }

    private static String name(LocalDate from, LocalDate to) {
        return (from.getMonth() == to.getMonth() ? SHORT : LONG).format(from);
    }

    private static LocalDate weekOf(LocalDate date) {
        return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
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
        return Map.copyOf(days);
    }
}
