package dev.jetway.runtime.memory;

import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Trip;
import java.util.List;
import java.util.Set;

/**
 * One change of a traveler's memory, written at once.
 *
 * @param consents whether the traveler gives their consent with it; without, nothing is added for one who has not
 * @param cancelled references of trips that will not take place
 */
public record Change(boolean consents, List<Note> notes, List<Trip> trips, Set<String> cancelled, Forget forget) {

    private static final Forget NOTHING = Forget.only(Set.of(), false);

    public Change {
        notes = List.copyOf(notes);
        trips = List.copyOf(trips);
        cancelled = Set.copyOf(cancelled);
    }

    /** The traveler has approved that this is remembered, and what they tell us from here on. */
    public static Change consenting(List<Note> notes) {
        return new Change(true, notes, List.of(), Set.of(), NOTHING);
    }

    public static Change of(List<Note> notes) {
        return new Change(false, notes, List.of(), Set.of(), NOTHING);
    }

    public static Change of(List<Trip> booked, Set<String> cancelled) {
        return new Change(false, List.of(), booked, cancelled, NOTHING);
    }

    public static Change of(Forget forget) {
        return new Change(false, List.of(), List.of(), Set.of(), forget);
    }

    public boolean empty() {
        return !consents && notes.isEmpty() && trips.isEmpty() && cancelled.isEmpty() && forget.equals(NOTHING);
    }
}
