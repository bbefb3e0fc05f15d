package dev.jetway.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages of travelers, in a file beside the class of an agent: one a line; lines that start with # are notes. */
public final class Examples {

    private Examples() {}

    /**
     * Reads them, for {@link Skill#askedLike}.
     *
     * @param name of a resource in the package of {@code agent}, in UTF-8
     * @throws IllegalArgumentException when there is no such resource
     */
    public static List<String> beside(Class<?> agent, String name) {
        try (var stream = agent.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no %s beside %s".formatted(name, agent.getName()));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " beside " + agent.getName() + " can't be read", e);
        }
    }
}
