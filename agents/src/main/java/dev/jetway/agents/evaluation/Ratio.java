package dev.jetway.agents.evaluation;

import java.util.Collection;
import java.util.function.Predicate;

/** How many of how many. */
public record Ratio(long hits, long of) {

    public static <T> Ratio of(Collection<T> all, Predicate<T> asked, Predicate<T> hit) {
        long count = 0;
        long hits = 0;
        for (var one : all) {
            if (asked.test(one)) {
                count++;
                hits += hit.test(one) ? 1 : 0;
            }
        }
        return new Ratio(hits, count);
    }

    /** From 0 to 1; not a number when there was nothing to hit. */
    public double share() {
        return of == 0 ? Double.NaN : (double) hits / of;
    }
}
