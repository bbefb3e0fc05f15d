package dev.jetway.travel.simulation;

/** Who travels, where they sit, and the currency they pay in. */
public record Party(int adults, int children, Cabin cabin, String currency) {

    public int size() {
        return adults + children;
    }

    @Override
    public String toString() {
        String grown = adults == 1 ? "1 adult" : adults + " adults";
        return children == 0 ? grown : grown + ", " + (children == 1 ? "1 child" : children + " children");
    }
}
