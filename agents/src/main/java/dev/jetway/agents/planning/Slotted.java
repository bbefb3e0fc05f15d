package dev.jetway.agents.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.Skill;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A skill's input, filled as far as what is known allows.
 *
 * @param missing slots the schema requires and nobody has named
 * @param unplannable true when the schema requires something that has no slot
 */
record Slotted(Skill skill, ObjectNode input, Set<String> missing, Set<String> used, boolean unplannable) {

    static Slotted fill(Skill skill, SlotValues values, ObjectNode empty) {
        var missing = new LinkedHashSet<String>();
        var used = new LinkedHashSet<String>();
        boolean unplannable = false;
        var schema = skill.inputSchema();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (var property : schema.path("properties").properties()) {
            var slot = property.getValue().path(Slots.KEY).asText();
            var value = values.get(slot);
            boolean needed = required.contains(property.getKey());
            if (value != null) {
                empty.set(property.getKey(), value);
                used.add(slot);
            } else if (needed && slot.isEmpty()) {
                unplannable = true;
            } else if (needed) {
                missing.add(slot);
            }
        }
        return new Slotted(skill, empty, missing, used, unplannable);
    }

    boolean complete() {
        return missing.isEmpty() && !unplannable;
    }
}
