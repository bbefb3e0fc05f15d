package dev.jetway.runtime.coordination;

import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Origin;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Kind;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.memory.Change;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The memory of the traveler of one task, as far as the agent's card and the origins of the task's input allow. */
final class TaskMemory implements TravelerMemory {

    private static final String NOT_ON_CARD = "%s may not do that: its card does not name %s";
    private static final String NOT_SAID = "I keep only what you told me in your own words, and “%s” is not";
    private static final String NO_CONSENT = "You have not allowed me to remember anything";

    private final Memories memories;
    private final WorkOrder order;
    private final AgentCard card;
    private final Whose whose;

    TaskMemory(Memories memories, WorkOrder order, AgentCard card) {
        this.memories = memories;
        this.order = order;
        this.card = card;
        this.whose = Whose.of(order.conversation());
    }

    @Override
    public CompletionStage<Remembered> recall(Set<Kind> kinds) {
        var allowed = EnumSet.noneOf(Kind.class);
        if (card.tools().contains(PREFERENCES)) {
            allowed.add(Kind.PREFERENCES);
        }
        if (card.tools().contains(TRIPS)) {
            allowed.add(Kind.TRIPS);
        }
        allowed.retainAll(kinds);
        boolean none = !card.tools().contains(PREFERENCES) && !card.tools().contains(TRIPS);
        return none
                ? CompletableFuture.completedStage(Remembered.NOTHING)
                : memories.recall(whose).thenApply(known -> known.only(allowed));
    }

    @Override
    public CompletionStage<Outcome> remember(List<Note> notes) {
        if (!card.tools().contains(REMEMBER)) {
            return refused(NOT_ON_CARD.formatted(card.name(), REMEMBER));
        }
        var made = order.origins().stream()
                .filter(origin -> origin.kind() != Origin.Kind.SAID)
                .findFirst();
        if (made.isPresent() || order.origins().isEmpty()) {
            return refused(NOT_SAID.formatted(made.map(Origin::value).orElse("this")));
        }
        return changed(
                () -> memories.change(whose, Change.of(notes), order.conversation()),
                now -> now.consent().isEmpty()
                        || now.preferences().values().stream()
                                .map(Kept::note)
                                .toList()
                                .containsAll(notes));
    }

    @Override
    public CompletionStage<Outcome> forget(Forget what) {
        return card.tools().contains(FORGET)
                ? changed(
                                () -> memories.change(whose, Change.of(what), order.conversation()),
                                now -> forgotten(what, now))
                        .thenApply(outcome -> outcome.<Outcome>fold(
                                done -> done, without -> new Done(Remembered.NOTHING), notSure -> notSure))
                : refused(NOT_ON_CARD.formatted(card.name(), FORGET));
    }

    private static boolean forgotten(Forget what, Remembered now) {
        return (!what.everything() || now.consent().isEmpty())
                && (!what.trips() || now.trips().isEmpty())
                && what.preferences().stream().noneMatch(now.preferences()::containsKey);
    }

    /** Looks at what is stored afterwards: another region may have decided otherwise at the same time. */
    private static CompletionStage<Outcome> changed(
            Supplier<CompletionStage<Remembered>> change, Predicate<Remembered> asWanted) {
        return change.get().handle((now, error) -> {
            if (error != null || !asWanted.test(now)) {
                return new NotSure();
            }
            return now.consent().isEmpty() ? new NotAllowed(NO_CONSENT) : new Done(now);
        });
    }

    private static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedStage(new NotAllowed(reason));
    }
}
