package dev.jetway.runtime.conversation;

import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A conversation as the words that were said. */
final class Transcript {

    private Transcript() {}

    /**
     * The last words before a message, oldest first.
     *
     * @param messageId {@code null}, or one that is not known, for the end
     */
    static History before(Conversation conversation, String messageId, int limit) {
        var turns = conversation.turns().values();
        var notices = conversation.notices();
        boolean later = turns.stream().anyMatch(turn -> names(turn, messageId))
                || notices.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(notice -> notice.messageId().equals(messageId));
        var said = new ArrayDeque<HistoryMessage>();
        for (int i = turns.size() - 1; i >= 0 && said.size() <= limit; i--) {
            var turn = turns.get(i);
            for (var message : backwards(turn, notices.getOrDefault(turn.id(), List.of()))) {
                if (later) {
                    later = !message.id().equals(messageId);
                } else {
                    said.addFirst(message);
                }
            }
        }
        boolean more = said.size() > limit;
        while (said.size() > limit) {
            said.removeFirst();
        }
        return new History(List.copyOf(said), more);
    }

    private static List<HistoryMessage> backwards(Turn turn, List<Notice> notices) {
        var said = new ArrayList<HistoryMessage>();
        for (int i = notices.size() - 1; i >= 0; i--) {
            var notice = notices.get(i);
            said.add(new HistoryMessage(
                    notice.messageId(),
                    "assistant",
                    notice.text(),
                    notice.at(),
                    notice.by().map(Clerk::name).orElse(null)));
        }
        if (replied(turn)) {
            var reply = turn.reply();
            said.add(new HistoryMessage(reply.messageId(), "assistant", reply.text(), reply.at()));
        }
        var message = turn.message();
        var by = message.by() == null ? null : message.by().name();
        said.add(new HistoryMessage(message.id(), "user", message.text(), turn.at(), by));
        return said;
    }

    private static boolean names(Turn turn, String messageId) {
        return turn.message().id().equals(messageId)
                || replied(turn) && turn.reply().messageId().equals(messageId);
    }

    private static boolean replied(Turn turn) {
        return turn.ended() && !turn.reply().text().isEmpty();
    }
}
