package dev.jetway.runtime.commitment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The way out for approved actions. Stages never fail and complete by the deadline. */
public interface CommitTools {

    /** One attempt, never repeated on its own. */
    CompletionStage<ToolResult> commit(
            Traveler traveler, String tool, JsonNode arguments, String idempotencyKey, Instant deadline);

    /** Asks what came of an attempt. Changes nothing. */
    CompletionStage<LookUpResult> lookUp(Traveler traveler, String tool, String idempotencyKey, Instant deadline);

    /** Whether there is anybody to ask about this tool's attempts; if not, a look-up finds nothing, ever. */
    boolean canLookUp(String tool);

    /** Whether the tool promises that calls with the same idempotency key act once. */
    boolean idempotent(String tool);
}
