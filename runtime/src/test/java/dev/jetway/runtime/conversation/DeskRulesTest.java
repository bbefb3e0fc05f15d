package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.DeskJoined;
import dev.jetway.runtime.conversation.ConversationEvent.DeskLeft;
import dev.jetway.runtime.conversation.ConversationEvent.DeskSpoke;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.ReplyComposed;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import dev.jetway.runtime.conversation.DeskRules.Denied;
import dev.jetway.runtime.conversation.DeskRules.Granted;
import dev.jetway.runtime.conversation.DeskRules.Repeated;
import dev.jetway.runtime.conversation.DeskRules.Verdict;
import dev.jetway.runtime.conversation.Turn.Message;
import dev.jetway.runtime.conversation.Turn.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskRulesTest {

    private static final Owner OWNER = new Owner(0, "eu");
    private static final Clerk OLGA = new Clerk("olga", "Olga");
    private static final Clerk BO = new Clerk("bo", "Bo");
    private static final long STAY = 1_000;

    private Conversation state = said("r1", 10, false).applyTo(Conversation.EMPTY);

    private static MessageReceived said(String turn, long at, boolean person) {
        var traveler = new Traveler("anna", "en-GB", "Europe/London", "GBP", "acme");
        return new MessageReceived(turn, OWNER, at, new Message("m-" + turn, "words", traveler, !person, person, null));
    }

    private DeskRules at(long now) {
        return new DeskRules(state, "eu", now, STAY, 3);
    }

    /** What is granted has happened. */
    private Verdict then(Verdict verdict) {
        if (verdict instanceof Granted granted) {
            granted.events().forEach(event -> state = event.applyTo(state));
        }
        return verdict;
    }

    private static String code(Verdict verdict) {
        return ((Denied) verdict).why().code();
    }

    @Test
    void whoJoinsIsThereUntilTheirTimeIsUp() {
        assertThat(then(at(100).join("v1", OLGA, null)))
                .isEqualTo(new Granted(List.of(new DeskJoined(100, new Visit("v1", OLGA, "eu", 100, 1_100)))));

        assertThat(state.people().present(1_099)).extracting(Visit::clerk).containsExactly(OLGA);
        assertThat(state.people().present(1_100)).isEmpty();
    }

    @Test
    void stayingIsStoredOnlyWhenHalfOfTheVisitIsOver() {
        then(at(100).join("v1", OLGA, null));

        assertThat(at(500).stay("v1", OLGA)).isInstanceOf(Repeated.class);
        assertThat(at(500).join("v1", OLGA, null)).isInstanceOf(Repeated.class);
        assertThat(then(at(700).stay("v1", OLGA))).isInstanceOf(Granted.class);
        assertThat(state.people().present(1_699)).hasSize(1);
        assertThat(code(at(1_700).stay("v1", OLGA))).isEqualTo("forbidden");
    }

    @Test
    void aVisitThatHasEndedIsNotTakenUpAgain() {
        then(at(100).join("v1", OLGA, null));
        assertThat(then(at(200).leave("v1", OLGA)))
                .isEqualTo(new Granted(List.of(new DeskLeft(200, "v1", false, "eu"))));

        assertThat(at(201).leave("v1", OLGA)).isInstanceOf(Repeated.class);
        assertThat(code(at(201).join("v1", OLGA, null))).isEqualTo("conflict");
        assertThat(code(at(201).say("v1", OLGA, "w1", "hello"))).isEqualTo("forbidden");
        assertThat(then(at(202).join("v2", OLGA, null))).isInstanceOf(Granted.class);
    }

    @Test
    void oneClerkAtATimeIsInAConversationAndByOneVisit() {
        then(at(100).join("v1", OLGA, null));

        assertThat(code(at(200).join("v2", BO, null))).isEqualTo("conflict");
        assertThat(then(at(300).join("v3", OLGA, null)))
                .isEqualTo(new Granted(List.of(
                        new DeskLeft(300, "v1", false, "eu"),
                        new DeskJoined(300, new Visit("v3", OLGA, "eu", 300, 1_300)))));
        assertThat(then(at(1_300).join("v4", BO, null)))
                .as("when her time is up")
                .isEqualTo(new Granted(List.of(
                        new DeskLeft(1_300, "v3", true, "eu"),
                        new DeskJoined(1_300, new Visit("v4", BO, "eu", 1_300, 2_300)))));
    }

    @Test
    void aVisitIsItsClerksAlone() {
        then(at(100).join("v1", OLGA, null));

        assertThat(code(at(200).say("v1", BO, "w1", "hello"))).isEqualTo("forbidden");
        assertThat(code(at(200).leave("v1", BO))).isEqualTo("forbidden");
        assertThat(code(at(200).stay("v1", BO))).isEqualTo("forbidden");
        assertThat(code(at(200).join("v1", BO, null))).isEqualTo("conflict");
    }

    @Test
    void whatIsSaidTwiceIsSaidOnceAndMakesTheVisitLonger() {
        then(at(100).join("v1", OLGA, null));
        var spoke = new DeskSpoke(200, "v1", new Spoken("w1", OLGA, "hello", "eu", 200));

        assertThat(then(at(200).say("v1", new Clerk("olga", ""), "w1", "hello")))
                .isEqualTo(new Granted(List.of(spoke)));
        assertThat(at(300).say("v1", OLGA, "w1", "hello")).isInstanceOf(Repeated.class);
        assertThat(code(at(300).say("v1", OLGA, "w1", "other"))).isEqualTo("conflict");
        assertThat(code(at(300).say("v1", OLGA, "m-r1", "of the traveler"))).isEqualTo("conflict");
        then(at(800).say("v1", OLGA, "w2", "still here"));
        assertThat(state.people().present(1_799)).hasSize(1);
    }

    @Test
    void aConversationTakesNoMoreThanItMayHave() {
        then(at(100).join("v1", OLGA, null));
        for (int i = 0; i < 3; i++) {
            assertThat(then(at(100).say("v1", OLGA, "w" + i, "hello"))).isInstanceOf(Granted.class);
        }

        assertThat(code(at(100).say("v1", OLGA, "w3", "hello"))).isEqualTo("conflict");
        then(at(100).join("v2", OLGA, null));
        then(at(100).join("v3", OLGA, null));
        assertThat(code(at(100).join("v4", OLGA, null))).isEqualTo("conflict");
    }

    @Test
    void aClerkOfATenantSpeaksWithItsTravelersOnly() {
        assertThat(code(at(100).join("v1", OLGA, "other"))).isEqualTo("not_found");
        assertThat(code(new DeskRules(Conversation.EMPTY, "eu", 1, STAY, 3).join("v1", OLGA, null)))
                .as("where nobody has said anything")
                .isEqualTo("not_found");
        assertThat(at(100).join("v1", OLGA, "acme")).isInstanceOf(Granted.class);
    }

    @Test
    void aPersonIsNeededFromWhenOneIsAskedForUntilOneComes() {
        assertThat(Need.of(state)).isEmpty();
        state = said("r2", 20, true).applyTo(state);
        state = said("r3", 30, true).applyTo(state);
        assertThat(Need.of(state)).contains(new Need(Need.Kind.ASKED, 20, "words"));

        then(at(100).join("v1", OLGA, null));
        assertThat(Need.of(state)).isEmpty();
        then(at(200).leave("v1", OLGA));
        assertThat(Need.of(state)).as("she was here").isEmpty();
        state = said("r4", 300, true).applyTo(state);
        assertThat(Need.of(state)).as("asked again").map(Need::since).contains(300L);
        assertThat(Attention.of(state, 300))
                .isEqualTo(new Attention(Need.of(state).get(), null, "acme"));
    }

    @Test
    void agentsThatAskBackTwiceInARowNeedAPerson() {
        askedBack("r1", 40);
        assertThat(Need.of(state)).as("once is a conversation").isEmpty();
        state = said("r2", 50, false).applyTo(state);
        askedBack("r2", 60);

        assertThat(Need.of(state)).contains(new Need(Need.Kind.STUCK, 60, "Which city?"));
        state = said("r3", 70, false).applyTo(state);
        state = new ReplyComposed("r3", OWNER, 80, new Reply("r3-reply", "Here.", Outcome.ANSWERED, 80)).applyTo(state);
        assertThat(Need.of(state)).as("they got on").isEmpty();
        state = said("r4", 90, false).applyTo(state);
        askedBack("r4", 95);
        assertThat(Need.of(state)).as("once after an answer").isEmpty();
    }

    private void askedBack(String turn, long at) {
        var task = Task.of("hotels", "hotels.search", "Hotels", "{}");
        state = new PlanAdopted(turn, OWNER, at, Samples.plan(task).started(), List.of(), "p").applyTo(state);
        state = new TasksProgressed(
                        turn, OWNER, at, List.of(Report.of("hotels", new TaskStatus.InputRequired("Which city?"))))
                .applyTo(state);
        state = new ReplyComposed(turn, OWNER, at, new Reply(turn + "-reply", "Which city?", Outcome.ANSWERED, at))
                .applyTo(state);
    }
}
