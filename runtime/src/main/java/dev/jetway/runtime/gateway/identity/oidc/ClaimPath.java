package dev.jetway.runtime.gateway.identity.oidc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where something stands in a token.
 *
 * @param written the name of a claim, such as {@code scope}, or a JSON Pointer, such as {@code /realm_access/roles}
 * @param steps from claim to claim
 */
public record ClaimPath(String written, List<String> steps) implements Comparable<ClaimPath> {

    /** @throws IllegalArgumentException with the end of a sentence that begins with where it was written */
    public static ClaimPath of(String written) {
        if (written.isBlank() || written.equals("/")) {
            throw new IllegalArgumentException("must name a claim, such as scope or /realm_access/roles");
        }
        return new ClaimPath(
                written,
                written.startsWith("/")
                        ? Stream.of(written.substring(1).split("/", -1))
                                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                                .toList()
                        : List.of(written));
    }

    public Optional<Object> in(Map<String, Object> claims) {
        Object found = claims;
        for (var step : steps) {
            found = found instanceof Map<?, ?> section ? section.get(step) : null;
        }
        return Optional.ofNullable(found);
    }

    /** A list's texts; of a text, what stands between its spaces; a number or truth as it is written. */
    public Set<String> words(Map<String, Object> claims) {
        var words = new TreeSet<String>();
        in(claims).ifPresent(found -> {
            if (found instanceof String text) {
                words.addAll(List.of(text.strip().split(" +")));
            } else if (found instanceof List<?> list) {
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .forEach(words::add);
            } else if (found instanceof Boolean || found instanceof Number) {
                words.add(found.toString());
            }
        });
        return words;
    }

    @Override
    public int compareTo(ClaimPath other) {
        return written.compareTo(other.written);
    }

    @Override
    public String toString() {
        return written;
    }
}
