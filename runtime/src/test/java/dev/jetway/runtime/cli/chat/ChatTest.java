package dev.jetway.runtime.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.chat.ScriptedNode.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final String QUESTION = "{'type':'RUN_FINISHED','threadId':'t','runId':'r',"
            + "'outcome':{'type':'interrupt','interrupts':[{'id':'a1','message':'Book the flight?',"
            + "'expiresAt':'2027-01-01T10:00:00Z','metadata':{'jetway':{'details':["
            + "{'label':'Flight','value':'JW412','from':'traveler'},"
            + "{'label':'Price','value':'512.40 GBP','from':'tool','by':'bookings.quote'},"
            + "{'label':'Seat','value':'12A','from':'computed'},{'label':'Fee','value':'none','from':'tool'},"
            + "{'label':'Paid by','value':'card on file'}],"
            + "'remarks':['Neither you nor any service said 12A (seat); I worked it out.']}}}]}}";
    private static final String DONE =
            "{'type':'RUN_FINISHED','threadId':'t','runId':'r','outcome':{'type':'success'}}";
    private static final String STARTED = "{'type':'RUN_STARTED','threadId':'t','runId':'r'}";

    private final StringWriter written = new StringWriter();
    private ScriptedNode node;
    private Chat chat;

    @BeforeEach
    void listen() throws IOException {
        node = new ScriptedNode();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private CompletableFuture<Integer> start(String typed, String once) {
        chat = new Chat(
                new Chat.Order(node.address(), "dev:ann", "t", once, false),
                new ChatView(new Screen(new PrintWriter(written, true), false)),
                new BufferedReader(new StringReader(typed)));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return chat.run();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static int exit(CompletableFuture<Integer> chat) throws Exception {
        return chat.get(30, TimeUnit.SECONDS);
    }

    private static void text(Peer peer, long seq, String text) throws IOException {
        peer.event(seq, "{'type':'TEXT_MESSAGE_CONTENT','messageId':'m1','delta':'%s'}", text);
    }

    @Test
    void aRequestIsSentAndItsAnswerStreamed() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer peer = node.accept();
        JsonNode hello = peer.expect("hello");
        peer.send("{'type':'welcome','connectionId':'c','heartbeatMs':15000,'maxFrameBytes':65536}");
        peer.expect("subscribe");
        peer.send("{'type':'subscribed','id':'s1','thread':'t','epoch':'e','seq':0,'recovered':true}");
        JsonNode run = peer.expect("run");
        peer.ok(run);
        peer.event(1, STARTED);
        peer.event(
                2,
                "{'type':'ACTIVITY_SNAPSHOT','messageId':'p','activityType':'jetway.plan','content':{'tasks':["
                        + "{'id':'1','title':'Search hotels','status':'submitted'}]}}");
        peer.event(
                3,
                "{'type':'ACTIVITY_DELTA','messageId':'p','activityType':'jetway.plan','patch':["
                        + "{'op':'add','path':'/tasks/0','value':{'id':'0','title':'Ask again','status':'working'}},"
                        + "{'op':'replace','path':'/tasks/1/status','value':'completed'}]}");
        peer.event(4, "{'type':'REASONING_MESSAGE_CONTENT','messageId':'x','delta':'Asking two chains'}");
        peer.event(5, "{'type':'TEXT_MESSAGE_START','messageId':'m1','role':'assistant'}");
        text(peer, 6, "Two hotels ");
        text(peer, 7, "in Boston.");
        peer.event(8, "{'type':'TEXT_MESSAGE_END','messageId':'m1'}");
        peer.event(9, DONE);

        assertThat(exit(running)).isZero();
        assertThat(hello.path("token").asText()).isEqualTo("dev:ann");
        assertThat(run.at("/input/messages/0/content").asText()).isEqualTo("find hotels");
        assertThat(written.toString())
                .contains("… Ask again", "    Asking two chains", "✓ Search hotels", "Two hotels in Boston.");
    }

    @Test
    void everyDetailIsShownBeforeAYesIsSent() throws Exception {
        CompletableFuture<Integer> running = start("book it\nmaybe\ny\n", null);
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        peer.event(
                2,
                "{'type':'STATE_SNAPSHOT','snapshot':{'running':false,%s}}",
                QUESTION.substring(QUESTION.indexOf("'interrupts'"), QUESTION.length() - 2));
        peer.event(3, QUESTION);
        JsonNode answer = peer.expect("run");
        peer.ok(answer);
        peer.event(4, STARTED);
        peer.event(5, "{'type':'TEXT_MESSAGE_START','messageId':'m1','role':'assistant'}");
        text(peer, 6, "Booked: JWABC123");
        peer.event(7, DONE);

        assertThat(exit(running)).isZero();
        assertThat(answer.at("/input/resume/0/interruptId").asText()).isEqualTo("a1");
        assertThat(answer.at("/input/resume/0/payload/approved").asBoolean()).isTrue();
        assertThat(answer.at("/input/messages")).isEmpty();
        assertThat(written.toString())
                .contains(
                        "Book the flight?",
                        "Flight   JW412  you said",
                        "Price    512.40 GBP  from bookings.quote",
                        "Seat     12A  worked out",
                        "Fee      none  from a service",
                        "Paid by  card on file\n",
                        "! Neither you nor any service said 12A (seat); I worked it out.")
                .containsOnlyOnce("Book the flight?")
                .contains("Answer y to approve", "Booked: JWABC123");
    }

    @Test
    void aSourceThatMostValuesShareIsToldOnce() throws Exception {
        CompletableFuture<Integer> running = start("n\n", "book it");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        String quoted = "{'label':'%s','value':'v','from':'tool','by':'bookings.quote'}";
        peer.event(
                2,
                "{'type':'RUN_FINISHED','outcome':{'type':'interrupt','interrupts':[{'id':'a1','message':'Book it?',"
                        + "'metadata':{'jetway':{'details':[%s,%s,%s,{'label':'Seat','value':'12A','from':'traveler'}]}}}]}}",
                quoted.formatted("Hotel"),
                quoted.formatted("Price"),
                quoted.formatted("Stay"));
        peer.ok(peer.expect("run"));
        peer.event(3, STARTED);
        peer.event(4, DONE);

        assertThat(exit(running)).isZero();
        assertThat(written.toString())
                .contains(
                        "  Hotel  v\n",
                        "  Seat   12A  you said\n",
                        "  Where nothing else is said: from bookings.quote\n")
                .containsOnlyOnce("from bookings.quote");
    }

    @Test
    void aNoIsSentAsANo() throws Exception {
        CompletableFuture<Integer> running = start("n\n", "book it");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        peer.event(2, QUESTION);
        JsonNode answer = peer.expect("run");
        peer.ok(answer);
        peer.event(3, STARTED);
        peer.event(4, DONE);

        assertThat(exit(running)).isZero();
        assertThat(answer.at("/input/resume/0/payload/approved").asBoolean(true))
                .isFalse();
    }

    @Test
    void aQuestionNobodyAnswersIsAFailureAndNoAnswer() throws Exception {
        CompletableFuture<Integer> running = start("", "book it");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        peer.event(2, QUESTION);

        assertThat(exit(running)).isEqualTo(1);
        assertThat(written.toString()).contains("left open", "--thread t");
    }

    @Test
    void aCutConnectionIsResumedWithoutLosingOrRepeatingAWord() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer first = node.accept();
        first.welcome("e");
        first.ok(first.expect("run"));
        first.event(1, STARTED);
        first.event(2, "{'type':'TEXT_MESSAGE_START','messageId':'m1','role':'assistant'}");
        text(first, 3, "Two hotels ");
        first.send("{'type':'pong'}");
        first.expectWritten(written, "Two hotels ");
        first.cut();

        Peer second = node.accept();
        second.greet();
        JsonNode subscribe = second.expect("subscribe");
        second.send("{'type':'subscribed','id':'s','thread':'t','epoch':'e','seq':5,'recovered':true}");
        text(second, 3, "Two hotels ");
        text(second, 4, "in Boston.");
        second.event(5, DONE);

        assertThat(exit(running)).isZero();
        assertThat(subscribe.path("epoch").asText()).isEqualTo("e");
        assertThat(subscribe.path("afterSeq").asLong()).isEqualTo(3);
        assertThat(written.toString()).containsOnlyOnce("Two hotels ").contains("in Boston.");
    }

    @Test
    void aRequestThatWasNotAcknowledgedIsSentAgainWithTheSameId() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer first = node.accept();
        first.welcome("e");
        JsonNode lost = first.expect("run");
        first.cut();

        Peer second = node.accept();
        second.welcome("e");
        JsonNode again = second.expect("run");
        second.ok(again);
        second.event(1, STARTED);
        second.event(2, DONE);

        assertThat(exit(running)).isZero();
        assertThat(again).isEqualTo(lost);
    }

    @Test
    void afterAResetTheSnapshotSuppliesWhatWasMissed() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer first = node.accept();
        first.welcome("e");
        first.ok(first.expect("run"));
        first.event(1, STARTED);
        first.event(2, "{'type':'TEXT_MESSAGE_START','messageId':'m1','role':'assistant'}");
        text(first, 3, "Two hotels ");
        first.expectWritten(written, "Two hotels ");
        first.cut();

        Peer second = node.accept();
        second.greet();
        second.expect("subscribe");
        second.send("{'type':'subscribed','id':'s','thread':'t','epoch':'f','seq':9,'recovered':false}");
        second.send("{'type':'reset','thread':'t','epoch':'f','seq':9,'reason':'restarted'}");
        second.event(
                9,
                "{'type':'MESSAGES_SNAPSHOT','messages':[{'id':'u','role':'user','content':'find hotels'},"
                        + "{'id':'m1','role':'assistant','content':'Two hotels in Boston.'}]}");
        second.event(9, "{'type':'STATE_SNAPSHOT','snapshot':{'running':false,'interrupts':[]}}");

        assertThat(exit(running)).isZero();
        assertThat(written.toString()).containsOnlyOnce("Two hotels ").contains("in Boston.");
    }

    @Test
    void aTurnThatFailsIsAFailure() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        peer.event(2, "{'type':'RUN_ERROR','message':'No hotel could be searched','code':'turn_failed'}");

        assertThat(exit(running)).isEqualTo(1);
        assertThat(written.toString()).contains("No hotel could be searched");
    }

    @Test
    void aFailureTheReplyHasToldIsNotToldAgain() throws Exception {
        CompletableFuture<Integer> running = start("", "cancel booking JW000000");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);
        peer.event(2, "{'type':'TEXT_MESSAGE_START','messageId':'r','role':'assistant'}");
        peer.event(3, "{'type':'TEXT_MESSAGE_CONTENT','messageId':'r','delta':'No booking JW000000 is yours.'}");
        peer.event(4, "{'type':'TEXT_MESSAGE_END','messageId':'r'}");
        peer.event(5, "{'type':'RUN_ERROR','message':'No booking JW000000 is yours.','code':'turn_failed'}");

        assertThat(exit(running)).isEqualTo(1);
        assertThat(written.toString()).containsOnlyOnce("No booking JW000000 is yours.");
    }

    @Test
    void aRefusalThatIsWorthRepeatingIsRepeated() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer peer = node.accept();
        peer.welcome("e");
        JsonNode run = peer.expect("run");
        peer.send(
                "{'type':'error','id':'%s','code':'conflict','message':'busy','retryable':true,'retryAfterMs':10}",
                run.path("id").asText());
        assertThat(peer.expect("run")).isEqualTo(run);
        peer.send(
                "{'type':'error','id':'%s','code':'payload_invalid','message':'too long','retryable':false}",
                run.path("id").asText());

        assertThat(exit(running)).isEqualTo(1);
        assertThat(written.toString()).contains("too long").doesNotContain("busy");
    }

    @Test
    void ctrlCCancelsTheRunningTurn() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer peer = node.accept();
        peer.welcome("e");
        peer.ok(peer.expect("run"));
        peer.event(1, STARTED);

        chat.interrupt();
        assertThat(peer.expect("cancel").path("thread").asText()).isEqualTo("t");
        peer.event(2, "{'type':'RUN_FINISHED','threadId':'t','runId':'r','outcome':{'type':'cancelled'}}");

        exit(running);
        assertThat(written.toString()).contains("Cancelled.");
    }

    @Test
    void aChatThatIsSentHomeGoesThereAndNoFurther() throws Exception {
        try (var home = new ScriptedNode()) {
            CompletableFuture<Integer> running = start("", "find hotels");
            Peer away = node.accept();
            away.expect("hello");
            away.send("{'type':'bye','code':'wrong_region','message':'Your conversations stay in region eu.',"
                    + "'reconnect':'never','region':'eu','url':'http://127.0.0.1:%d'}"
                            .formatted(home.address().getPort()));
            Peer peer = home.accept();
            assertThat(peer.expect("hello").path("token").asText()).isEqualTo("dev:ann");
            peer.send("{'type':'bye','code':'wrong_region','message':'Your conversations stay in region us.',"
                    + "'reconnect':'never','region':'us','url':'http://127.0.0.1:%d'}"
                            .formatted(node.address().getPort()));

            assertThatThrownBy(() -> exit(running))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Failure.class)
                    .hasMessageContaining("stay in region us");
            assertThat(written.toString()).contains("Your conversations stay in region eu.");
        }
    }

    @Test
    void aNodeThatDoesNotKnowTheTravelerIsBelieved() throws Exception {
        CompletableFuture<Integer> running = start("", "find hotels");
        Peer peer = node.accept();
        peer.expect("hello");
        peer.send("{'type':'bye','code':'unauthorized','message':'no such traveler','reconnect':'after-login'}");

        assertThatThrownBy(() -> exit(running))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Failure.class)
                .hasMessageContaining("no such traveler");
    }
}
