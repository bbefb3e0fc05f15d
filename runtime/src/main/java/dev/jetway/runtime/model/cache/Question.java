package dev.jetway.runtime.model.cache;

import dev.jetway.agents.planning.reading.Facts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a message asks, as far as a plan for it may serve others.
 *
 * @param exact of its words, one by one: equal for equal messages, and the message can't be told from it
 * @param reworded whether messages in other words may ask the same
 */
record Question(Essence essence, String exact, boolean reworded) {

    /**
     * What has to be equal in messages that one plan serves, in whatever words they are.
     *
     * @param facts all that can be read from it: places, days, people, money, details
     * @param words what else makes a difference, in order, with the words that name skills replaced by these
     */
    record Essence(Scope scope, Facts facts, List<String> words) {
        Essence {
            words = List.copyOf(words);
        }
    }

    /**
     * Where it was asked. A plan serves nowhere else.
     *
     * @param today where the traveler is: "next Friday" is another day tomorrow
     * @param skills the version of what could be asked for
     * @param planner which models made it
     */
    record Scope(
            Optional<String> tenant,
            String locale,
            String timeZone,
            String currency,
            LocalDate today,
            String skills,
            String planner) {}
}
