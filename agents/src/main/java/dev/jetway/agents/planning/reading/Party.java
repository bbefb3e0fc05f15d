package dev.jetway.agents.planning.reading;

/**
 * Who travels; null where nothing was said.
 *
 * @param everybody true when the children are among the adults, as in "the four of us"
 * @param taken how vague words were taken, as a sentence; empty when they were not vague
 */
public record Party(Integer adults, Integer children, Integer rooms, boolean everybody, String taken) {

    public static final Party NONE = new Party(null, null, null);

    public Party(Integer adults, Integer children, Integer rooms) {
        this(adults, children, rooms, false, "");
    }

    public boolean empty() {
        return adults == null && children == null && rooms == null;
    }

    /** What this says, and what {@code earlier} said where this is silent. */
    public Party over(Party earlier) {
        if (everybody && earlier.adults != null && adults == earlier.adults + earlier.childrenOrNone()) {
            return new Party(earlier.adults, earlier.children, rooms != null ? rooms : earlier.rooms);
        }
        return new Party(
                adults != null ? adults : earlier.adults,
                children != null ? children : earlier.children,
                rooms != null ? rooms : earlier.rooms,
                adults != null ? everybody : earlier.everybody,
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
