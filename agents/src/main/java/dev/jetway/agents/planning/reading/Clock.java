package dev.jetway.agents.planning.reading;

import dev.jetway.agents.planning.reading.Times.Part;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a clock shows, in words or figures.
 *
 * @param times one, or two where a range was named
 * @param next the word behind it
 */
record Clock(List<LocalTime> times, int next) {

    private static final int HOUR = 60;
    private static final int NOON = 12 * HOUR;
    private static final int DAY = 24 * HOUR;
    private static final int LAST_SMALL_HOUR = 6;

    /**
     * The hands of a clock.
     *
     * @param minutes since midnight, or since noon where nobody said which
     * @param exact nothing can be added to it: "17:30", "5pm", "noon"
     * @param sure it is a time, whatever stands behind it; else only a number that may be an hour
     */
    private record Face(int minutes, int next, boolean exact, boolean sure) {}

    private record Mark(Part half, int next) {}

    /** @param alone nothing but a time is expected here, so that a bare number is one */
    static Optional<Clock> at(Words words, int i, boolean alone) {
        var part = part(words.at(i));
        if (part != null) {
            return led(words, i, part);
        }
        boolean bare = alone || (words.is(i - 1, "at") && ends(words, i + 1));
        return pair(words, i).or(() -> face(words, i).flatMap(face -> told(words, face, bare)));
    }

    static Part part(String word) {
        return switch (word) {
            case "morning" -> Part.MORNING;
            case "afternoon" -> Part.AFTERNOON;
            case "evening" -> Part.EVENING;
            case "night" -> Part.NIGHT;
            default -> null;
        };
    }

    /** {@code evening 5}, {@code morning, 11:30}. */
    private static Optional<Clock> led(Words words, int i, Part part) {
        if (words.is(i - 1, "good", "a", "per", "each", "every", "/", "last", "one")) {
            return Optional.empty();
        }
        int at = words.is(i + 1, ",") ? i + 2 : i + 1;
        at = words.is(at, "at", "around", "about") ? at + 1 : at;
        return face(words, at)
                .filter(face -> face.sure() || ends(words, face.next()))
                .map(face -> new Clock(List.of(time(face, part)), face.next()));
    }

    /** {@code between 5 and 7 pm}, {@code 9-11 am}: the first hour precedes the second. */
    private static Optional<Clock> pair(Words words, int i) {
        var first = hour(words.at(i));
        if (first.isEmpty()
                || first.getAsInt() > 12
                || !words.is(i + 1, "to", "and", "-", "–", "till", "until")
                || (words.is(i + 1, "and") && !words.is(i - 1, "between"))) {
            return Optional.empty();
        }
        return face(words, i + 2)
                .flatMap(face -> told(words, face, false))
                .map(last -> new Clock(
                        List.of(
                                before(first.getAsInt() * HOUR, last.times().get(0)),
                                last.times().get(0)),
                        last.next()));
    }

    private static LocalTime before(int minutes, LocalTime last) {
        int end = last.toSecondOfDay() / HOUR;
        int start = minutes % NOON + (end > NOON ? NOON : 0);
        return of(start > end ? start - NOON : start);
    }

    private static Optional<Clock> told(Words words, Face face, boolean bare) {
        var mark = mark(words, face.next());
        if (mark != null) {
            return Optional.of(new Clock(List.of(time(face, mark.half())), mark.next()));
        }
        if (!face.sure() && !bare) {
            return Optional.empty();
        }
        // Nobody said which half of the day: small hours are those of the afternoon.
        int hour = face.minutes() / HOUR;
        boolean later = !face.exact() && hour >= 1 && hour <= LAST_SMALL_HOUR;
        return Optional.of(new Clock(List.of(of(face.minutes() + (later ? NOON : 0))), face.next()));
    }

    private static LocalTime time(Face face, Part half) {
        if (face.exact() && face.minutes() >= NOON + HOUR) {
            return of(face.minutes());
        }
        int sinceTwelve = Math.floorMod(face.minutes(), NOON);
        boolean smallHours = half == Part.NIGHT && sinceTwelve < (LAST_SMALL_HOUR - 1) * HOUR;
        return of(half == Part.MORNING || smallHours ? sinceTwelve : sinceTwelve + NOON);
    }

    private static LocalTime of(int minutes) {
        int inDay = Math.floorMod(minutes, DAY);
        return LocalTime.of(inDay / HOUR, inDay % HOUR);
    }

    private static Optional<Face> face(Words words, int i) {
        if (words.is(i, "noon", "midday", "midnight")) {
            return Optional.of(new Face(words.is(i, "midnight") ? DAY : NOON, i + 1, true, true));
        }
        var spoken = spoken(words, words.is(i, "a") ? i + 1 : i);
        if (spoken != null) {
            return Optional.of(spoken);
        }
        var hour = hour(words.at(i));
        if (hour.isEmpty()) {
            return Optional.ofNullable(glued(words, i));
        }
        if (words.is(i + 1, ":", ".", "h") && words.touches(i) && words.touches(i + 1)) {
            return Optional.ofNullable(separated(words, i, hour.getAsInt()));
        }
        int clock = oclock(words, i + 1);
        return Optional.of(new Face(hour.getAsInt() * HOUR, Math.max(i + 1, clock), false, clock > 0));
    }

    /** {@code half past 11}, {@code quarter to 4}, {@code ten minutes past five}. */
    private static Face spoken(Words words, int i) {
        boolean fraction = words.is(i, "half", "quarter");
        int minutes = fraction
                ? (words.is(i, "half") ? 30 : 15)
                : Numbers.cardinal(words.at(i)).orElse(0);
        int at = words.is(i + 1, "minutes", "mins") ? i + 2 : i + 1;
        var hour = hour(words.at(at + 1));
        boolean past = words.is(at, "past", "after");
        boolean to = words.is(at, "to", "till", "til", "before", "of");
        // “3 to 10” and “two after 4” may be anything.
        boolean clear = fraction || at == i + 2 || words.is(at, "past");
        if (minutes < 1 || minutes > 30 || hour.isEmpty() || !clear || !(past || to)) {
            return null;
        }
        int next = Math.max(at + 2, oclock(words, at + 2));
        return new Face(hour.getAsInt() * HOUR + (past ? minutes : -minutes), next, false, true);
    }

    /** {@code 5pm}, {@code 1130am}. */
    private static Face glued(Words words, int i) {
        var word = words.at(i);
        int digits = word.length() - 2;
        if (digits < 1 || digits > 4 || !(word.endsWith("pm") || word.endsWith("am"))) {
            return null;
        }
        int hours = digits > 2 ? digits - 2 : digits;
        var hour = hour(word.substring(0, hours));
        var minute = hours == digits ? OptionalInt.of(0) : minute(word.substring(hours, digits));
        return hour.isEmpty() || minute.isEmpty() || hour.getAsInt() > 12
                ? null
                : marked(hour.getAsInt() * HOUR + minute.getAsInt(), word, i + 1);
    }

    /** {@code 17:30}, {@code 5:30pm}, {@code 5.30 pm}. */
    private static Face separated(Words words, int i, int hour) {
        var behind = words.at(i + 2);
        boolean marked = behind.length() == 4 && (behind.endsWith("am") || behind.endsWith("pm"));
        var minute = marked || behind.length() == 2 ? minute(behind.substring(0, 2)) : OptionalInt.empty();
        boolean price = words.is(i + 1, ".") && !marked && mark(words, i + 3) == null;
        if (minute.isEmpty() || price) {
            return null;
        }
        int shown = hour * HOUR + minute.getAsInt();
        return marked
                ? marked(shown, behind, i + 3)
                : new Face(shown, i + 3, words.at(i).length() == 2 || hour == 0, true);
    }

    private static Face marked(int minutes, String mark, int next) {
        return new Face(minutes % NOON + (mark.endsWith("pm") ? NOON : 0), next, true, true);
    }

    /** {@code am}, {@code p.m.}, {@code in the evening}, {@code at night}. */
    private static Mark mark(Words words, int i) {
        if (words.is(i, "am", "pm")) {
            return new Mark(words.is(i, "am") ? Part.MORNING : Part.AFTERNOON, i + 1);
        }
        if (words.is(i, "a", "p") && words.is(i + 1, ".") && words.is(i + 2, "m")) {
            return new Mark(words.is(i, "a") ? Part.MORNING : Part.AFTERNOON, words.is(i + 3, ".") ? i + 4 : i + 3);
        }
        int at = words.is(i, "in", "at", "this", ",") ? i + 1 : i;
        at = words.is(at, "the") ? at + 1 : at;
        at = at > i && words.is(at, "early", "late") ? at + 1 : at;
        var part = part(words.at(at));
        return part == null || (part == Part.NIGHT && at == i) ? null : new Mark(part, at + 1);
    }

    private static int oclock(Words words, int i) {
        if (words.is(i, "o'clock", "oclock")) {
            return i + 1;
        }
        if (!words.is(i, "o")) {
            return 0;
        }
        int at = words.is(i + 1, "clock") ? i + 1 : i + 2;
        return words.is(at, "clock") ? at + 1 : 0;
    }

    /** True when no noun stands here that the number before could count. */
    private static boolean ends(Words words, int i) {
        var word = words.at(i);
        return word.isEmpty()
                || !Character.isLetterOrDigit(word.charAt(0))
                || words.is(i, "on", "from", "to", "for", "in", "and", "or", "please", "with", "tomorrow", "today")
                || words.is(i, "next", "this", "the", "if");
    }

    private static OptionalInt hour(String word) {
        if (word.equals("a") || word.equals("an") || word.equals("couple") || word.equals("single")) {
            return OptionalInt.empty();
        }
        var hour = Numbers.cardinal(word);
        return word.length() > 2 && Character.isDigit(word.charAt(0)) || hour.orElse(DAY) > 24
                ? OptionalInt.empty()
                : hour;
    }

    private static OptionalInt minute(String word) {
        var minute = Numbers.digits(word, 2);
        return minute.orElse(HOUR) < HOUR ? minute : OptionalInt.empty();
    }
}
