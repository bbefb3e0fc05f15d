package dev.jetway.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
import dev.jetway.agents.model.ModelException.Kind;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.model.exchange.AttemptFailedException;
import dev.jetway.runtime.model.exchange.Complaint;
import dev.jetway.runtime.model.exchange.EventStream;
import dev.jetway.runtime.model.exchange.Payload;
import dev.jetway.runtime.model.exchange.Quotation;
import dev.jetway.runtime.model.exchange.ReplyDraft;
import dev.jetway.runtime.model.exchange.ReplyDraft.CallDraft;
import dev.jetway.runtime.model.exchange.ReplyReader;
import java.util.HashMap;
import java.util.Map;

/** Reads a chat completion, in pieces or as a whole. */
final class CompletionReader implements ReplyReader {

    private static final String LAST_EVENT = "[DONE]";

    private final ReplyDraft draft;
    private final Quotation quotation;

    /** By index, the call that is being written there. */
    private final Map<Integer, CallDraft> calls = new HashMap<>();

    private int events;
    private boolean refused;
    private boolean over;

    CompletionReader(ReplyDraft draft, Quotation quotation) {
        this.draft = draft;
        this.quotation = quotation;
    }

    @Override
    public boolean event(EventStream.Event event) {
        events++;
        if (event.data().strip().equals(LAST_EVENT)) {
            if (!draft.isFinished()) {
                throw AttemptFailedException.unreadable("ends its answer without saying why");
            }
            over = true;
            return true;
        }
        var chunk = Payload.object(event.data(), "an event (the %d.)".formatted(events));
        about(chunk);
        var choice = choice(chunk);
        said(choice.path("delta"));
        finish(choice.path("finish_reason"));
        return true;
    }

    @Override
    public void whole(JsonNode answer) {
        about(answer);
        var choice = choice(answer);
        if (!choice.path("message").isObject()) {
            throw AttemptFailedException.unreadable("answers with JSON in which there is no message");
        }
        said(choice.path("message"));
        finish(choice.path("finish_reason"));
        if (!draft.isFinished()) {
            throw AttemptFailedException.unreadable("ends its answer without saying why");
        }
        over = true;
    }

    private void about(JsonNode chunk) {
        if (chunk.hasNonNull("error")) {
            throw Complaint.of(chunk).inStream(quotation);
        }
        if (chunk.path("model").isTextual()) {
            draft.namedItself(chunk.path("model").textValue());
        }
        var usage = chunk.path("usage");
        if (usage.isObject()) {
            draft.used(new TokenUse(
                    usage.path("prompt_tokens").asLong(),
                    usage.path("prompt_tokens_details").path("cached_tokens").asLong(),
                    usage.path("completion_tokens").asLong()));
        }
    }

    private static JsonNode choice(JsonNode chunk) {
        return chunk.path("choices").path(0);
    }

    private void said(JsonNode delta) {
        text(delta.path("content"));
        if (delta.path("refusal").isTextual()) {
            refused = true;
            text(delta.path("refusal"));
        }
        for (var call : delta.path("tool_calls")) {
            call(call);
        }
    }

    private void text(JsonNode content) {
        if (content.isTextual()) {
            draft.say(content.textValue());
        }
    }

    private void call(JsonNode piece) {
        var id = piece.path("id").asText("");
        int index = piece.path("index").asInt(-1);
        var call = calls.get(index);
        // Some servers number all their calls 0, or none of them: an id of its own makes a call of its own.
        if (call == null || (!id.isEmpty() && !call.id().isEmpty() && !call.id().equals(id))) {
            call = draft.newCall();
            calls.put(index, call);
        }
        var function = piece.path("function");
        call.identify(id, function.path("name").asText(""));
        var arguments = function.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isNull()) {
            call.addArguments(arguments.isTextual() ? arguments.textValue() : arguments.toString());
        }
    }

    private void finish(JsonNode reason) {
        if (!reason.isTextual() || reason.textValue().isEmpty()) {
            return;
        }
        draft.finish(
                switch (reason.textValue()) {
                    case "length" -> Finish.LENGTH;
                    case "content_filter" -> Finish.REFUSED;
                    case "error" ->
                        throw AttemptFailedException.forGood(Kind.UNAVAILABLE, "failed in the middle of its answer");
                    // Servers differ in what they call the rest: what was said tells.
                    default -> draft.hasCalls() ? Finish.CALLS : refused ? Finish.REFUSED : Finish.COMPLETE;
                });
    }

    @Override
    public boolean isComplete() {
        return draft.isFinished();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public ChatReply reply() {
        return draft.reply();
    }
}
