package dev.jetway.mcp.identity;

import dev.jetway.agents.Traveler;
import java.util.Optional;

/**
 * Whom a request speaks for.
 *
 * @param subject as tokens name it; empty for nobody
 */
public record Principal(Kind kind, String subject) {

    /** What kinds there are. */
    public enum Kind {
        TRAVELER,
        /** Jetway itself, when it connects, lists and probes. */
        SERVICE,
        NOBODY
    }

    public static final Principal SERVICE = new Principal(Kind.SERVICE, TokenMint.SERVICE);

    private static final Principal NOBODY = new Principal(Kind.NOBODY, "");

    public static Principal of(Optional<Traveler> traveler) {
        return traveler.map(who -> new Principal(Kind.TRAVELER, who.subject())).orElse(NOBODY);
    }

    /** Whether this is a traveler who would pass for Jetway itself. */
    public boolean impersonatesService() {
        return kind == Kind.TRAVELER && subject.equals(TokenMint.SERVICE);
    }

    /** Whose token it is, in a sentence. */
    public String whose() {
        return switch (kind) {
            case TRAVELER -> "the traveler's";
            case SERVICE -> "the service's own";
            case NOBODY -> "nobody's";
        };
    }
}
