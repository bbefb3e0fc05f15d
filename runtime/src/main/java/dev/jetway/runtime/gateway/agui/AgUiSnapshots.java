package dev.jetway.runtime.gateway.agui;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jetway.runtime.conversation.Begun;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.Conversation;
import dev.jetway.runtime.conversation.Need;
import dev.jetway.runtime.conversation.Turn;
import java.io.IOException;
import java.util.List;

/**
 * MESSAGES_SNAPSHOT and STATE_SNAPSHOT. Bounded, because they have to pass a connection's buffer: the
 * latest turns, and plans of the latest few. {@code earlier} in the state says that {@code history} has more.
 */
final class AgUiSnapshots {

    static final int MAX_TURNS = 50;
    static final int MAX_CHARACTERS = 256 * 1024;

    private static final int MAX_PLANS = 5;

    private AgUiSnapshots() {}

    static void add(AgUiEvents out, Conversation conversation) {
        add(out, conversation, null);
    }

    /** @param begun the reply that is being written; null when none is */
    static void add(AgUiEvents out, Conversation conversation, Begun begun) {
        var all = conversation.turns().values();
        var recent = recent(all);
        out.snapshot("MESSAGES_SNAPSHOT", json -> writeMessages(json, conversation, recent, begun));
        out.snapshot("STATE_SNAPSHOT", json -> writeState(json, conversation, recent.size() < all.size()));
    }

    private static List<Turn> recent(List<Turn> all) {
        int from = all.size();
        long characters = 0;
        while (from > 0 && all.size() - from < MAX_TURNS) {
            var turn = all.get(from - 1);
            characters += turn.message().text().length()
                    + (turn.ended() ? turn.reply().text().length() : 0);
            if (characters > MAX_CHARACTERS && from < all.size()) {
                break;
            }
            from--;
        }
        return all.subList(from, all.size());
    }

    private static void writeMessages(JsonGenerator json, Conversation conversation, List<Turn> turns, Begun begun)
            throws IOException {
        var notices = conversation.notices();
        json.writeArrayFieldStart("messages");
        for (int i = 0; i < turns.size(); i++) {
            var turn = turns.get(i);
            var said = turn.message();
            writeMessage(json, said.id(), "user", said.text(), said.by());
            if (turn.plan() != null && !turn.plan().tasks().isEmpty() && turns.size() - i <= MAX_PLANS) {
                json.writeStartObject();
                json.writeStringField("id", AgUiEvents.planId(turn.id()));
                json.writeStringField("role", "activity");
                json.writeStringField("activityType", AgUiProjection.PLAN);
                json.writeFieldName("content");
                AgUiEvents.writePlan(json, "", conversation.planNow(turn), turn.assumptions());
                json.writeEndObject();
            }
            if (turn.ended() && !turn.reply().text().isEmpty()) {
                writeMessage(
                        json,
                        turn.reply().messageId(),
                        "assistant",
                        turn.reply().text(),
                        null);
            } else if (begun != null && begun.turnId().equals(turn.id())) {
                writeMessage(json, begun.messageId(), "assistant", begun.text(), null);
            }
            for (var notice : notices.getOrDefault(turn.id(), List.of())) {
                writeMessage(
                        json,
                        notice.messageId(),
                        "assistant",
                        notice.text(),
                        notice.by().orElse(null));
            }
        }
        json.writeEndArray();
    }

    private static void writeMessage(JsonGenerator json, String id, String role, String content, Clerk by)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("role", role);
        json.writeStringField("content", content);
        AgUiEvents.writeFrom(json, by);
        json.writeEndObject();
    }

    private static void writeState(JsonGenerator json, Conversation conversation, boolean earlier) throws IOException {
        json.writeObjectFieldStart("snapshot");
        json.writeBooleanField("earlier", earlier);
        var running = Runs.foreground(conversation);
        if (running.isPresent()) {
            json.writeStringField("turnId", running.get().id());
            json.writeStringField(
                    "runId", Runs.current(conversation, running.get().id()));
        }
        json.writeBooleanField("running", running.isPresent());
        var waiting = conversation.turns().open().stream()
                .filter(turn -> Runs.suspended(conversation, turn))
                .reduce((earlierOne, later) -> later);
        if (waiting.isPresent()) {
            var turn = waiting.get();
            AgUiEvents.writeInterrupts(json, turn.id(), turn.plan().awaitingApproval());
        } else {
            json.writeArrayFieldStart("interrupts");
            json.writeEndArray();
        }
        writeDesk(json, conversation);
        json.writeEndObject();
    }

    /** Absent while neither the traveler wants a person nor one is there. */
    private static void writeDesk(JsonGenerator json, Conversation conversation) throws IOException {
        var visits = conversation.people().open();
        boolean requested = Need.of(conversation)
                .filter(need -> need.kind() == Need.Kind.ASKED)
                .isPresent();
        if (visits.isEmpty() && !requested) {
            return;
        }
        json.writeObjectFieldStart("desk");
        json.writeBooleanField("requested", requested);
        if (!visits.isEmpty()) {
            json.writeStringField("name", visits.get(0).clerk().name());
            json.writeNumberField("since", visits.get(0).at());
        }
        json.writeEndObject();
    }
}
