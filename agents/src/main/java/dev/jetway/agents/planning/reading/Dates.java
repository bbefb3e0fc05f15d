package dev.jetway.agents.planning.reading;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Reads when a trip takes place. Whatever is said without a year lies in the future. Knows no clock: today is an
 * argument.
 */
public final class Dates {

    private static final int MOST_NIGHTS = 90;

    private final Words words;
    private final LocalDate today;
    private final Period before;
    private final DayReader reader;
    private final Spans spans;
    private final Lengths lengths;
    private final Months months;

    private final Stretch days;
    /** True when the message puts something else in the place of what was said before. */
    private final boolean replaces;

    private Integer nights;
    private Lengths.Change change;
    private Months.Named month;
    private String problem;
    /** The word behind the last day that was read. */
    private int behind;

    private Dates(Words words, LocalDate today, boolean monthFirst, Period before, boolean alone) {
        this.words = words;
        this.today = today;
        this.before = before == null ? Period.NONE : before;
        this.reader = new DayReader(words, today, monthFirst, alone);
        this.spans = new Spans(words, today, reader);
        this.days = new Stretch(today);
        this.replaces = words.has("instead", "rather", "change", "move", "shift", "reschedule")
                || (words.has("make") && words.has("it", "that"));
        this.lengths = new Lengths(words);
        this.months = new Months(words, today);
    }

    /**
     * Reads all dates of a message and marks their words as used.
     *
     * @param before what the conversation is about so far, for "the 5th", "a day later", "make it Tuesday instead";
     *     null when there is nothing
     */
    public static Period read(Words words, LocalDate today, boolean monthFirst, Period before) {
        return new Dates(words, today, monthFirst, before, false).read();
    }

    /** Reads the answer to a question for days: "the 2nd" is one of them then, and no choice among offers. */
    public static Period answer(Words words, LocalDate today, boolean monthFirst, Period before) {
        return new Dates(words, today, monthFirst, before, true).read();
    }

    /**
     * The one day that a short text names, the first one where it names several; empty when it names none that
     * lies in the future.
     */
    public static Optional<LocalDate> single(String text, LocalDate today, boolean monthFirst) {
        var period = answer(Words.of(text), today, monthFirst, null);
        return period.problem() != null
                ? Optional.empty()
                : Optional.ofNullable(period.start() != null ? period.start() : period.end());
    }

    private Period read() {
        int i = 0;
        while (i < words.size()) {
            int next = i;
            if (!words.used(i)) {
                try {
                    next = at(i);
                } catch (DateTimeException noSuchDay) {
                    problem = "There is no such day: “%s”. Which day did you mean?"
                            .formatted(words.phrase(i, Math.min(words.size(), i + 2)));
                    next = i + 2;
                }
            }
            if (next > i) {
                words.use(i, next);
            }
            i = Math.max(i + 1, next);
        }
        return result();
    }

    /** Reads what stands at {@code i}; the word behind it, or {@code i} when it says nothing about days. */
    private int at(int i) {
        boolean closing = closes(i);
        var horizon = horizon(closing);
        var weekFirst = words.is(i, "next", "this") ? reader.at(i, horizon) : Optional.<Day>empty();
        if (weekFirst.isPresent()) {
            return take(i, weekFirst.get(), closing);
        }
        var span = spans.at(i, horizon);
        if (span.isPresent()) {
            days.take(span.get());
            return span.get().next();
        }
        var changed = lengths.change(i);
        if (changed.isPresent()) {
            change = changed.get();
            return change.next();
        }
        if (repeated(i, closing)) {
            return i + 1;
        }
        var day = reader.at(i, horizon);
        if (day.isPresent()) {
            return take(i, day.get(), closing);
        }
        return length(i);
    }

    private int take(int i, Day day, boolean closing) {
        behind = day.next();
        boolean other = words.is(words.is(i - 1, "the") ? i - 2 : i - 1, "or") && days.start() != null;
        if (!other) {
            days.take(day, closing, Holidays.at(words, i, today).isPresent());
        }
        return day.next();
    }

    /** The day of the week behind its date: "20 November, a Friday". */
    private boolean repeated(int i, boolean closing) {
        return !closing
                && days.start() != null
                && i - behind <= 2
                && CalendarWords.weekday(words.at(i)) == days.start().getDayOfWeek();
    }

    private int length(int i) {
        if (words.is(i, "night") && words.is(i + 1, "before") && days.start() != null && days.end() == null) {
            days.move(days.start().minusDays(1), days.start());
            return i + 2;
        }
        var length = lengths.at(i);
        if (length.isPresent()) {
            nights = length.get().days();
            return length.get().next();
        }
        var named = months.about(i);
        named.ifPresent(found -> month = found);
        return named.map(Months.Named::next).orElse(i);
    }

    private Horizon horizon(boolean closing) {
        var named = month != null ? month.month() : before.month();
        if (!closing && days.near() != null) {
            return new Horizon(today, false, named, days.near());
        }
        boolean kept = days.start() == null
                && closing
                && before.start() != null
                && !before.start().isBefore(today);
        if (days.start() != null || kept) {
            var from = days.start() != null ? days.start() : before.start();
            return new Horizon(from.isAfter(today) ? from : today, true, named, null);
        }
        return new Horizon(today, false, named, replaces ? before.start() : null);
    }

    /** True when a day named here is the last one. */
    private boolean closes(int i) {
        for (int back = 1; back <= 3; back++) {
            if (words.is(i - back, "until", "till", "til", "through", "thru", "checkout", "home")
                    || (words.is(i - back, "back", "return", "returning", "round") && !journey(i - back + 1))
                    || (words.is(i - back, "out") && words.is(i - back - 1, "check", "checking"))) {
                return true;
            }
            if (back == 1 && days.start() != null && words.is(i - 1, "to", "-", "–", "—")) {
                return true;
            }
            if (words.is(i - back, ",", ".", ";")) {
                return false;
            }
        }
        return back(i);
    }

    /** {@code to the 8th}: the article stands between. */
    private boolean back(int i) {
        return days.start() != null && words.is(i - 1, "the") && words.is(i - 2, "to", "-", "–", "—");
    }

    private boolean journey(int i) {
        return words.is(i, "flight", "flights", "ticket", "tickets", "trip", "journey", "fare", "fares");
    }

    private Period result() {
        if (nights != null) {
            days.lasts();
        }
        apply();
        var start = days.start();
        var end = days.end();
        if (nights != null && nights > MOST_NIGHTS) {
            problem = "%d days is longer than the %d I can plan for.".formatted(nights, MOST_NIGHTS);
        }
        if (start != null && start.isBefore(today)) {
            problem = past(start);
        } else if (start != null && end != null && !end.isAfter(start)) {
            problem = "The end, %s, is not after the start, %s. Which days did you mean?"
                    .formatted(CalendarWords.name(end), CalendarWords.name(start));
        } else if (start == null && end != null && end.isBefore(today)) {
            problem = past(end);
        }
        if (month != null && month.month().isBefore(YearMonth.from(today))) {
            problem = "That month is over. Which one did you mean?";
        }
        return new Period(
                start,
                end,
                nights,
                month == null ? null : month.month(),
                month == null ? null : month.part(),
                days.taken(),
                problem);
    }

    private static String past(LocalDate date) {
        return "%s %d is in the past. Which day did you mean?".formatted(CalendarWords.name(date), date.getYear());
    }

    /** "Back ten days later" is a length; "a day later", of what was said before, another day. */
    private void apply() {
        if (change == null) {
            return;
        }
        if (days.start() != null || before.start() == null) {
            int days = change.later() + change.longer();
            nights = days < 1
                    ? nights
                    : change.longer() > 0 && nights != null ? Integer.valueOf(nights + days) : Integer.valueOf(days);
            return;
        }
        int later = closing() ? 0 : change.later();
        int longer = closing() ? change.later() + change.longer() : change.longer();
        boolean arrives = later != 0 && words.has("arrive", "arriving");
        var last = before.until();
        days.move(
                before.start().plusDays(later), last == null ? null : last.plusDays(arrives ? longer : later + longer));
        if (last == null && longer != 0) {
            nights = 1 + longer;
        }
    }

    private boolean closing() {
        return words.has("back", "return", "returning", "home", "checkout");
    }
}
