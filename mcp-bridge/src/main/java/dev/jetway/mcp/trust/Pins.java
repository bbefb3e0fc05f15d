package dev.jetway.mcp.trust;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is held against the listings of one server. Immutable; a review that pins something yields new pins.
 *
 * @param instructions empty until they are pinned
 * @param tools by name
 * @param capacity how many tools may be pinned by their first use
 */
public record Pins(
        Policy policy, Optional<Descriptor> instructions, SortedMap<String, Descriptor> tools, int capacity) {

    /** Where pins come from. */
    public enum Policy {
        /** A lock file: what is not in it is not used. */
        LOCK_FILE,
        /** The first listing a tool appears in is believed, and held against all that follow. */
        FIRST_USE,
        /** Nothing is pinned. */
        NONE
    }

    /** As the protocol has it. Other letters look like these without being them. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,128}");

    private static final String LOCKED = "'jetway tools diff' shows it, 'jetway tools lock' accepts it";
    private static final String SEEN = "it may be called when it is as before, or after a restart";

    public static Pins locked(Optional<ServerPins> entry) {
        return new Pins(
                Policy.LOCK_FILE,
                entry.map(ServerPins::instructions),
                entry.map(ServerPins::tools).orElseGet(TreeMap::new),
                0);
    }

    /** @param capacity how many tools are pinned at most */
    public static Pins firstUse(int capacity) {
        return new Pins(Policy.FIRST_USE, Optional.empty(), new TreeMap<>(), capacity);
    }

    public static Pins none() {
        return new Pins(Policy.NONE, Optional.empty(), new TreeMap<>(), 0);
    }

    /** The same pins with room for another number of tools. */
    public Pins withCapacity(int tools) {
        return new Pins(policy, instructions, this.tools, tools);
    }

    /** A review, and the pins to hold against the next listing. */
    public record Outcome(Review review, Pins pins) {}

    /**
     * Judges a listing.
     *
     * @param saidInstructions what the server's last handshake brought
     */
    public Outcome review(Descriptor saidInstructions, List<Descriptor> listing) {
        SortedMap<String, Judged> judged = new TreeMap<>();
        SortedMap<String, Descriptor> next = new TreeMap<>(tools);
        Map<String, SortedSet<String>> spellings = spellings(listing);
        for (Descriptor tool : listing) {
            String name = tool.name();
            Judged other = judged.get(name);
            if (other != null && !other.listed().sameAs(tool)) {
                judged.put(
                        name,
                        refused(
                                tools.containsKey(name) ? Verdict.CHANGED : Verdict.NEW,
                                tool,
                                "the server lists it more than once, each time differently"));
                next.remove(name);
                Optional.ofNullable(tools.get(name)).ifPresent(pin -> next.put(name, pin));
            } else if (other == null) {
                Judged fresh = judge(tool, spellings.get(folded(name)), next.size());
                judged.put(name, fresh);
                if (policy == Policy.FIRST_USE && fresh.verdict() == Verdict.PINNED) {
                    next.putIfAbsent(name, tool);
                }
            }
        }
        SortedSet<String> missing = new TreeSet<>(tools.keySet());
        missing.removeAll(judged.keySet());
        Judged instructionsJudged = judgeInstructions(saidInstructions);
        return new Outcome(
                new Review(judged, instructionsJudged, missing),
                policy == Policy.FIRST_USE
                        ? new Pins(policy, Optional.of(instructionsJudged.counts()), next, capacity)
                        : this);
    }

    private Judged judge(Descriptor tool, SortedSet<String> spellings, int pinned) {
        Descriptor pin = tools.get(tool.name());
        if (!NAME.matcher(tool.name()).matches()) {
            return refused(Verdict.NEW, tool, "a name has up to 128 letters a to z, digits and _ . / -");
        }
        if (pin != null) {
            return pin.sameAs(tool)
                    ? new Judged(Verdict.PINNED, pin, tool, Optional.empty())
                    : refused(
                            Verdict.CHANGED,
                            tool,
                            "it was changed since it was pinned (%s); %s"
                                    .formatted(
                                            String.join(", ", pin.differences(tool)),
                                            policy == Policy.LOCK_FILE ? LOCKED : SEEN));
        }
        if (spellings.size() > 1) {
            return refused(
                    Verdict.NEW,
                    tool,
                    "there are names that differ in upper and lower case only: %s"
                            .formatted(String.join(", ", spellings)));
        }
        return switch (policy) {
            case NONE -> new Judged(Verdict.UNPINNED, tool, tool, Optional.empty());
            case LOCK_FILE -> refused(Verdict.NEW, tool, "it is not in the lock file; " + LOCKED);
            case FIRST_USE ->
                pinned < capacity
                        ? new Judged(Verdict.PINNED, tool, tool, Optional.empty())
                        : refused(
                                Verdict.NEW,
                                tool,
                                "the server has offered more than %d tools by now".formatted(capacity));
        };
    }

    private Judged refused(Verdict verdict, Descriptor tool, String objection) {
        return new Judged(verdict, tools.getOrDefault(tool.name(), tool), tool, Optional.of(objection));
    }

    private Judged judgeInstructions(Descriptor said) {
        Descriptor pin = instructions.orElse(said);
        Verdict verdict = switch (policy) {
            case NONE -> Verdict.UNPINNED;
            case FIRST_USE -> pin.sameAs(said) ? Verdict.PINNED : Verdict.CHANGED;
            case LOCK_FILE ->
                instructions.isEmpty() ? Verdict.NEW : pin.sameAs(said) ? Verdict.PINNED : Verdict.CHANGED;
        };
        return new Judged(verdict, pin, said, Optional.empty());
    }

    /** Names that only case tells apart, those of pinned tools included. */
    private Map<String, SortedSet<String>> spellings(List<Descriptor> listing) {
        Map<String, SortedSet<String>> spellings = new HashMap<>();
        for (Descriptor tool : listing) {
            spellings
                    .computeIfAbsent(folded(tool.name()), folded -> new TreeSet<>())
                    .add(tool.name());
        }
        for (String name : tools.keySet()) {
            spellings.computeIfAbsent(folded(name), folded -> new TreeSet<>()).add(name);
        }
        return spellings;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
