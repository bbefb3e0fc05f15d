package dev.jetway.agents.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.reading.Facts;
import dev.jetway.agents.planning.reading.Period;
import dev.jetway.agents.task.Task;
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
}
