package dev.jetway.runtime.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The turns of a conversation, in the order in which they were said. Immutable: a change copies one list of
 * references, and a question is nearly always about the latest turns, so turns are looked for from the end.
 */
public final class Turns {

    static final Turns NONE = new Turns(List.of(), List.of());

    private static final Comparator<Turn> BY_TIME = Comparator.comparingLong(Turn::at)
            .thenComparing(turn -> turn.owner().region())
            .thenComparing(Turn::id);

    private final List<Turn> all;
    private final List<Turn> open;

    private Turns(List<Turn> all, List<Turn> open) {
        this.all = all;
        this.open = open;
    }

    /** With this turn added, or in place of the one that has its id. */
    Turns with(Turn turn) {
        return new Turns(placed(all, turn), turn.ended() ? without(open, turn.id()) : placed(open, turn));
    }

    private static List<Turn> placed(List<Turn> turns, Turn turn) {
        var next = new ArrayList<Turn>(turns.size() + 1);
        next.addAll(turns);
        int at = indexOf(turns, turn.id());
        if (at >= 0 && BY_TIME.compare(turns.get(at), turn) == 0) {
            next.set(at, turn);
            return Collections.unmodifiableList(next);
        }
        if (at >= 0) {
            next.remove(at);
        }
        int place = next.size();
        while (place > 0 && BY_TIME.compare(next.get(place - 1), turn) > 0) {
            place--;
        }
        next.add(place, turn);
        return Collections.unmodifiableList(next);
    }

    private static List<Turn> without(List<Turn> turns, String id) {
        return turns.stream().filter(turn -> !turn.id().equals(id)).toList();
    }

    private static int indexOf(List<Turn> turns, String id) {
        int at = turns.size() - 1;
        while (at >= 0 && !turns.get(at).id().equals(id)) {
            at--;
        }
        return at;
    }

    /** @return {@code null} when there is none of this id */
    public Turn get(String id) {
        int at = indexOf(all, id);
        return at < 0 ? null : all.get(at);
    }

    /** All of them, the earliest first. */
    public List<Turn> values() {
        return all;
    }

    /** Those that have not ended, the earliest first. */
    public List<Turn> open() {
        return open;
    }

    public int size() {
        return all.size();
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Turns turns && all.equals(turns.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
