package dev.jetway.agents.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import dev.jetway.agents.planning.reading.Said;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Works out where values come from. Pure; the work grows with the values asked about times those known.
 *
 * <p>A value belongs to whoever had it first. What the traveler said is theirs, also when a tool says it as
 * well. What was in a task's input before any tool was called is what it was there. A tool vouches for what it
 * says of its own accord ({@link Evidence}). What is left, somebody made up.
 */
public final class Provenance {

    /** More values in one call are an agent's mistake. */
    public static final int MAX_VALUES = 256;

    private Provenance() {}

    /**
     * Where the values of a task's input come from; of its first {@link #MAX_VALUES}, the others then count as
     * made up.
     *
     * @param earlier what tasks before this one brought, of this turn and of the turns before
     */
    public static List<Origin> ofInput(JsonNode input, Said said, List<Evidence> earlier) {
        var known = earlier.stream().map(Evidence.Index::new).toList();
        var origins = new ArrayList<Origin>();
        for (var leaf : Leaf.of(input).stream().limit(MAX_VALUES).toList()) {
            origins.add(
                    says(said, leaf)
                            ? new Origin("", leaf.pointer(), leaf.text(), Kind.SAID, null)
                            : found("", leaf, known));
        }
        return origins;
    }

    /**
     * Where the arguments of a call come from, and those of the calls it rests on: a quote's id comes from the
     * quote, so whom the quote was for counts as an argument of the booking.
     *
     * @param input of the task, as {@link #ofInput} has it
     * @param made the calls that were answered for the task before, in their order
     * @throws IllegalArgumentException when one of them has more than {@link #MAX_VALUES} values
     */
    public static List<Origin> ofCall(String tool, JsonNode arguments, List<Origin> input, List<Evidence> made) {
        var known = made.stream().map(Evidence.Index::new).toList();
        var origins = new ArrayList<Origin>();
        var open = new ArrayList<Evidence>(List.of(new Evidence(tool, arguments, arguments)));
        var followed = new HashSet<Integer>();
        for (int i = 0; i < open.size(); i++) {
            for (var leaf : leaves(open.get(i).asked())) {
                var origin = ofArgument(open.get(i).by(), leaf, input, known);
                origins.add(origin);
                follow(leaf, origin, known, made, followed, open);
            }
        }
        return origins;
    }

    private static void follow(
            Leaf leaf,
            Origin origin,
            List<Evidence.Index> known,
            List<Evidence> made,
            Set<Integer> followed,
            List<Evidence> open) {
        for (int i = 0; i < known.size(); i++) {
            boolean source =
                    known.get(i).by().equals(origin.by()) && known.get(i).kind(leaf) == origin.kind();
            if (source && followed.add(i)) {
                open.add(made.get(i));
            }
        }
    }

    private static Origin ofArgument(String call, Leaf leaf, List<Origin> input, List<Evidence.Index> known) {
        for (var given : input) {
            boolean same = Leaf.key(given.value()).equals(leaf.key());
            if (same && (leaf.value().isTextual() || given.name().equals(leaf.field()))) {
                return new Origin(call, leaf.pointer(), leaf.text(), given.kind(), given.by(), given.alsoIn());
            }
        }
        return found(call, leaf, known);
    }

    /** The best that anybody says for a value; of equals, the first. */
    private static Origin found(String call, Leaf leaf, List<Evidence.Index> known) {
        var best = Kind.COMPUTED;
        String by = null;
        String inText = null;
        for (var evidence : known) {
            var kind = evidence.kind(leaf);
            if (kind.compareTo(best) < 0) {
                best = kind;
                by = evidence.by();
            }
            if (kind == Kind.FRAGMENT && leaf.isId()) {
                inText = evidence.by();
            }
        }
        return new Origin(call, leaf.pointer(), leaf.text(), best, by, best == Kind.FIELD ? inText : null);
    }

    private static boolean says(Said said, Leaf leaf) {
        return leaf.value().isNumber()
                ? said.number(leaf.value().decimalValue())
                : leaf.value().isTextual() && said.text(leaf.value().textValue());
    }

    private static List<Leaf> leaves(JsonNode json) {
        var leaves = Leaf.of(json);
        if (leaves.size() > MAX_VALUES) {
            throw new IllegalArgumentException(
                    "%d values are over the limit of %d for one call".formatted(leaves.size(), MAX_VALUES));
        }
        return leaves;
    }
}
