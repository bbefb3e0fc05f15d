package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.runtime.serialization.JetwaySerializable;

/**
 * What came of a question about a case, or of an attempt to settle it.
 *
 * @param kind whether it is so
 * @param found the case as it is now; null when there is none
 * @param sentence for the person who asked; empty when the case says it all
 */
public record CaseAnswer(
        Kind kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) Case found,
        String sentence) implements JetwaySerializable {

    /** How a question ended. */
    public enum Kind {
        /** As was asked; a repeat gets the same. */
        AGREED,
        /** There is no such case. */
        ABSENT,
        /** Nothing was changed, because what is known says otherwise. */
        CONTRADICTED,
        /** Nothing was changed, because somebody else has to be asked, or later. */
        NOT_NOW
    }

    public static CaseAnswer agreed(Case found, String sentence) {
        return new CaseAnswer(Kind.AGREED, found, sentence);
    }

    public static CaseAnswer absent(String sentence) {
        return new CaseAnswer(Kind.ABSENT, null, sentence);
    }

    public static CaseAnswer notNow(Case found, String sentence) {
        return new CaseAnswer(Kind.NOT_NOW, found, sentence);
    }

    /** @param claim what somebody else says of a settled case */
    public static CaseAnswer contradicted(Case found, String claim) {
        return new CaseAnswer(
                Kind.CONTRADICTED,
                found,
                "%s is settled already. %s. %s"
                        .formatted(found.id(), found.settlement().inWords(), claim));
    }

    /**
     * What a case that may be settled says to how somebody would settle it.
     *
     * @param claim what to say when that is not as it was settled before
     */
    public static CaseAnswer of(Case found, Settlement wanted, String claim) {
        return found.settlement().agreesWith(wanted) ? agreed(found, "") : contradicted(found, claim);
    }
}
