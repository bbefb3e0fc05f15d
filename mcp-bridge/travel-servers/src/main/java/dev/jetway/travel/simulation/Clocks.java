package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Which dates can be asked for. */
public final class Clocks {

    public static final int DAYS_AHEAD = 400;

    private Clocks() {}

    /** Refuses the past, and what is too far ahead to have a timetable. */
    public static LocalDate bookable(LocalDate date, Clock clock, String what) {
        LocalDate today = LocalDate.now(clock);
        // Somewhere it may still be yesterday.
        if (date.isBefore(today.minusDays(1))) {
            throw new Refusal(what + " " + date + " is in the past; today is " + today);
        }
        if (date.isAfter(today.plusDays(DAYS_AHEAD))) {
            throw new Refusal(what + " " + date + " is too far ahead; timetables are open for " + DAYS_AHEAD
                    + " days, until " + today.plusDays(DAYS_AHEAD));
        }
        return date;
    }

    /** Offers hold until the end of tomorrow, UTC. */
    public static Instant offersValidUntil(Clock clock) {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC))
                .plusDays(2)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
