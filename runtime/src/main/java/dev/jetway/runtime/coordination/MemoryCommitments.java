package dev.jetway.runtime.coordination;

import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Notes;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Remembered.Kept;
import dev.jetway.agents.memory.TravelerMemory;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.commitment.CommitmentId;
import dev.jetway.runtime.commitment.Commitments;
import dev.jetway.runtime.memory.Change;
import dev.jetway.runtime.memory.Memories;
import dev.jetway.runtime.memory.Whose;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out that a traveler allows us to remember, which is done here and not by a tool server. It may be done twice
 * and in any region, so it takes neither the primary nor an entity.
 */
final class MemoryCommitments implements Commitments {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCommitments.class);

    private static final String NOT_SURE =
            "I could not make sure that it is stored. Please ask me “what do you remember about me?” in a minute.";

    private final Memories memories;
    private final Commitments others;

    /** @param others for every other tool */
    MemoryCommitments(Memories memories, Commitments others) {
        this.memories = memories;
        this.others = others;
    }

    @Override
    public CompletionStage<CommitOutcome> execute(Approved approved) {
        if (!approved.tool().equals(TravelerMemory.REMEMBER)) {
            return others.execute(approved);
        }
        List<Note> notes;
        try {
            notes = Notes.from(TaskResults.parse(approved.arguments()));
        } catch (IllegalArgumentException notThat) {
            return CompletableFuture.completedStage(new CommitOutcome.NotSent(notThat.getMessage() + "."));
        }
        var conversation = CommitmentId.parse(approved.id())
                .map(CommitmentId::conversation)
                .orElseThrow();
        return memories.change(Whose.of(conversation), Change.consenting(notes), conversation)
                .handle((now, error) -> {
                    if (error != null) {
                        LOG.warn("What {} approved could not be stored", approved.id(), error);
                    }
                    return error == null && stored(now, notes)
                            ? new CommitOutcome.Done(approved.arguments())
                            : new CommitOutcome.Declined(NOT_SURE);
                });
    }

    private static boolean stored(Remembered now, List<Note> notes) {
        return now.preferences().values().stream().map(Kept::note).toList().containsAll(notes);
    }
}
