package dev.jetway.mcp.server;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be read of a server beside calling its tools. Nothing by default; each entry may end in a {@code *}.
 *
 * @param resources their addresses
 * @param prompts their names
 */
public record ReadableSettings(Set<String> resources, Set<String> prompts) {

    /** The way up in a path, plain or encoded, and whatever is encoded twice. */
    private static final Pattern CLIMBS =
            Pattern.compile("(^|[:/\\\\]|%2f|%5c)(\\.|%2e){2}([/\\\\?#]|%2f|%5c|$)|%25", Pattern.CASE_INSENSITIVE);

    public ReadableSettings {
        resources = Set.copyOf(resources);
        prompts = Set.copyOf(prompts);
    }

    boolean allows(Reading reading) {
        Set<String> allowed = reading.kind() == Reading.Kind.RESOURCE ? resources : prompts;
        return allowed.stream().anyMatch(pattern -> matches(pattern, reading.item()));
    }

    /** A {@code *} at the end stands for whatever begins so and does not lead out of there again. */
    static boolean matches(String pattern, String item) {
        return pattern.endsWith("*")
                ? item.startsWith(pattern.substring(0, pattern.length() - 1))
                        && !CLIMBS.matcher(item).find()
                : pattern.equals(item);
    }
}
