package dev.jetway.agents.planning.intent;

import java.util.List;

/**
 * One thing a message can ask for.
 *
 * @param name for example {@code hotels.search}
 * @param examples whole messages that ask for it
 * @param within false for what is recognised only to be declined: small talk, or what nobody here can do
 */
public record Label(String name, List<String> examples, boolean within) {

    public Label {
        examples = List.copyOf(examples);
    }

    public static Label within(String name, List<String> examples) {
        return new Label(name, examples, true);
    }

    /** What is declined. */
    public static Label outside(String name, List<String> examples) {
        return new Label(name, examples, false);
    }
}
