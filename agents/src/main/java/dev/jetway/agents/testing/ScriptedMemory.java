package dev.jetway.agents.testing;

import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Kind;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Consent;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.agents.memory.Trip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A traveler's memory that keeps what it is told, for tests of agents. Safe for many threads. */
public final class ScriptedMemory implements TravelerMemory {

    private Remembered known;

    private ScriptedMemory(Remembered known) {
        this.known = known;
    }

    /** Of a traveler who has not consented: nothing can be kept. */
    public static ScriptedMemory withoutConsent() {
        return new ScriptedMemory(Remembered.NOTHING);
    }

    /** Of a traveler who has, at {@link TestContext#NOW}. */
    public static ScriptedMemory of(Note... notes) {
        var memory = new ScriptedMemory(
                new Remembered(Optional.of(new Consent(TestContext.NOW, "conversation")), Map.of(), List.of()));
        memory.remember(List.of(notes));
        return memory;
    }

    public synchronized ScriptedMemory with(Trip... trips) {
        known = new Remembered(known.consent(), known.preferences(), List.of(trips));
        return this;
    }

    /** All there is at the moment. */
    public synchronized Remembered known() {
        return known;
    }

    @Override
    public synchronized CompletionStage<Remembered> recall(Set<Kind> kinds) {
        return CompletableFuture.completedStage(known.only(kinds));
    }

    @Override
    public synchronized CompletionStage<Outcome> remember(List<Note> notes) {
        if (known.consent().isEmpty()) {
            return CompletableFuture.completedStage(new NotAllowed("You have not allowed me to remember anything"));
        }
        Map<Preference, Kept> preferences = new HashMap<>(known.preferences());
        notes.forEach(note -> preferences.put(note.preference(), new Kept(note, "conversation", TestContext.NOW)));
        return done(new Remembered(known.consent(), preferences, known.trips()));
    }

    @Override
    public synchronized CompletionStage<Outcome> forget(Forget what) {
        if (what.everything()) {
            return done(Remembered.NOTHING);
        }
        Map<Preference, Kept> preferences = new HashMap<>(known.preferences());
        what.preferences().forEach(preferences::remove);
        return done(new Remembered(known.consent(), preferences, what.trips() ? List.of() : known.trips()));
    }

    private CompletionStage<Outcome> done(Remembered now) {
        known = now;
        return CompletableFuture.completedStage(new Done(now));
    }
}
