package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.Written;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.DeskAsk;
import dev.jetway.runtime.conversation.ConversationEntity.DeskJoin;
import dev.jetway.runtime.conversation.ConversationEntity.DeskLeave;
import dev.jetway.runtime.conversation.ConversationEntity.DeskSay;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeskInConversationTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Clerk OLGA = new Clerk("olga", "Olga");

    private final TestProbe<Receipt> receipts = actors.createTestProbe();
    private final Echo agents = new Echo();
    private final String id = UUID.randomUUID().toString();

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void whileAPersonIsThereAgentsSayNothingAndAfterwardsTheyGoOn() {
        var conversation = start("eu", Duration.ofMinutes(5));
        assertThat(say(conversation, "r1", true, false)).isEqualTo(new Accepted(false));
        assertThat(join(conversation, "v1")).isEqualTo(new Accepted(false));

        say(conversation, "r2", true, false);
        assertThat(spoken(conversation, "v1", "w1", "I am here")).isEqualTo(new Accepted(false));
        assertThat(agents.planned).containsExactly("text of r1");
        assertThat(history(conversation))
                .extracting(HistoryMessage::content)
                .containsExactly("text of r1", "echo", "text of r2", "I am here");
        assertThat(history(conversation).get(3).by()).isEqualTo("Olga");

        assertThat(leave(conversation, "v1")).isEqualTo(new Accepted(false));
        say(conversation, "r3", true, false);
        assertThat(agents.planned).containsExactly("text of r1", "text of r3");
    }

    @Test
    void whatAClerkAsksIsWorkedInTheTravelersPlaceAndSaysWhoAsked() {
        var conversation = start("eu", Duration.ofMinutes(5));
        say(conversation, "r1", false, true);
        assertThat(ask(conversation, "r2")).isInstanceOf(Refused.class);
        join(conversation, "v1");

        assertThat(ask(conversation, "r2")).isEqualTo(new Accepted(false));
        assertThat(ask(conversation, "r2")).isEqualTo(new Accepted(true));
        assertThat(agents.planned).containsExactly("a quiet room");
        assertThat(agents.travelers).containsExactly(Samples.ANNA.subject());
        assertThat(history(conversation)).extracting(HistoryMessage::by).containsExactly(null, "Olga", null);
    }

    @Test
    void whoGoesAwayWithoutAWordIsGoneWhenTheirTimeIsUpAlsoAfterARestart() {
        var conversation = start("eu", Duration.ofSeconds(1));
        say(conversation, "r1", false, true);
        join(conversation, "v1");
        actors.stop(conversation, LONG);

        var again = start("eu", Duration.ofSeconds(1));
        receipts.awaitAssert(LONG, () -> {
            assertThat(stored("eu")).containsExactly("MessageReceived", "DeskJoined", "DeskLeft");
            return null;
        });
        say(again, "r2", true, false);
        assertThat(agents.planned).containsExactly("text of r2");
    }

    @Test
    void theDeskIsToldWhatThereIsForPeopleAndWhenThereIsNothingAnyMore() {
        var conversation = start("eu", Duration.ofMinutes(5));
        say(conversation, "r1", true, false);
        assertThat(agents.told).as("nothing for people").isEmpty();
        say(conversation, "r2", true, true);
        join(conversation, "v1");
        leave(conversation, "v1");

        assertThat(agents.told).hasSize(3);
        assertThat(agents.told.get(0).need().kind()).isEqualTo(Need.Kind.ASKED);
        assertThat(agents.told.get(1).need()).isNull();
        assertThat(agents.told.get(1).visit().clerk()).isEqualTo(OLGA);
        assertThat(agents.told.get(2).nothing()).isTrue();
    }

    @Test
    void aPersonWhoIsThereInOneRegionIsThereInTheOther() {
        var eu = start("eu", Duration.ofMinutes(5));
        var us = start("us", Duration.ofMinutes(5));
        say(eu, "r1", false, true);
        join(eu, "v1");
        receipts.awaitAssert(LONG, () -> {
            assertThat(agents.told.stream().filter(it -> it.visit() != null)).hasSize(2);
            return null;
        });

        say(us, "r2", true, false);
        assertThat(agents.planned).isEmpty();
        assertThat(leave(us, "v1")).as("handed back elsewhere").isEqualTo(new Accepted(false));
        say(us, "r3", true, false);
        assertThat(agents.planned).containsExactly("text of r3");
    }

    private Receipt say(ActorRef<Command> to, String run, boolean respond, boolean person) {
        to.tell(new Submit(
                run,
                List.of(new UserMessage("m-" + run, "text of " + run)),
                respond,
                Samples.ANNA,
                receipts.ref(),
                person));
        return receipts.receiveMessage(LONG);
    }

    private Receipt join(ActorRef<Command> to, String visit) {
        to.tell(new DeskJoin(visit, OLGA, null, receipts.ref()));
        return receipts.receiveMessage(LONG);
    }

    private Receipt spoken(ActorRef<Command> to, String visit, String message, String text) {
        to.tell(new DeskSay(visit, OLGA, new UserMessage(message, text), receipts.ref()));
        return receipts.receiveMessage(LONG);
    }

    private Receipt ask(ActorRef<Command> to, String run) {
        to.tell(new DeskAsk("v1", OLGA, run, new UserMessage("m-" + run, "a quiet room"), receipts.ref()));
        return receipts.receiveMessage(LONG);
    }

    private Receipt leave(ActorRef<Command> to, String visit) {
        to.tell(new DeskLeave(visit, OLGA, receipts.ref()));
        return receipts.receiveMessage(LONG);
    }

    private static List<HistoryMessage> history(ActorRef<Command> where) {
        TestProbe<History> probe = actors.createTestProbe();
        where.tell(new GetHistory(null, 100, probe.ref()));
        return probe.receiveMessage(LONG).messages();
    }

    private List<String> stored(String region) {
        return journal.persistedInStorage("Conversation|" + id + "|" + region).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private ActorRef<Command> start(String region, Duration visit) {
        var query = PersistenceTestKitReadJournal.Identifier();
        return actors.spawn(ConversationEntity.create(
                new ReplicationId("Conversation", id, new ReplicaId(region)),
                new Journals("", Map.of("eu", query, "us", query)),
                new ConversationSettings(
                        20,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(20),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(50),
                        Duration.ofMillis(50),
                        visit),
                agents,
                new Nothing(),
                Clock.systemUTC()));
    }

    private static final class Nothing implements Projection {
        @Override
        public List<String> events(Conversation before, ConversationEvent event, Conversation after) {
            return List.of();
        }

        @Override
        public List<String> progress(Conversation state, String turnId, String taskId, String line, long at) {
            return List.of();
        }

        @Override
        public List<String> snapshots(Conversation conversation) {
            return List.of();
        }

        @Override
        public Optional<RunSoFar> run(Conversation conversation, String runId) {
            return Optional.empty();
        }
    }

    /** Agents that answer everything with one word. */
    private static final class Echo implements Coordination {
        private final List<String> planned = new CopyOnWriteArrayList<>();
        private final List<String> travelers = new CopyOnWriteArrayList<>();
        private final List<Attention> told = new CopyOnWriteArrayList<>();

        @Override
        public String planner() {
            return "echo";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            planned.add(request.text());
            travelers.add(request.traveler().subject());
            return CompletableFuture.completedFuture(new Planning.Answer("echo"));
        }

        @Override
        public CompletionStage<Report> work(WorkOrder order) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Report> commit(WorkOrder order) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Written> compose(Material material, Consumer<String> text) {
            return CompletableFuture.completedFuture(Written.of(""));
        }

        @Override
        public void attention(String conversation, Attention what) {
            told.add(what);
        }

        @Override
        public void opened(String conversation, Turn turn) {}

        @Override
        public void ended(String conversation, Turn turn) {}

        @Override
        public void yielded(String conversation, String turn) {}
    }
}
