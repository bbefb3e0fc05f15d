package dev.jetway.runtime.conversation;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Who came into a conversation from the desk, and what they said. Pure, and converges: each part is a map whose values
 * merge by a rule that does not ask for order, and a visit that has ended stays so whatever else is said of it.
 *
 * @param visits by id
 * @param left when a visit ended, by its id; kept even for one that is not known yet
 * @param spoken by message id
 */
public record People(SortedMap<String, Visit> visits, SortedMap<String, Long> left, SortedMap<String, Spoken> spoken) {

    public static final People NONE = new People(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private static final Comparator<Visit> IN_ORDER =
            Comparator.comparingLong(Visit::at).thenComparing(Visit::id);

    public People {
        visits = Collections.unmodifiableSortedMap(visits);
        left = Collections.unmodifiableSortedMap(left);
        spoken = Collections.unmodifiableSortedMap(spoken);
    }

    People joined(Visit visit) {
        return new People(merged(visits, visit.id(), visit, Visit::merge), left, spoken);
    }

    People left(String visitId, long at) {
        return new People(visits, merged(left, visitId, at, Math::min), spoken);
    }

    People said(Spoken what) {
        return new People(visits, left, merged(spoken, what.messageId(), what, Spoken::merge));
    }

    private static <T> SortedMap<String, T> merged(
            SortedMap<String, T> known, String key, T value, BinaryOperator<T> rule) {
        var next = new TreeMap<>(known);
        next.merge(key, value, rule);
        return next;
    }

    /** Visits that nobody has ended, also those whose time is up; the first to join first. */
    public List<Visit> open() {
        return visits.values().stream()
                .filter(visit -> !left.containsKey(visit.id()))
                .sorted(IN_ORDER)
                .toList();
    }

    /** Who is here; agents say nothing while anybody is. */
    public List<Visit> present(long now) {
        return open().stream().filter(visit -> visit.until() > now).toList();
    }

    /** Visits whose time is up and that nobody has ended. */
    List<Visit> expired(long now) {
        return open().stream().filter(visit -> visit.until() <= now).toList();
    }

    Optional<Visit> present(String visitId, long now) {
        return present(now).stream().filter(visit -> visit.id().equals(visitId)).findFirst();
    }

    /** Whether somebody was here at a time, or came later. */
    boolean cameAfter(long at) {
        return visits.values().stream()
                .anyMatch(visit -> Math.min(visit.until(), left.getOrDefault(visit.id(), Long.MAX_VALUE)) >= at);
    }
}
