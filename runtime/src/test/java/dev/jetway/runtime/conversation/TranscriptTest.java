package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.OutcomeFound;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final Owner EU = new Owner(0, "eu");

    private final Conversation conversation = said(3, said(1, said(2, Conversation.EMPTY)));

    @Test
    void hasTheLastWordsInTheOrderInWhichTheyWereSaid() {
        assertThat(before(null, 3)).containsExactly("r2-reply", "m3", "r3-reply");
        assertThat(Transcript.before(conversation, null, 3).more()).isTrue();
    }

    @Test
    void goesBackFromAMessageToTheFirst() {
        assertThat(before("r2-reply", 3)).containsExactly("m1", "r1-reply", "m2");
        assertThat(Transcript.before(conversation, "r2-reply", 3).more()).isFalse();
        assertThat(before("m1", 3)).isEmpty();
    }

    @Test
    void startsAtTheEndForAMessageNobodyKnows() {
        assertThat(before("unknown", 2)).containsExactly("m3", "r3-reply");
    }

    @Test
    void leavesOutAReplyThatSaysNothing() {
        var noted = new MessageReceived("r4", EU, 40, new Turn.Message("m4", "A note", Samples.ANNA, false))
                .applyTo(conversation);
        assertThat(Transcript.before(noted, null, 2).messages())
                .extracting(HistoryMessage::id)
                .containsExactly("r3-reply", "m4");
    }

    @Test
    void whatBecameKnownLaterStandsWhereItWasSaid() {
        var late = new LateOutcome(true, "Book it", "ABC123", "eu", 25);
        var state = new OutcomeFound("r1", 26, "book", late).applyTo(conversation);
        var ids = Transcript.before(state, null, 4).messages().stream()
                .map(HistoryMessage::id)
                .toList();
        assertThat(ids).containsExactly("r2-reply", "r1/book-25", "m3", "r3-reply");
        assertThat(Transcript.before(state, "r1/book-25", 2).messages())
                .extracting(HistoryMessage::id)
                .containsExactly("m2", "r2-reply");
    }

    private List<String> before(String messageId, int limit) {
        return Transcript.before(conversation, messageId, limit).messages().stream()
                .map(HistoryMessage::id)
                .toList();
    }

    private static Conversation said(int n, Conversation state) {
        var run = "r" + n;
        var reply = new Reply(run + "-reply", "Yes", Outcome.ANSWERED, 10L * n + 1);
        var asked = new MessageReceived(run, EU, 10L * n, Samples.message("m" + n, "Tokyo")).applyTo(state);
        return new ReplyComposed(run, EU, reply.at(), reply).applyTo(asked);
    }
}
