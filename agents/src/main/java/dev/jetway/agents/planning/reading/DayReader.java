package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads single days: "2027-03-03", "3/4", "the 3rd of March", "in two weeks", "the day after Easter", "Friday next
 * week", "the 11th". Throws {@link java.time.DateTimeException} for a day that no calendar has.
 */
final class DayReader {

    private final Words words;
    private final LocalDate today;
    private final boolean monthFirst;
    private final boolean alone;
    private final Weekdays weekdays;
    private final Months months;

    /** @param alone nothing but a day is expected, so that "the 2nd" is no choice among offers */
    DayReader(Words words, LocalDate today, boolean monthFirst, boolean alone) {
        this.words = words;
        this.today = today;
        this.monthFirst = monthFirst;
        this.alone = alone;
        this.weekdays = new Weekdays(words, today, alone);
        this.months = new Months(words, today);
    }

    Optional<Day> at(int i, Horizon horizon) {
        return offset(i, horizon).or(() -> plain(i, horizon));
    }

    private Optional<Day> plain(int i, Horizon horizon) {
        return iso(i).or(() -> numeric(i, horizon))
                .or(() -> named(i, horizon))
                .or(() -> relative(i, horizon))
                .or(() -> weekdays.at(i, horizon))
                .or(() -> Holidays.at(words, i, horizon.from()))
                .or(() -> ordinal(i, horizon));
    }

    private Optional<Day> iso(int i) {
        boolean separated = words.is(i + 1, "-", "/", ".") && words.at(i + 3).equals(words.at(i + 1));
        return words.at(i).length() == 4 && separated
                ? date(words.at(i), words.at(i + 2), words.at(i + 4), i + 5)
                : Optional.empty();
    }

    /** {@code 3/4/2027}, {@code 3.4.2027}: read as the traveler's country writes dates, and said so. */
    private Optional<Day> numeric(int i, Horizon horizon) {
        if (!words.is(i + 1, "/", ".", "-") || !words.touches(i) || !words.touches(i + 1)) {
            return Optional.empty();
        }
        var first = Numbers.digits(words.at(i), 2).orElse(0);
        var second = Numbers.digits(words.at(i + 2), 2).orElse(0);
        boolean american = (monthFirst && !words.is(i + 1, ".") && second <= 31 && first <= 12) || second > 12;
        int day = american ? second : first;
        int month = american ? first : second;
        if (day < 1 || day > 31 || month < 1 || month > 12) {
            return Optional.empty();
        }
        boolean third = words.at(i + 3).equals(words.at(i + 1)) && words.touches(i + 2) && words.touches(i + 3);
        var year = third ? Numbers.year(words, i + 4) : OptionalInt.empty();
        if (third && year.isEmpty() && words.is(i + 1, "/") && words.at(i + 4).length() == 2) {
            year = OptionalInt.of(2000 + Numbers.digits(words.at(i + 4), 2).orElse(0));
        }
        if (year.isPresent()) {
            return Optional.of(Day.of(LocalDate.of(year.getAsInt(), month, day), i + 5));
        }
        if (continental(i)) {
            return Optional.of(Day.of(horizon.day(Month.of(month), day), i + 4));
        }
        if (!words.is(i + 1, "/")) {
            return Optional.empty(); // a decimal number or a range, more likely
        }
        return Optional.of(Day.taken(horizon.day(Month.of(month), day), words, i, i + 3));
    }

    /** {@code 24.12.}: with a point behind the month that ends no sentence. */
    private boolean continental(int i) {
        if (!words.is(i + 1, ".") || !words.is(i + 3, ".") || !words.touches(i + 2)) {
            return false;
        }
        boolean led = words.is(i - 1, "on", "from", "to", "until", "back", "-", "–");
        boolean goesOn = i + 4 < words.size() && !words.get(i + 4).capital();
        return led || goesOn;
    }

    private static Optional<Day> date(String year, String month, String day, int next) {
        var y = Numbers.digits(year, 4);
        var m = Numbers.digits(month, 2);
        var d = Numbers.digits(day, 2);
        return y.isEmpty() || m.isEmpty() || d.isEmpty()
                ? Optional.empty()
                : Optional.of(Day.of(LocalDate.of(y.getAsInt(), m.getAsInt(), d.getAsInt()), next));
    }

    /** {@code 3 March}, {@code the 3rd of March 2027}, {@code March 3rd, 2027}, {@code 11th of this month}. */
    private Optional<Day> named(int i, Horizon horizon) {
        var day = Numbers.dayOfMonth(words, i);
        if (day.isPresent()) {
            int number = day.get().value();
            int at = day.get().next();
            boolean of = words.is(at, "of", "in");
            at = of ? at + 1 : at;
            if (CalendarWords.month(words.at(at)) != null) {
                return Optional.of(inMonth(i, at, number, at + 1, horizon));
            }
            var relative = of || words.is(at, "this", "next") ? months.at(at) : Optional.<Months.Named>empty();
            return relative.map(month -> checked(i, month.month().atDay(number), month.next()));
        }
        if (CalendarWords.month(words.at(i)) == null) {
            return Optional.empty();
        }
        int at = words.is(i + 1, "the") ? i + 2 : i + 1;
        day = Numbers.dayOfMonth(words, at);
        boolean counted = day.isPresent()
                && (Numbers.counts(words.at(day.get().next()))
                        || words.is(day.get().next(), ":", "pm", "am"));
        return counted || day.isEmpty()
                ? Optional.empty()
                : Optional.of(inMonth(i, i, day.get().value(), day.get().next(), horizon));
    }

    private Day inMonth(int from, int name, int day, int behind, Horizon horizon) {
        var month = CalendarWords.month(words.at(name));
        int at = words.is(behind, ",") ? behind + 1 : behind;
        var year = Numbers.year(words, at);
        return year.isPresent()
                ? checked(from, LocalDate.of(year.getAsInt(), month, day), at + 1)
                : checked(from, horizon.day(month, day), behind);
    }

    /** A date behind a day of the week that it does not fall on is taken, and that is admitted. */
    private Day checked(int i, LocalDate date, int next) {
        int before = words.is(i - 1, "the", ",") ? i - 2 : i - 1;
        before = words.is(before, ",") ? before - 1 : before;
        var weekday = CalendarWords.weekday(words.at(before));
        return weekday == null || weekday == date.getDayOfWeek()
                ? Day.of(date, next)
                : new Day(date, next, "It is %s; I took the date you named.".formatted(CalendarWords.name(date)));
    }

    private Optional<Day> relative(int i, Horizon horizon) {
        if (words.is(i, "today", "tonight")) {
            return Optional.of(Day.of(today, i + 1));
        }
        if (words.is(i, "tomorrow", "tommorow", "tommorrow", "tmrw", "tmr", "2moro", "2morrow")
                || (words.at(i).startsWith("tom") && Spelling.oneSlip(words.at(i), "tomorrow"))) {
            return Optional.of(Day.of(today.plusDays(1), i + 1));
        }
        if (words.is(i, "first", "last") && words.is(i + 1, "day") && words.is(i + 2, "of", "in")) {
            return months.at(i + 3)
                    .map(month -> Day.taken(
                            words.is(i, "last")
                                    ? month.month().atEndOfMonth()
                                    : month.month().atDay(1),
                            words,
                            i,
                            month.next()));
        }
        boolean following = words.is(i, "next", "following") && words.is(i + 1, "day");
        boolean behind = words.is(i, "day") && words.is(i + 1, "after") && !words.is(i + 2, "that");
        if (horizon.follows() && words.is(i - 1, "the") && (following || behind)) {
            return Optional.of(Day.of(horizon.from().plusDays(1), i + 2));
        }
        // “Back in ten days” is a length.
        if (!words.is(i, "in") || horizon.follows() || words.is(i - 1, "back", "return", "returning", "home")) {
            return Optional.empty();
        }
        var distance = distance(i + 1);
        return distance.filter(found -> !words.is(found.next(), "on"))
                .map(found ->
                        Day.of(found.from(today, 1), words.is(found.next(), "time") ? found.next() + 1 : found.next()));
    }

    private record Distance(int count, String unit, int next) {
        LocalDate from(LocalDate date, int direction) {
            return switch (unit) {
                case "day", "days" -> date.plusDays((long) direction * count);
                case "fortnight" -> date.plusWeeks(direction * 2L);
                case "month", "months" -> date.plusMonths((long) direction * count);
                default -> date.plusWeeks((long) direction * count);
            };
        }
    }

    /** {@code two weeks}, {@code a couple of days}, {@code a fortnight}. */
    private Optional<Distance> distance(int i) {
        int at = words.is(i, "exactly", "about", "just", "roughly") ? i + 1 : i;
        at = words.is(at, "a") && words.is(at + 1, "couple") ? at + 1 : at;
        var count = Numbers.cardinal(words.at(at));
        at = words.is(at + 1, "of") && words.is(at, "couple") ? at + 2 : at + 1;
        return count.isPresent()
                        && count.getAsInt() < 1000
                        && words.is(at, "day", "days", "week", "weeks", "fortnight", "month", "months")
                ? Optional.of(new Distance(count.getAsInt(), words.at(at), at + 1))
                : Optional.empty();
    }

    /** {@code two days after Christmas}, {@code the day before Easter}, {@code a week from Friday}, {@code a week on Monday}. */
    private Optional<Day> offset(int i, Horizon horizon) {
        var distance = words.is(i, "day") || (words.is(i, "week") && words.is(i - 1, "the"))
                ? Optional.of(new Distance(1, words.at(i), i + 1))
                : distance(i);
        boolean counted = !words.is(i, "day", "week");
        if (distance.isEmpty() || (counted && words.is(i - 1, "for", "spend", "stay"))) {
            return Optional.empty();
        }
        int at = distance.get().next();
        boolean backwards = words.is(at, "before") || (words.is(at, "prior") && words.is(at + 1, "to"));
        boolean from = words.is(at, "from", "on")
                && (words.is(at, "from") || distance.get().unit().startsWith("week"));
        if (!backwards && !from && !words.is(at, "after", "following")) {
            return Optional.empty();
        }
        int base = words.is(at, "prior") ? at + 2 : at + 1;
        base = words.is(base, "the") ? base + 1 : base;
        int start = base;
        int direction = backwards ? -1 : 1;
        var anchor = words.is(base, "now") ? Optional.of(Day.of(today, base + 1)) : plain(base, horizon);
        // “a week from 5 May” and “3 days from Friday” are lengths; “a week from Friday” is a day.
        boolean length = from
                && !words.is(start, "now", "today", "tomorrow")
                && (distance.get().unit().startsWith("day")
                        || Numbers.dayOfMonth(words, start).isPresent()
                        || CalendarWords.month(words.at(start)) != null);
        return anchor.filter(day -> !length)
                .map(day -> Day.taken(distance.get().from(day.date(), direction), words, i, day.next()));
    }

    /** {@code on the 11th}, {@code until the 14th}, {@code Friday the 13th}: in the first month that still has it. */
    private Optional<Day> ordinal(int i, Horizon horizon) {
        var weekday = CalendarWords.weekday(words.at(words.is(i - 1, "the", ",") ? i - 2 : i - 1));
        boolean figures = Numbers.suffixed(words.at(i)).isPresent();
        boolean answer = alone && (words.count() <= 1 || words.is(i - 1, "the", "on"));
        var day = figures || answer ? Numbers.dayOfMonth(words, i) : Optional.<Numbers.Read>empty();
        if (day.isEmpty()
                || !(weekday != null || alone || (figures && asDay(i, day.get().value(), horizon)))
                || words.is(
                        day.get().next(), "one", "option", "flight", "hotel", "offer", "floor", "street", "avenue")) {
            return Optional.empty();
        }
        if (weekday != null) {
            var month = YearMonth.from(horizon.from());
            for (int later = 0; later < 14; later++) {
                var candidate = month.plusMonths(later);
                if (candidate.isValidDay(day.get().value())
                        && candidate.atDay(day.get().value()).getDayOfWeek() == weekday
                        && !candidate.atDay(day.get().value()).isBefore(horizon.from())) {
                    return Optional.of(
                            Day.of(candidate.atDay(day.get().value()), day.get().next()));
                }
            }
        }
        return Optional.of(checked(i, horizon.day(day.get().value()), day.get().next()));
    }

    /** Small numbers may count offers: they are days only behind a word that leads to one. */
    private boolean asDay(int i, int day, Horizon horizon) {
        int before = words.is(i - 1, "the") ? i - 2 : i - 1;
        boolean led =
                words.is(before, "on", "until", "till", "from", "to", "by", "between", "since", "around", "-", "–")
                        || words.is(before, "leaving", "departing", "arriving", "returning", "starting", "beginning")
                        || (words.is(before, "for", "it") && words.is(i - 1, "the"))
                        || (words.is(before, "and") && horizon.follows());
        int next = words.is(i + 2, "the") ? i + 3 : i + 2;
        boolean range = words.is(i + 1, "to", "-", "–", "until", "till")
                && Numbers.suffixed(words.at(next)).isPresent();
        return led || range ? day > 0 : day > 5 && words.is(i - 1, "the");
    }
}
