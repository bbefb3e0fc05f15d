package dev.jetway.agents.planning.reading;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.OptionalInt;

/** Days named by their day of the week. A week begins on Monday, and "next Friday" is the one of next week. */
final class Weekdays {

    private static final int HALF_A_WEEK = 3;

    private final Words words;
    private final LocalDate today;
    private final boolean alone;

    /** @param alone nothing but a day is expected, so that "sat" is one */
    Weekdays(Words words, LocalDate today, boolean alone) {
        this.words = words;
        this.today = today;
        this.alone = alone;
    }

    Optional<Day> at(int i, Horizon horizon) {
        return ofMonth(i).or(() -> weekFirst(i)).or(() -> named(i, horizon));
    }

    /** True when the date behind a day of the week says it all: "Wednesday 3 March". */
    private boolean dated(int i) {
        int at = words.is(i, ",") ? i + 1 : i;
        at = words.is(at, "the") ? at + 1 : at;
        var day = Numbers.dayOfMonth(words, at);
        if (day.isEmpty()) {
            return CalendarWords.month(words.at(at)) != null
                    && Numbers.dayOfMonth(words, words.is(at + 1, "the") ? at + 2 : at + 1)
                            .isPresent();
        }
        int behind = words.is(day.get().next(), "of")
                ? day.get().next() + 1
                : day.get().next();
        boolean thisMonth = words.is(behind, "this", "next", "the") && words.is(behind + 1, "month");
        return Numbers.suffixed(words.at(at)).isPresent()
                || thisMonth
                || range(behind)
                || CalendarWords.month(words.at(behind)) != null
                || words.is(behind, "/");
    }

    /** {@code to Sunday 13 December} behind "Thursday 10". */
    private boolean range(int i) {
        if (!words.is(i, "to", "-", "–", "until", "till", "through")) {
            return false;
        }
        int at = CalendarWords.weekday(words.at(i + 1)) != null ? i + 2 : i + 1;
        return Numbers.dayOfMonth(words, at)
                .filter(day ->
                        CalendarWords.month(words.at(words.is(day.next(), "of") ? day.next() + 1 : day.next())) != null)
                .isPresent();
    }

    private Optional<Day> named(int i, Horizon horizon) {
        int at = words.is(i, "next", "this", "coming", "following") ? i + 1 : i;
        at = at > i && words.is(at, "coming") ? at + 1 : at;
        var day = CalendarWords.weekday(words.at(at));
        if (day == null || dated(at + 1) || (at == i && shortWord(at))) {
            return Optional.empty();
        }
        int behind = words.is(at + 1, ",") ? at + 2 : at + 1;
        int weeks = weeks(behind);
        if (weeks >= 0) {
            int next = words.is(behind, "week") ? behind + 1 : end(behind);
            var date = CalendarWords.monday(today).plusWeeks(weeks).with(TemporalAdjusters.nextOrSame(day));
            return Optional.of(Day.taken(date, words, i, next));
        }
        if (words.is(at + 1, "week") && !words.is(i, "next", "this")) {
            // “Friday week”: a week after the next one.
            var date = today.with(TemporalAdjusters.next(day)).plusWeeks(1);
            return Optional.of(Day.taken(date, words, i, at + 2));
        }
        if (words.is(at + 1, "after") && words.is(at + 2, "next")) {
            return Optional.of(Day.taken(inNextWeek(day).plusWeeks(1), words, i, at + 3));
        }
        if (words.is(i, "next")) {
            var date = inNextWeek(day);
            date = date.isAfter(horizon.from()) ? date : horizon.from().with(TemporalAdjusters.next(day));
            return Optional.of(Day.taken(date, words, i, at + 1));
        }
        if (words.is(i, "following") && horizon.near() != null) {
            return Optional.of(Day.of(horizon.near().with(TemporalAdjusters.next(day)), at + 1));
        }
        if (words.is(i, "this")) {
            return Optional.of(Day.of(today.with(TemporalAdjusters.nextOrSame(day)), at + 1));
        }
        return Optional.of(Day.of(nearest(day, horizon), at + 1));
    }

    private LocalDate nearest(DayOfWeek day, Horizon horizon) {
        var next = horizon.from().with(TemporalAdjusters.next(day));
        if (horizon.near() == null) {
            return next;
        }
        var near = horizon.near().minusDays(HALF_A_WEEK).with(TemporalAdjusters.nextOrSame(day));
        return near.isBefore(horizon.from()) ? near.plusWeeks(1) : near;
    }

    private LocalDate inNextWeek(DayOfWeek day) {
        return CalendarWords.monday(today).plusWeeks(1).with(TemporalAdjusters.nextOrSame(day));
    }

    /** {@code next week on Friday}, {@code this week, Friday}. */
    private Optional<Day> weekFirst(int i) {
        int weeks = weeks(i);
        int at = weeks < 0 ? i : end(i);
        at = words.is(at, "on", ",") ? at + 1 : at;
        var day = weeks < 0 ? null : CalendarWords.weekday(words.at(at));
        if (day == null || dated(at + 1)) {
            return Optional.empty();
        }
        var date = CalendarWords.monday(today).plusWeeks(weeks).with(TemporalAdjusters.nextOrSame(day));
        return Optional.of(Day.taken(date, words, i, at + 1));
    }

    /** How many weeks from this one: 0 for "this week", 1 for "next week" and "of next week"; -1 for anything else. */
    private int weeks(int i) {
        int at = words.is(i, "of", "in", "the") ? i + 1 : i;
        at = words.is(at, "the") ? at + 1 : at;
        if (words.is(at, "week") && words.is(at + 1, "after") && words.is(at + 2, "next")) {
            return 2;
        }
        if (words.is(at, "this", "next", "following") && words.is(at + 1, "week")) {
            return words.is(at, "this") ? 0 : 1;
        }
        var count = words.is(i, "in") ? Numbers.cardinal(words.at(i + 1)) : OptionalInt.empty();
        return count.isPresent() && words.is(i + 2, "week", "weeks") && count.getAsInt() <= 52 ? count.getAsInt() : -1;
    }

    private int end(int i) {
        int at = i;
        while (!words.is(at, "week", "weeks")) {
            at++;
        }
        at++;
        if (words.is(at, "after") && words.is(at + 1, "next")) {
            return at + 2;
        }
        return words.is(at, "time") ? at + 1 : at;
    }

    /** {@code the first Monday of May}, {@code last Friday in next month}. */
    private Optional<Day> ofMonth(int i) {
        boolean last = words.is(i, "last");
        var nth = Numbers.ordinal(words.at(i));
        var day = CalendarWords.weekday(words.at(i + 1));
        if (day == null || !words.is(i + 2, "of", "in") || (!last && nth.orElse(9) > 5)) {
            return Optional.empty();
        }
        return new Months(words, today)
                .at(i + 3)
                .filter(month -> last || nth.getAsInt() < 5 || fifth(month.month(), day))
                .map(month -> {
                    var first = month.month().atDay(1);
                    var date = first.with(
                            last
                                    ? TemporalAdjusters.lastInMonth(day)
                                    : TemporalAdjusters.dayOfWeekInMonth(nth.getAsInt(), day));
                    return Day.taken(date, words, i, month.next());
                });
    }

    private static boolean fifth(YearMonth month, DayOfWeek day) {
        var date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(5, day));
        return YearMonth.from(date).equals(month);
    }

    private boolean shortWord(int i) {
        return !alone
                && CalendarWords.ambiguous(words.at(i))
                && !words.is(i - 1, "on", "until", "till", "from", "to", "by", "-", "–")
                && !words.is(i + 1, "to", "until", "till", "-", "–", "next", "this", "morning", "evening");
    }
}
