package dev.jetway.mcp.asked;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Question;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.travel.Markdown;
import dev.jetway.mcp.transport.ServerQuestion;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a server asks during one call.
 *
 * <p>A traveler is not there to be waited for: they may answer in an hour, over another node. So a question to them
 * is cancelled on the wire, and if the tool then refuses, its refusal {@link #named says} what it asked. The agent can
 * put that to the traveler, and call again.
 */
public final class CallQuestions {

    private static final int MAX_SENTENCE = 500;

    private final ServerQuestions all;
    private final ServerQuestions.Call call;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Question> forTraveler = new AtomicReference<>();

    CallQuestions(ServerQuestions all, ServerQuestions.Call call) {
        this.all = all;
        this.call = call;
    }

    /** @return whether it is one of those that can be answered here, or refused */
    public boolean asked(ServerQuestion question) {
        Optional<Kind> kind = Kind.of(question.method());
        kind.filter(it -> all.admits(question, it, call.tool())).ifPresent(it -> admitted(question, it));
        return kind.isPresent();
    }

    private void admitted(ServerQuestion question, Kind kind) {
        if (asked.incrementAndGet() > all.perCall()) {
            all.tooMany(question, kind, call.tool());
            return;
        }
        switch (kind) {
            case MODEL -> all.model(question, call);
            case TRAVELER -> traveler(question);
            case FOLDERS -> all.folders(question);
        }
    }

    private void traveler(ServerQuestion question) {
        try {
            Question read = TravelerQuestion.read(question.params());
            if (call.approved()) {
                all.traveler(question, call.tool(), "decline");
            } else {
                forTraveler.compareAndSet(null, read);
                all.traveler(question, call.tool(), "cancel");
            }
        } catch (IllegalArgumentException e) {
            all.refuse(question, Kind.TRAVELER, call.tool(), ErrorCodes.INVALID_PARAMS, e.getMessage());
        }
    }

    /** The outcome, with the question that went before it if it is a refusal. */
    public ToolResult named(ToolResult result) {
        Question first = forTraveler.get();
        return first == null || !(result instanceof ToolError)
                ? result
                : new ToolError(
                        "%s needs to know from the traveler: %s"
                                .formatted(call.tool(), Markdown.plain(first.sentence(), MAX_SENTENCE)),
                        Optional.of(first));
    }
}
