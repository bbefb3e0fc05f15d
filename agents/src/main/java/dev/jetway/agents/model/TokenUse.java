package dev.jetway.agents.model;

/**
 * What a reply cost, in tokens; zeros where the model does not say.
 *
 * @param input all that was read, cached or not
 * @param cachedInput how much of it the maker had in a cache
 * @param output all that was written, what it thought included
 */
public record TokenUse(long input, long cachedInput, long output) {

    public static final TokenUse NONE = new TokenUse(0, 0, 0);

    public TokenUse plus(TokenUse other) {
        return new TokenUse(input + other.input, cachedInput + other.cachedInput, output + other.output);
    }
}
