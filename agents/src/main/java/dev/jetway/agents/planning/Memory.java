package dev.jetway.agents.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Choice;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Period;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the turns before leave behind.
 *
 * @param wishes what was wanted last
 * @param facts everything said about it
 * @param missing the slots that were asked for; empty when nothing was
 */
record Memory(List<Wish> wishes, Facts facts, Set<String> missing) {

    static final Memory NOTHING = new Memory(List.of(), Facts.NONE, Set.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean waitsFor(String... slots) {
        for (var slot : slots) {
            if (missing.contains(slot)) {
                return true;
            }
        }
        return false;
    }

    /** True when new facts alone make sense: the last wish was about a place, or waits for an answer. */
    boolean refinable() {
        return !missing.isEmpty()
                || wishes.stream().flatMap(wish -> wish.skills().stream()).anyMatch(Memory::aboutAPlace);
    }

    private static boolean aboutAPlace(Skill skill) {
        return skill.inputSchema().path("properties").findValuesAsText(Slots.KEY).stream()
                .anyMatch(slot -> slot.startsWith(Slots.PLACE));
    }

    /**
     * The days a plan was made for. "Tomorrow" in an old message is another day than "tomorrow" now, so
     * what was planned counts, not what was said.
     */
    static Optional<Period> planned(PastTurn turn, Map<String, Skill> skills) {
        LocalDate start = null;
        LocalDate end = null;
        for (var task : turn.plan().tasks().values()) {
            start = start != null ? start : date(task, Slots.DATE_START, skills);
            end = end != null ? end : date(task, Slots.DATE_END, skills);
        }
        return start == null ? Optional.empty() : Optional.of(new Period(start, end, null, null, List.of(), null));
    }

    private static LocalDate date(Task task, String slot, Map<String, Skill> skills) {
        if (!skills.containsKey(task.skill())) {
            return null;
        }
        try {
            var input = JSON.readTree(task.input());
            for (var property :
                    skills.get(task.skill()).inputSchema().path("properties").properties()) {
                if (property.getValue().path(Slots.KEY).asText().equals(slot)
                        && input.path(property.getKey()).isTextual()) {
                    return LocalDate.parse(input.get(property.getKey()).textValue());
                }
            }
        } catch (JsonProcessingException | DateTimeException unreadable) {
            return null;
        }
        return null;
    }

    /** The booking the conversation was about last: the one just made or shown, or the nth of a list. */
    static Optional<String> reference(List<PastTurn> history, List<Choice> choices) {
        for (int i = history.size() - 1; i >= 0; i--) {
            for (var task : history.get(i).plan().tasks().values()) {
                if (task.status() instanceof TaskStatus.Completed completed
                        && task.skill().startsWith("bookings.")) {
                    return reference(completed.artifact(), choices);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reference(String artifact, List<Choice> choices) {
        try {
            var found = JSON.readTree(artifact);
            var bookings = found.path("bookings");
            int n = choices.isEmpty() || choices.get(0).number() == null
                    ? 1
                    : choices.get(0).number();
            if (bookings.isArray()) {
                return choices.isEmpty() && bookings.size() != 1
                        ? Optional.empty()
                        : Optional.ofNullable(
                                bookings.path(n - 1).path("reference").textValue());
            }
            return Optional.ofNullable(found.path("reference").textValue());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
