package dev.jetway.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ChatReply;
import dev.jetway.agents.model.ChatReply.Finish;
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

/** Reads a message, in events or as a whole. */
final class MessageReader implements ReplyReader {

    private final ReplyDraft draft;
    private final Quotation quotation;
    private final boolean answersByTool;

    /** By index of its block, the call that is being written there. */
    private final Map<Integer, CallDraft> calls = new HashMap<>();

    /** The block that is given to the tool for answers; -1 for none yet. */
    private int answerBlock = -1;

    private int events;
    private boolean over;

    /** @param answersByTool whether what the answer tool is given is the text, and everything beside it chatter */
    MessageReader(ReplyDraft draft, Quotation quotation, boolean answersByTool) {
        this.draft = draft;
        this.quotation = quotation;
        this.answersByTool = answersByTool;
    }

    @Override
    public boolean event(EventStream.Event event) {
        events++;
        var data = Payload.object(event.data(), "an event (the %d.)".formatted(events));
        int index = data.path("index").asInt(-1);
        switch (data.path("type").asText()) {
            case "message_start" -> about(data.path("message"));
            case "content_block_start" -> begin(index, data.path("content_block"));
            case "content_block_delta" -> add(index, data.path("delta"));
            case "message_delta" -> {
                used(data.path("usage"));
                finish(data.path("delta").path("stop_reason"));
            }
            case "message_stop" -> {
                requireFinished();
                over = true;
            }
            case "error" -> throw Complaint.of(data).inStream(quotation);
            case "ping" -> {
                return false;
            }
            default -> {
                // Ends of blocks, and what later versions add.
            }
        }
        return true;
    }

    @Override
    public void whole(JsonNode answer) {
        if (answer.hasNonNull("error")) {
            throw Complaint.of(answer).inStream(quotation);
        }
        if (!answer.path("content").isArray()) {
            throw AttemptFailedException.unreadable("answers with JSON in which there is no message");
        }
        about(answer);
        int index = 0;
        for (var block : answer.path("content")) {
            begin(index, block);
            if (block.path("type").asText().equals("tool_use")) {
                arguments(index, block.path("input").toString());
            }
            index++;
        }
        finish(answer.path("stop_reason"));
        requireFinished();
        over = true;
    }

    private void requireFinished() {
        if (!draft.isFinished()) {
            throw AttemptFailedException.unreadable("ends its answer without saying why");
        }
    }

    private void about(JsonNode message) {
        if (message.path("model").isTextual()) {
            draft.namedItself(message.path("model").textValue());
        }
        used(message.path("usage"));
    }

    /** Each count is of the whole message so far; those that are not there have not changed. */
    private void used(JsonNode usage) {
        var before = draft.use();
        boolean readNew = usage.has("input_tokens");
        long cached = usage.path("cache_read_input_tokens").asLong(readNew ? 0 : before.cachedInput());
        long input = readNew
                ? usage.path("input_tokens").asLong()
                        + cached
                        + usage.path("cache_creation_input_tokens").asLong()
                : before.input();
        draft.used(new TokenUse(input, cached, usage.path("output_tokens").asLong(before.output())));
    }

    private void begin(int index, JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> text(block.path("text").asText(""));
            case "tool_use" -> {
                var name = block.path("name").asText("");
                if (answersByTool && answerBlock < 0 && name.equals(AnthropicDialect.ANSWER_TOOL)) {
                    answerBlock = index;
                } else {
                    var call = draft.newCall();
                    call.identify(block.path("id").asText(""), name);
                    calls.put(index, call);
                }
            }
            default -> {
                // Thoughts.
            }
        }
    }

    private void add(int index, JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> text(delta.path("text").asText(""));
            case "input_json_delta" ->
                arguments(index, delta.path("partial_json").asText(""));
            default -> {
                // Thoughts, and their signatures.
            }
        }
    }

    private void text(String piece) {
        if (!answersByTool) {
            draft.say(piece);
        }
    }

    private void arguments(int index, String piece) {
        if (index == answerBlock) {
            draft.say(piece);
            return;
        }
        var call = calls.get(index);
        if (call == null) {
            throw AttemptFailedException.unreadable("writes arguments of a call it has not begun");
        }
        call.addArguments(piece);
    }

    private void finish(JsonNode reason) {
        if (!reason.isTextual()) {
            return;
        }
        draft.finish(
                switch (reason.textValue()) {
                    case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
                    case "refusal" -> Finish.REFUSED;
                    default -> draft.hasCalls() ? Finish.CALLS : Finish.COMPLETE;
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
