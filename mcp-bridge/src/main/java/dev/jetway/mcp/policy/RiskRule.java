package dev.jetway.mcp.policy;

import dev.jetway.agents.Risk;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;

/**
 * How dangerous a tool is: what the operator configured and what the server says of it, whichever is the
 * more careful. A tool of which neither says anything commits.
 */
public final class RiskRule {

    private RiskRule() {}

    /**
     * @param configured may be null: the operator says nothing
     * @param annotations may be null: the server says nothing
     */
    public static Risk of(Risk configured, ToolAnnotations annotations) {
        Risk said = said(annotations);
        if (configured == null) {
            return said == null ? Risk.COMMIT : said;
        }
        return said == null || configured.compareTo(said) >= 0 ? configured : said;
    }

    /** The protocol's own default for a tool that is not read-only is "destructive". */
    private static Risk said(ToolAnnotations annotations) {
        if (annotations == null || (annotations.readOnlyHint() == null && annotations.destructiveHint() == null)) {
            return null;
        }
        if (Boolean.TRUE.equals(annotations.destructiveHint())) {
            return Risk.COMMIT;
        }
        if (Boolean.TRUE.equals(annotations.readOnlyHint())) {
            return Risk.READ;
        }
        return Boolean.FALSE.equals(annotations.destructiveHint()) ? Risk.WRITE : Risk.COMMIT;
    }
}
