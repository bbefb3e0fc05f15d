package dev.jetway.agents.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Origin.Kind;
import java.util.List;
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
        private final List<Leaf> said;

        Index(Evidence evidence) {
            by = evidence.by();
            given = Leaf.of(evidence.asked()).stream().map(Leaf::key).collect(Collectors.toSet());
            said = Leaf.of(evidence.answer());
        }

        String by() {
            return by;
        }

        /** What the answer says for a value; {@link Kind#COMPUTED} when nothing. */
        Kind kind(Leaf wanted) {
            if (given.contains(wanted.key())) {
                return Kind.COMPUTED;
            }
            var kind = Kind.COMPUTED;
            for (var leaf : said) {
                if (leaf.equal(wanted) && leaf.named(wanted)) {
                    return Kind.FIELD;
                }
                if (wanted.value().isTextual() && leaf.equal(wanted)) {
                    kind = Kind.TEXT;
                } else if (kind == Kind.COMPUTED && leaf.value().isTextual() && telling(wanted)) {
                    kind = Text.contains(leaf.key(), wanted.key()) ? Kind.FRAGMENT : kind;
                }
            }
            return kind;
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
