package dev.jetway.agents.planning.reading;

import java.util.Optional;
import java.util.OptionalInt;

/** Reads lengths of stay, and what is to become longer, shorter, earlier or later. */
final class Lengths {

    private final Words words;

    Lengths(Words words) {
        this.words = words;
    }

    /**
     * A number of days.
     *
     * @param next the word behind
     */
    record Length(int days, int next) {}

    /**
     * What is to change, in days.
     *
     * @param later of the start and the end; negative when earlier
     * @param longer of the end alone; negative when shorter
     */
    record Change(int later, int longer, int next) {}

    /** {@code four nights}, {@code a week}, {@code 10-day}, {@code a couple of days}, {@code overnight}. */
    Optional<Length> at(int i) {
        if (words.is(i, "overnight", "weeklong")) {
            return Optional.of(new Length(words.is(i, "overnight") ? 1 : 7, i + 1));
        }
        if (words.is(i, "night") && words.is(i + 1, "of")) {
            return Optional.of(new Length(1, i + 2));
        }
        if (words.is(i, "long") && words.is(i + 1, "weekend")) {
            return Optional.of(new Length(3, i + 2));
        }
        return counted(i, true).filter(length -> !words.is(length.next(), "ago") && !rate(i, length.next()));
    }

    /** "150 a day", "a day trip", "day by day" and "the last two weeks" are no lengths. */
    private boolean rate(int i, int next) {
        if (words.is(i - 1, "last", "past", "previous")) {
            return true;
        }
        if (!words.is(i, "a", "one")) {
            return false;
        }
        boolean each = Numbers.cardinal(words.at(i - 1)).isPresent()
                || words.is(i - 1, "times", "once", "twice", "euros", "dollars", "pounds", "€", "$", "£");
        return each || words.is(next, "by", "trip", "trips");
    }

    private Optional<Length> counted(int i, boolean withFortnight) {
        if (withFortnight && words.is(i, "fortnight", "fortnight's")) {
            return Optional.of(new Length(14, i + 1));
        }
        boolean couple = words.is(i, "a") && words.is(i + 1, "couple", "few");
        int at = couple ? i + 1 : i;
        var count = words.is(at, "few") && couple ? OptionalInt.of(3) : Numbers.cardinal(words.at(at));
        if (count.isEmpty()) {
            return Optional.empty();
        }
        at = words.is(at + 1, "-", "of", "full", "whole") ? at + 2 : at + 1;
        int days = days(words.at(at)) * count.getAsInt();
        return days < 1 ? Optional.empty() : Optional.of(new Length(days, at + 1));
    }

    private static int days(String unit) {
        return switch (unit) {
            case "night", "nights", "day", "days" -> 1;
            case "week", "weeks" -> 7;
            case "fortnight" -> 14;
            default -> 0;
        };
    }

    /** {@code a day later}, {@code two days earlier}, {@code one more night}, {@code a night less}, {@code extend it by a week}. */
    Optional<Change> change(int i) {
        return more(i).or(() -> shifted(i));
    }

    private Optional<Change> more(int i) {
        boolean another = words.is(i, "another", "extra", "additional");
        int lead = words.is(i, "an", "one", "a") && words.is(i + 1, "extra", "additional", "more", "less", "fewer")
                ? 1
                : Numbers.cardinal(words.at(i)).orElse(another ? 1 : 0);
        int at = i + 1;
        boolean more = another || words.is(at, "more", "extra", "additional");
        boolean less = words.is(at, "less", "fewer");
        at = (more && !another) || less ? at + 1 : at;
        if (lead < 1 || days(words.at(at)) < 1) {
            return Optional.empty();
        }
        int days = lead * days(words.at(at));
        int next = at + 1;
        if (words.is(next, "more", "longer", "extra")) {
            more = true;
            next++;
        } else if (words.is(next, "less", "fewer", "shorter")) {
            less = true;
            next++;
        }
        return more || less ? Optional.of(new Change(0, less ? -days : days, next)) : Optional.empty();
    }

    private Optional<Change> shifted(int i) {
        var length = counted(i, false);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        int days = length.get().days();
        int next = length.get().next();
        if (words.is(next, "later", "earlier", "sooner") || (words.is(next, "after") && ends(next + 1))) {
            return Optional.of(new Change(words.is(next, "later", "after") ? days : -days, 0, next + 1));
        }
        for (int back = 1; back <= 5; back++) {
            if (words.is(i - back, "extend", "prolong", "lengthen")) {
                return Optional.of(new Change(0, days, next));
            }
            if (words.is(i - back, "shorten", "reduce")) {
                return Optional.of(new Change(0, -days, next));
            }
            if (words.is(i - back, "postpone", "delay")) {
                return Optional.of(new Change(days, 0, next));
            }
            if (words.is(i - back, "advance") || (words.is(i - back, "forward") && words.has("bring"))) {
                return Optional.of(new Change(-days, 0, next));
            }
        }
        return Optional.empty();
    }

    private boolean ends(int i) {
        return i >= words.size() || !words.get(i).text();
    }
}
