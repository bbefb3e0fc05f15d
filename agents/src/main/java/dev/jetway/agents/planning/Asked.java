package dev.jetway.agents.planning;

import dev.jetway.agents.Skill;
import java.util.List;

/**
 * What a message asks for, as far as its words tell.
 *
 * @param skills one entry for each thing that is asked for, in order: the skills that could do it
 * @param aside what it is when it asks for no skill
 * @param either what it may ask for when that is not sure enough to go ahead; empty, or the two most probable things
 * @param confidence how probably all this is right, from 0 to 1
 */
record Asked(List<List<Skill>> skills, Aside aside, List<List<Skill>> either, double confidence) {

    /** The kinds of {@code asides.txt}. */
    enum Aside {
        NONE,
        /** Flights, a hotel and whatever else belongs to a trip. */
        TRIP,
        /** Something about what was asked for before. */
        REFINE,
        GREETING,
        THANKS,
        FAREWELL,
        ABOUT,
        YESNO,
        /** Something for travelers that nobody here does. */
        OUTSIDE
    }

    Asked {
        skills = List.copyOf(skills);
        either = List.copyOf(either);
    }

    static Asked byKeywords(List<List<Skill>> skills) {
        return new Asked(skills, Aside.NONE, List.of(), 1);
    }
}
