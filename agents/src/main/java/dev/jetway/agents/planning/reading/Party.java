package dev.jetway.agents.planning.reading;

/**
 * Who travels; null where nothing was said.
 *
 * @param taken how vague words were taken, as a sentence; empty when they were not vague
 */
public record Party(Integer adults, Integer children, Integer rooms, String taken) {

    public static final Party NONE = new Party(null, null, null);

    public Party(Integer adults, Integer children, Integer rooms) {
        this(adults, children, rooms, "");
    }

    public boolean empty() {
        return adults == null && children == null && rooms == null;
    }

    public Party over(Party earlier) {
        return new Party(
                adults != null ? adults : earlier.adults,
                children != null ? children : earlier.children,
                rooms != null ? rooms : earlier.rooms,
                adults != null ? taken : earlier.taken);
    }

    public int adultsOrOne() {
        return adults == null ? 1 : adults;
    }

    public int childrenOrNone() {
        return children == null ? 0 : children;
    }

    /** Reads who travels and marks the words as used. */
    public static Party read(Words words) {
        return new PartyReader(words).read();
    }
}
