package dev.jetway.runtime.model.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What was spent on one day, in billionths.
 *
 * @param day in UTC
 * @param reserved for calls that are under way, whichever day they began
 */
record Purse(LocalDate day, long spent, long reserved) {

    static Purse empty(LocalDate day) {
        return new Purse(day, 0, 0);
    }

    /** Puts aside what a call may cost at most; empty when that is not left. */
    Optional<Purse> reserve(long most, long limit, LocalDate today) {
        var now = on(today);
        return now.spent + now.reserved + most <= limit
                ? Optional.of(new Purse(today, now.spent, now.reserved + most))
                : Optional.empty();
    }

    /** A call for which so much was put aside cost this much, which may be more. */
    Purse settle(long reservation, long cost, LocalDate today) {
        var now = on(today);
        return new Purse(today, now.spent + cost, now.reserved - reservation);
    }

    Purse on(LocalDate today) {
        return today.isAfter(day) ? new Purse(today, 0, reserved) : this;
    }
}
