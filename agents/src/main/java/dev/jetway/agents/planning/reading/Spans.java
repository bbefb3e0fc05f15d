package dev.jetway.agents.planning.reading;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** Reads two days at once: weekends, weeks, "3 to 10 March". */
final class Spans {

    /**
     * @param taken how vague words were taken, as a sentence; empty when both days were named
     * @param next the word behind
     */
    record Span(LocalDate start, LocalDate end, String taken, int next) {
        boolean vague() {
            return !taken.isEmpty();
        }
    }

    private static final int MOST_DAYS = 30;
    private static final int LEAST_LISTED = 3;

    private final Words words;
    private final LocalDate today;
    private final DayReader days;
    private final Months months;

    Spans(Words words, LocalDate today, DayReader days) {
        this.words = words;
        this.today = today;
        this.days = days;
        this.months = new Months(words, today);
    }

    Optional<Span> at(int i, Horizon horizon) {
        return ofMonth(i)
                .or(() -> comingDays(i))
                .or(() -> list(i, horizon))
                .or(() -> weekend(i, horizon))
                .or(() -> week(i, horizon))
                .or(() -> dayToDay(i, horizon))
                .or(() -> monthDayToDay(i, horizon));
    }

    /** {@code next weekend}, {@code the long weekend after next}, {@code Easter weekend}, {@code weekend of 5 May}. */
    private Optional<Span> weekend(int i, Horizon horizon) {
        var holiday = Holidays.at(words, i, horizon.from());
        if (holiday.isPresent() && words.is(holiday.get().next(), "weekend")) {
            var day = holiday.get().date();
            return span(festive(day), festiveEnd(day), i, holiday.get().next() + 1);
        }
        int at = words.is(i, "next", "this", "coming", "the", "following") ? i + 1 : i;
        at = words.is(at, "coming", "following") ? at + 1 : at;
        boolean isLong = words.is(at, "long");
        at = isLong ? at + 1 : at;
        boolean led = at > i && !words.is(i, "long") || words.is(i - 1, "over", "for", "on");
        if (!words.is(at, "weekend") || !led || words.is(i - 1, "a")) {
            return Optional.empty();
        }
        var saturday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
        if (words.is(i, "next") && inThisWeek(saturday)) {
            saturday = saturday.plusWeeks(1);
        }
        int next = at + 1;
        if (words.is(next, "after") && words.is(next + 1, "next")) {
            saturday = saturday.plusWeeks(inThisWeek(saturday) ? 2 : 1);
            next += 2;
        } else if (words.is(next, "of", "after", "before")) {
            var anchor = days.at(words.is(next + 1, "the") ? next + 2 : next + 1, horizon);
            if (anchor.isPresent()) {
                saturday = weekendOf(anchor.get().date(), words.at(next));
                next = anchor.get().next();
            }
        }
        return isLong
                ? span(saturday.minusDays(1), saturday.plusDays(2), i, next)
                : span(saturday, saturday.plusDays(1), i, next);
    }

    private static LocalDate weekendOf(LocalDate day, String where) {
        return switch (where) {
            case "before" ->
                day.with(TemporalAdjusters.previous(DayOfWeek.SUNDAY)).minusDays(1);
            case "after" -> day.with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
            default -> CalendarWords.monday(day).plusDays(5);
        };
    }

    /** A holiday next to the weekend makes it longer: Good Friday to Easter Monday, Thursday to Sunday. */
    private static LocalDate festive(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case THURSDAY, FRIDAY -> day;
            case SUNDAY -> Holidays.easter(day.getYear()).equals(day) ? day.minusDays(2) : day.minusDays(1);
            case MONDAY -> day.minusDays(2);
            default -> CalendarWords.monday(day).plusDays(5);
        };
    }

    private static LocalDate festiveEnd(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case MONDAY -> day;
            case SUNDAY -> Holidays.easter(day.getYear()).equals(day) ? day.plusDays(1) : day;
            default -> CalendarWords.monday(day).plusDays(6);
        };
    }

    /** {@code next week}, {@code the week after next}, {@code the week of 5 May}; not that of "next week on Friday". */
    private Optional<Span> week(int i, Horizon horizon) {
        boolean later = words.is(i, "next");
        if (words.is(i, "this", "next") && words.is(i + 1, "week")) {
            var monday = CalendarWords.monday(today).plusWeeks(later ? 1 : 0);
            return span(later ? monday : today, monday.plusDays(6), i, i + 2);
        }
        if (!words.is(i, "week")) {
            return Optional.empty();
        }
        if (words.is(i + 1, "after") && words.is(i + 2, "next")) {
            var monday = CalendarWords.monday(today).plusWeeks(2);
            return span(monday, monday.plusDays(6), i, i + 3);
        }
        boolean of = words.is(i + 1, "of") && words.is(i - 1, "the");
        return (of ? days.at(words.is(i + 2, "the") ? i + 3 : i + 2, horizon) : Optional.<Day>empty()).flatMap(day -> {
            var monday = CalendarWords.monday(day.date());
            return span(monday.isBefore(today) ? today : monday, monday.plusDays(6), i, day.next());
        });
    }

    /** {@code the next three days}: from today on. */
    private Optional<Span> comingDays(int i) {
        var count = Numbers.cardinal(words.at(i + 1)).orElse(0);
        return words.is(i, "next", "coming") && words.is(i + 2, "days", "nights") && count > 0 && count <= MOST_DAYS
                ? span(today, today.plusDays(count), i, i + 3)
                : Optional.empty();
    }

    /** {@code 6, 7 and 8 March}, {@code May 15th, 16th, and 17th}: one night more than days lie between. */
    private Optional<Span> list(int i, Horizon horizon) {
        boolean monthFirst = CalendarWords.month(words.at(i)) != null;
        var first = Numbers.dayOfMonth(words, monthFirst ? i + 1 : i);
        var last = first;
        int named = 0;
        while (last.isPresent() && last.get().value() == first.get().value() + named) {
            named++;
            int next = last.get().next();
            int at = words.is(next, ",") ? next + 1 : next;
            at = words.is(at, "and", "&") ? at + 1 : at;
            var following = at > next ? Numbers.dayOfMonth(words, at) : Optional.<Numbers.Read>empty();
            if (following.isEmpty()) {
                break;
            }
            last = following;
        }
        if (named < LEAST_LISTED || last.get().value() != first.get().value() + named - 1) {
            return Optional.empty();
        }
        int end = last.get().next();
        int at = words.is(end, "of") ? end + 1 : end;
        var month = CalendarWords.month(words.at(monthFirst ? i : at));
        if (month == null) {
            return Optional.empty();
        }
        var start = horizon.day(month, first.get().value());
        return Optional.of(new Span(start, start.plusDays(named), "", monthFirst ? end : at + 1));
    }

    /** {@code first week of June}, {@code last weekend in May}, {@code second week of next month}. */
    private Optional<Span> ofMonth(int i) {
        int nth = words.is(i, "last") ? 0 : Numbers.ordinal(words.at(i)).orElse(9);
        boolean weekend = words.is(i + 1, "weekend");
        if (nth > 4 || !(weekend || words.is(i + 1, "week", "wk")) || !words.is(i + 2, "of", "in")) {
            return Optional.empty();
        }
        return months.at(i + 3).flatMap(named -> {
            var start = weekend ? weekend(named.month(), nth) : week(named.month(), nth);
            var end = start.plusDays(weekend ? 1 : 6);
            return start.isBefore(today) ? Optional.<Span>empty() : span(start, end, i, named.next());
        });
    }

    private static LocalDate weekend(YearMonth month, int nth) {
        return month.atDay(1)
                .with(
                        nth == 0
                                ? TemporalAdjusters.lastInMonth(DayOfWeek.SATURDAY)
                                : TemporalAdjusters.dayOfWeekInMonth(nth, DayOfWeek.SATURDAY));
    }

    private static LocalDate week(YearMonth month, int nth) {
        return nth == 0 ? month.atEndOfMonth().minusDays(6) : month.atDay(1 + 7 * (nth - 1));
    }

    /** {@code 3 to 10 March}, {@code 3-10 March 2027}, {@code the 28th to the 2nd of May}, {@code 3rd-8th of this month}. */
    private Optional<Span> dayToDay(int i, Horizon horizon) {
        var first = Numbers.dayOfMonth(words, i);
        if (first.isEmpty() || !joint(first.get().next(), "and")) {
            return Optional.empty();
        }
        var last = lastDay(first.get().next() + 1);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        int at = words.is(last.get().next(), "of")
                ? last.get().next() + 1
                : last.get().next();
        boolean named = CalendarWords.month(words.at(at)) != null;
        if (!named && !(words.is(at, "this", "next") && words.is(at + 1, "month"))) {
            return Optional.empty();
        }
        var end = days.at(lastAt(first.get().next() + 1), horizon).orElseThrow();
        int day = first.get().value();
        var month = YearMonth.from(end.date());
        var start = day < last.get().value()
                ? month.atDay(day)
                : month.minusMonths(1).atDay(day);
        // The first day is over: the whole range is meant for the next year, unless its year was said.
        boolean nextYear = named
                && start.isBefore(horizon.from())
                && !end.date().equals(start)
                && Numbers.year(words, end.next() - 1).isEmpty();
        return nextYear
                ? Optional.of(new Span(start.plusYears(1), end.date().plusYears(1), "", end.next()))
                : Optional.of(new Span(start, end.date(), "", end.next()));
    }

    private Optional<Numbers.Read> lastDay(int i) {
        return Numbers.dayOfMonth(words, lastAt(i));
    }

    /** Where the number of the last day stands: behind an article or a day of the week. */
    private int lastAt(int i) {
        int at = words.is(i, "the") ? i + 1 : i;
        at = CalendarWords.weekday(words.at(at)) != null ? at + 1 : at;
        return at > i && words.is(at, "the", ",") ? at + 1 : at;
    }

    /** {@code March 3 to 10}, {@code March 3-10, 2027}, {@code March 3rd to the 10th}. */
    private Optional<Span> monthDayToDay(int i, Horizon horizon) {
        var in = CalendarWords.month(words.at(i));
        var first = in == null ? Optional.<Numbers.Read>empty() : Numbers.dayOfMonth(words, i + 1);
        if (first.isEmpty() || !joint(first.get().next(), "to")) {
            return Optional.empty();
        }
        var last = lastDay(first.get().next() + 1);
        if (last.isEmpty()
                || last.get().value() <= first.get().value()
                || CalendarWords.month(words.at(last.get().next())) != null
                || Numbers.counts(words.at(last.get().next()))
                || words.is(last.get().next(), "of", "/", ":", "pm", "am")) {
            return Optional.empty();
        }
        int behind = words.is(last.get().next(), ",")
                ? last.get().next() + 1
                : last.get().next();
        var year = Numbers.year(words, behind);
        var start = year.isPresent()
                ? LocalDate.of(year.getAsInt(), in, first.get().value())
                : horizon.day(in, first.get().value());
        var end = start.withDayOfMonth(last.get().value());
        return Optional.of(new Span(
                start, end, "", year.isPresent() ? behind + 1 : last.get().next()));
    }

    private boolean joint(int i, String also) {
        return words.is(i, "to", "-", "–", "—", "until", "till", "til", "through", "thru", also);
    }

    private boolean inThisWeek(LocalDate date) {
        return CalendarWords.monday(date).equals(CalendarWords.monday(today));
    }

    private Optional<Span> span(LocalDate start, LocalDate end, int from, int next) {
        var last = end.isAfter(start) ? end : start.plusDays(1);
        var taken = "I took “%s” as %s.".formatted(words.phrase(from, next), CalendarWords.name(start, last));
        return Optional.of(new Span(start, last, taken, next));
    }
}
