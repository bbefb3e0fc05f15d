package dev.jetway.agents.memory;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be forgotten.
 *
 * @param everything all there is, and the consent with it: nothing is remembered from then on
 * @param trips every past trip
 */
public record Forget(boolean everything, boolean trips, SortedSet<Preference> preferences) {

    public static final Forget EVERYTHING = new Forget(true, true, new TreeSet<>());

    public Forget {
        preferences = Collections.unmodifiableSortedSet(new TreeSet<>(preferences));
    }

    public static Forget only(Set<Preference> preferences, boolean trips) {
        return new Forget(false, trips, new TreeSet<>(preferences));
    }
}
