package dev.jetway.agents.planning.reading;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/** Whole months, and parts of them. */
final class Months {

    private final Words words;
    private final LocalDate today;

    Months(Words words, LocalDate today) {
        this.words = words;
        this.today = today;
    }

    /**
     * @param part null when all of it is meant
     * @param next the word behind
     */
    record Named(YearMonth month, Period.Part part, int next) {}

    /** {@code May}, {@code May 2027}, {@code this month}, {@code the next month}; without a year, the first one to come. */
    Optional<Named> at(int i) {
        int at = words.is(i, "the") ? i + 1 : i;
        if (words.is(at, "this", "next", "following") && words.is(at + 1, "month")) {
            int later = words.is(at, "this") ? 0 : 1;
            return Optional.of(new Named(YearMonth.from(today).plusMonths(later), null, at + 2));
        }
        if (words.is(at, "month") && at > i) {
            return Optional.of(new Named(YearMonth.from(today), null, at + 1));
        }
        at = words.is(i, "this", "next", "coming") ? i + 1 : i;
        var month = CalendarWords.month(words.at(at));
        if (month == null) {
            return Optional.empty();
        }
        var year = Numbers.year(words, at + 1);
        var named = YearMonth.of(year.orElse(today.getYear()), month);
        boolean over = year.isEmpty() && named.isBefore(YearMonth.from(today));
        return Optional.of(new Named(over ? named.plusYears(1) : named, null, year.isPresent() ? at + 2 : at + 1));
    }

    /** A month that a message is about: "in May", "early May", "at the end of next month"; not the May of "may I". */
    Optional<Named> about(int i) {
        var part = part(i);
        int at = part == null ? i : behindPart(i);
        if (part != null) {
            return at(at).map(named -> new Named(named.month(), part, named.next()));
        }
        boolean led = words.is(i - 1, "in", "of", "for", "during", "until", "by", "around", "throughout");
        boolean name = words.get(i).capital() && i > 0 && words.at(i).length() > 3;
        boolean relative = words.is(i, "this", "next");
        return led || name || relative ? at(i) : Optional.empty();
    }

    private Period.Part part(int i) {
        if (words.is(i, "early", "mid", "late")) {
            return words.is(i, "early")
                    ? Period.Part.EARLY
                    : words.is(i, "mid") ? Period.Part.MIDDLE : Period.Part.LATE;
        }
        if (!words.is(i + 1, "of")) {
            return null;
        }
        return switch (words.at(i)) {
            case "beginning", "start" -> Period.Part.EARLY;
            case "middle" -> Period.Part.MIDDLE;
            case "end" -> Period.Part.LATE;
            default -> null;
        };
    }

    private int behindPart(int i) {
        return words.is(i + 1, "of", "-", "in") ? i + 2 : i + 1;
    }
}
