package dev.jetway.mcp.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Risk;

/**
 * How dangerous a tool is: what the operator configured and what the server says of it, whichever is the
 * more careful. A tool of which neither says anything commits.
 */
public final class RiskRule {

    private RiskRule() {}

    /**
     * @param configured may be null: the operator says nothing
     * @param annotations as the server sent them; a hint that is no boolean reassures nobody
     */
    public static Risk of(Risk configured, JsonNode annotations) {
        Risk said = said(annotations.path("readOnlyHint"), annotations.path("destructiveHint"));
        if (configured == null) {
            return said == null ? Risk.COMMIT : said;
        }
        return said == null || configured.compareTo(said) >= 0 ? configured : said;
    }

    /** The protocol's own default for a tool that is not read-only is "destructive". */
    private static Risk said(JsonNode readOnly, JsonNode destructive) {
        if (absent(readOnly) && absent(destructive)) {
            return null;
        }
        boolean harmless = destructive.isBoolean() && !destructive.booleanValue();
        if (!absent(destructive) && !harmless) {
            return Risk.COMMIT;
        }
        if (readOnly.isBoolean() && readOnly.booleanValue()) {
            return Risk.READ;
        }
        return harmless ? Risk.WRITE : Risk.COMMIT;
    }

    private static boolean absent(JsonNode hint) {
        return hint.isMissingNode() || hint.isNull();
    }
}
