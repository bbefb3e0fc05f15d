package dev.jetway.runtime.conversation;

import java.util.ArrayList;
import java.util.List;

/** A conversation as the words that were said, oldest first. */
record Transcript(List<Line> lines, boolean more) {

    /** @param role {@code user} or {@code assistant} */
    record Line(String id, String role, String content, long at) {}

    static Transcript of(Conversation conversation) {
        var lines = new ArrayList<Line>();
        for (var turn : conversation.inOrder()) {
            lines.add(new Line(turn.message().id(), "user", turn.message().text(), turn.at()));
            if (turn.ended() && !turn.reply().text().isEmpty()) {
                var reply = turn.reply();
                lines.add(new Line(reply.messageId(), "assistant", reply.text(), reply.at()));
            }
        }
        return new Transcript(lines, false);
    }

    /** The last lines before a message. @param messageId {@code null}, or one that is not known, for the end */
    Transcript before(String messageId, int limit) {
        int end = lines.size();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).id().equals(messageId)) {
                end = i;
            }
        }
        int start = Math.max(0, end - limit);
        return new Transcript(List.copyOf(lines.subList(start, end)), start > 0);
    }
}
