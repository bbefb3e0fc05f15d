package dev.jetway.runtime.desk;

import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.Settlement;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The cases of one region: the open ones, and the latest of those that were settled. Pure. Stored in snapshots: names and
 * fields are a contract.
 *
 * @param entries by the case's id
 */
public record CaseList(SortedMap<String, Entry> entries) implements JetwaySerializable {

    static final CaseList EMPTY = new CaseList(new TreeMap<>());

    private static final Comparator<Case> OLDEST =
            Comparator.comparingLong((Case it) -> it.times().gaveUp()).thenComparing(Case::id);

    /** @param told whether the traveler's conversation has the settlement for good */
    record Entry(Case of, boolean told) {}

    public CaseList {
        entries = Collections.unmodifiableSortedMap(entries);
    }

    CaseList with(Entry entry) {
        var next = new TreeMap<>(entries);
        next.put(entry.of().id(), entry);
        return new CaseList(next);
    }

    /** The first settlement counts. */
    CaseList settled(String id, Settlement how) {
        return find(id).filter(Case::open)
                .map(open -> with(new Entry(open.settled(how), false)))
                .orElse(this);
    }

    CaseList told(String id) {
        return find(id).map(known -> with(new Entry(known, true))).orElse(this);
    }

    CaseList without(Collection<String> ids) {
        var next = new TreeMap<>(entries);
        next.keySet().removeAll(ids);
        return new CaseList(next);
    }

    Optional<Case> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::of);
    }

    /** The oldest first. */
    List<Case> open() {
        return where(entry -> entry.of().open());
    }

    /** Settled, and the traveler may not know yet; the oldest first. */
    List<Case> untold() {
        return where(entry -> !entry.of().open() && !entry.told());
    }

    private List<Case> where(Predicate<Entry> condition) {
        return entries.values().stream()
                .filter(condition)
                .map(Entry::of)
                .sorted(OLDEST)
                .toList();
    }

    /**
     * What to drop so that one more case is no more than the list may have: the oldest of those that are settled and told.
     * Empty when that does not make room.
     */
    Optional<List<String>> makingRoom(int most) {
        int tooMany = entries.size() + 1 - most;
        var done = where(entry -> !entry.of().open() && entry.told());
        if (done.size() < tooMany) {
            return Optional.empty();
        }
        var drop = new ArrayList<String>();
        for (int i = 0; i < tooMany; i++) {
            drop.add(done.get(i).id());
        }
        return Optional.of(drop);
    }

    /**
     * Whether a case is news. One that is listed is not, unless it was listed as another region's and is this region's
     * by now.
     */
    boolean isNews(Case noted) {
        return find(noted.id())
                .map(known -> known.open() && known.primary() != null && noted.primary() == null)
                .orElse(true);
    }
}
