package dev.jetway.agents.planning.reading;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Holidays by name, and the rule that gives their day in any year. Thanksgiving is that of the United States. */
final class Holidays {

    private record Holiday(List<String> name, boolean movable, IntFunction<LocalDate> in) {}

    /** By first word; the longest name first. */
    private static final Map<String, List<Holiday>> BY_WORD = new HashMap<>();

    static {
        fixed(Month.DECEMBER, 25, "christmas", "christmas day", "xmas", "xmas day");
        fixed(Month.DECEMBER, 24, "christmas eve", "xmas eve");
        fixed(Month.DECEMBER, 26, "boxing day", "st stephen's day");
        fixed(Month.DECEMBER, 31, "new year's eve", "new years eve", "new year eve", "nye", "silvester");
        fixed(Month.JANUARY, 1, "new year", "new year's", "new years");
        fixed(Month.JANUARY, 1, "new year day", "new year's day", "new years day");
        fixed(Month.JANUARY, 6, "epiphany", "three kings day");
        fixed(Month.FEBRUARY, 14, "valentine's", "valentines", "valentine's day", "valentines day");
        fixed(Month.MARCH, 17, "st patrick's day", "st patricks day", "saint patrick's day");
        fixed(Month.MAY, 1, "may day");
        fixed(Month.MAY, 5, "cinco de mayo");
        fixed(Month.JUNE, 19, "juneteenth");
        fixed(Month.JULY, 4, "independence day");
        fixed(Month.JULY, 14, "bastille day");
        fixed(Month.OCTOBER, 31, "halloween", "hallowe'en");
        fixed(Month.NOVEMBER, 1, "all saints day", "all saint's day");
        fixed(Month.NOVEMBER, 11, "veterans day", "armistice day");
        easter(-47, "mardi gras", "shrove tuesday", "pancake day");
        easter(-46, "ash wednesday");
        easter(-7, "palm sunday");
        easter(-3, "maundy thursday");
        easter(-2, "good friday");
        easter(0, "easter", "easter sunday", "easter day");
        easter(1, "easter monday");
        easter(39, "ascension", "ascension day");
        easter(49, "pentecost", "whit sunday", "whitsun");
        easter(50, "whit monday");
        movable(year -> LocalDate.of(year, Month.JANUARY, 1).with(dayOfWeekInMonth(3, MONDAY)), "mlk day");
        movable(year -> LocalDate.of(year, Month.FEBRUARY, 1).with(dayOfWeekInMonth(3, MONDAY)), "presidents day");
        movable(year -> LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY)), "memorial day");
        movable(year -> LocalDate.of(year, Month.SEPTEMBER, 1).with(dayOfWeekInMonth(1, MONDAY)), "labor day");
        movable(Holidays::thanksgiving, "thanksgiving", "thanksgiving day");
        movable(year -> thanksgiving(year).plusDays(1), "black friday");
        BY_WORD.values()
                .forEach(list -> list.sort(
                        Comparator.comparing((Holiday holiday) -> holiday.name().size())
                                .reversed()));
    }

    private Holidays() {}

    /** The holiday named at {@code i}: in the year behind its name, else the first one from there on. */
    static Optional<Day> at(Words words, int i, LocalDate from) {
        for (var holiday : BY_WORD.getOrDefault(words.at(i), List.of())) {
            int next = i + holiday.name().size();
            if (words.phrase(i, holiday.name()) && !thing(words, next)) {
                var year = Numbers.year(words, next);
                var date = year.isPresent()
                        ? holiday.in().apply(year.getAsInt())
                        : holiday.in().apply(from.getYear());
                if (year.isEmpty() && date.isBefore(from)) {
                    date = holiday.in().apply(from.getYear() + 1);
                }
                int end = year.isPresent() ? next + 1 : next;
                return Optional.of(holiday.movable() ? Day.taken(date, words, i, end) : Day.of(date, end));
            }
        }
        return Optional.empty();
    }

    /** Western Easter Sunday, by the Gregorian computus. */
    static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int rest = year % 100;
        int moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        int week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
        int shift = (golden + 11 * moon + 22 * week) / 451;
        int sum = moon + week - 7 * shift + 114;
        return LocalDate.of(year, sum / 31, sum % 31 + 1);
    }

    private static LocalDate thanksgiving(int year) {
        return LocalDate.of(year, Month.NOVEMBER, 1).with(dayOfWeekInMonth(4, THURSDAY));
    }

    /** Christmas markets, Easter Island and the like are things, not days. */
    private static boolean thing(Words words, int i) {
        return words.is(i, "market", "markets", "island", "shopping", "tree", "party", "eggs", "dinner", "lights");
    }

    private static void fixed(Month month, int day, String... names) {
        put(false, year -> LocalDate.of(year, month, day), names);
    }

    private static void easter(int days, String... names) {
        put(true, year -> easter(year).plusDays(days), names);
    }

    private static void movable(IntFunction<LocalDate> in, String... names) {
        put(true, in, names);
    }

    private static void put(boolean movable, IntFunction<LocalDate> in, String... names) {
        for (var name : names) {
            var words = List.of(name.split(" "));
            BY_WORD.computeIfAbsent(words.get(0), absent -> new ArrayList<>()).add(new Holiday(words, movable, in));
        }
    }
}
