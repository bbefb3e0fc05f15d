package dev.jetway.runtime.model.registry;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One group on the way of a request: its own, or one to fall back to.
 *
 * @param patience how long a model may take to begin its reply while there is another to ask
 */
record Leg(String group, Policy policy, Duration patience, List<Member> members) {

    Leg {
        members = List.copyOf(members);
    }

    /** Who can be asked now, the first choice first. */
    List<Member> choice(Need need, Set<Member> without, long now) {
        var candidates = IntStream.range(0, members.size())
                .filter(place -> !without.contains(members.get(place)))
                .mapToObj(place -> new Candidate(
                        place, members.get(place).terms(), members.get(place).health()))
                .toList();
        return Candidate.ranked(candidates, policy, need, now).stream()
                .map(candidate -> members.get(candidate.place()))
                .toList();
    }
}
