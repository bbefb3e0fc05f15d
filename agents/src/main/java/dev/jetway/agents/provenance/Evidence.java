package dev.jetway.agents.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Origin.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a tool, or an earlier task, answered to what it was asked. It vouches for what it said of its own
 * accord, and not for what it was given and gave back: else any value would become the tool's by asking for it.
 *
 * @param by the tool, or the skill of the task
 * @param asked the arguments, or the task's input
 */
public record Evidence(String by, JsonNode asked, JsonNode answer) {

    /** Shorter words stand in any text by chance. */
    private static final int LEAST_LETTERS = 4;

    private static final int LEAST_DIGITS = 5;

    /** Prepared for many look-ups. */
    static final class Index {
        private final String by;
        private final Set<String> given;
        private final Map<String, List<Leaf>> values = new HashMap<>();
        private final String texts;

        Index(Evidence evidence) {
            by = evidence.by();
            given = Leaf.of(evidence.asked()).stream().map(Leaf::key).collect(Collectors.toSet());
            var all = new StringBuilder();
            for (var leaf : Leaf.of(evidence.answer())) {
                values.computeIfAbsent(leaf.key(), key -> new ArrayList<>()).add(leaf);
                if (leaf.value().isTextual()) {
                    all.append(leaf.key()).append('\n');
                }
            }
            texts = all.toString();
        }

        String by() {
            return by;
        }

        /** What the answer says for a value; {@link Kind#COMPUTED} when nothing. */
        Kind kind(Leaf wanted) {
            if (given.contains(wanted.key())) {
                return Kind.COMPUTED;
            }
            var equal = values.getOrDefault(wanted.key(), List.of());
            if (equal.stream().anyMatch(leaf -> leaf.named(wanted))) {
                return Kind.FIELD;
            }
            if (!equal.isEmpty() && wanted.value().isTextual()) {
                return Kind.TEXT;
            }
            return telling(wanted) && Text.contains(texts, wanted.key()) ? Kind.FRAGMENT : Kind.COMPUTED;
        }

        private static boolean telling(Leaf wanted) {
            long letters =
                    wanted.key().codePoints().filter(Character::isLetterOrDigit).count();
            return wanted.value().isTextual()
                    ? letters >= LEAST_LETTERS
                    : wanted.value().isNumber() && letters >= LEAST_DIGITS;
        }
    }
}
