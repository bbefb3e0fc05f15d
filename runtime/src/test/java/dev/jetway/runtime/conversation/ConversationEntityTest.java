package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import dev.jetway.agents.Origin;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.reply.Material;
import dev.jetway.agents.reply.Written;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEntity.Accepted;
import dev.jetway.runtime.conversation.ConversationEntity.Answers;
import dev.jetway.runtime.conversation.ConversationEntity.Cancel;
import dev.jetway.runtime.conversation.ConversationEntity.Command;
import dev.jetway.runtime.conversation.ConversationEntity.Confirm;
import dev.jetway.runtime.conversation.ConversationEntity.Confirmed;
import dev.jetway.runtime.conversation.ConversationEntity.Events;
import dev.jetway.runtime.conversation.ConversationEntity.Found;
import dev.jetway.runtime.conversation.ConversationEntity.GetHistory;
import dev.jetway.runtime.conversation.ConversationEntity.GetRun;
import dev.jetway.runtime.conversation.ConversationEntity.History;
import dev.jetway.runtime.conversation.ConversationEntity.HistoryMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Lost;
import dev.jetway.runtime.conversation.ConversationEntity.Progressed;
import dev.jetway.runtime.conversation.ConversationEntity.Receipt;
import dev.jetway.runtime.conversation.ConversationEntity.Refused;
import dev.jetway.runtime.conversation.ConversationEntity.Reset;
import dev.jetway.runtime.conversation.ConversationEntity.RunFound;
import dev.jetway.runtime.conversation.ConversationEntity.Submit;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Subscribed;
import dev.jetway.runtime.conversation.ConversationEntity.Unsubscribe;
import dev.jetway.runtime.conversation.ConversationEntity.Update;
import dev.jetway.runtime.conversation.ConversationEntity.UserMessage;
import dev.jetway.runtime.conversation.ConversationEntity.Wake;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationEntityTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ConversationSettings SETTINGS = new ConversationSettings(
            5,
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            Duration.ofMinutes(2),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofMinutes(5));

    private final TestProbe<Receipt> receipts = actors.createTestProbe();
    private final TestProbe<Update> updates = actors.createTestProbe();
    private final Outside outside = new Outside();
    private String id;
    private ActorRef<Command> conversation;

    @BeforeEach
    void aNewConversation() {
        id = UUID.randomUUID().toString();
        conversation = start("eu", outside);
    }

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void storesAMessageWithItsPlanInOneStepAndThenAcknowledgesIt() {
        submit("r1", "Tokyo");

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        assertThat(stored("eu")).containsExactly("MessageReceived", "PlanAdopted");
    }

    @Test
    void tellsWhereItsJournalEndsWhenItHasStoredEventsOfItsOwnAndNotWhenItFollowed() {
        var there = new Outside();
        var inUs = start("us", there);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        updates.awaitAssert(LONG, () -> {
            assertThat(stored("us")).hasSize(2);
            return null;
        });
        inUs.tell(new Submit("r2", List.of(new UserMessage("m-r2", "later")), false, Samples.ANNA, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));

        assertThat(outside.stored).containsExactly("Conversation|%s|eu 2".formatted(id));
        assertThat(there.stored).containsExactly("Conversation|%s|us 3".formatted(id));
    }

    @Test
    void worksAMessageOnceHoweverOftenItIsSent() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        submit("r1", "Tokyo");

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
        assertThat(outside.working.keySet()).containsExactlyInAnyOrder("r1/flights", "r1/hotels");
        assertThat(outside.started).hasSize(2);
    }

    @Test
    void tellsWhatIsBeingDoneForATaskAtWorkAndKeepsNothingOfIt() {
        conversation.tell(new Subscribe(updates.ref(), null, null));
        long seq = updates.expectMessageClass(Subscribed.class, LONG).seq();
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        var planned = updates.expectMessageClass(Events.class, LONG);

        conversation.tell(new Progressed("r1", "cruises", "of a task that is not there"));
        conversation.tell(new Progressed("r9", "flights", "of a turn that is not there"));
        conversation.tell(new Progressed("r1", "flights", "Asking two airlines"));

        var told = updates.expectMessageClass(Events.class, LONG);
        assertThat(told.events()).containsExactly("r1/flights: Asking two airlines");
        assertThat(told.firstSeq()).isEqualTo(seq + 1 + planned.events().size());
        outside.complete("r1/flights", Samples.completed("Flights"));
        outside.complete("r1/hotels", Samples.completed("Hotels"));
        awaitReply("r1");
        conversation.tell(new Progressed("r1", "flights", "late"));
        conversation.tell(new Unsubscribe(updates.ref()));
        assertThat(stored("eu")).containsExactly("MessageReceived", "PlanAdopted", "TasksProgressed", "ReplyComposed");
        updates.receiveMessage(LONG); // the results and the reply
        updates.expectNoMessage();
    }

    @Test
    void refusesARunIdThatWasUsedForAnotherMessage() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        conversation.tell(
                new Submit("r1", List.of(new UserMessage("other", "Kyoto")), true, Samples.ANNA, receipts.ref()));

        assertThat(refusal()).isEqualTo("conflict");
        assertThat(stored("eu")).hasSize(2);
    }

    @Test
    void refusesAMessageWhileAnotherIsWorked() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        submit("r2", "Kyoto");

        assertThat(refusal()).isEqualTo("conflict");
    }

    @Test
    void refusesMoreMessagesThanAConversationMayHave() {
        for (int i = 1; i <= SETTINGS.maxTurns(); i++) {
            conversation.tell(new Submit(
                    "r" + i, List.of(new UserMessage("m" + i, "note")), false, Samples.ANNA, receipts.ref()));
            assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        }
        submit("one-too-many", "Tokyo");

        assertThat(refusal()).isEqualTo("conflict");
    }

    @Test
    void storesTheLastResultWithTheReply() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        outside.complete("r1/flights", Samples.completed("flights found"));
        outside.complete("r1/hotels", Samples.completed("hotels found"));

        awaitReply("r1");
        assertThat(stored("eu").subList(2, stored("eu").size())).containsExactly("TasksProgressed", "ReplyComposed");
        assertThat(history()).containsExactly("Tokyo", "flights found hotels found");
    }

    @Test
    void worksAgainAfterARestartWhatWasNotFinished() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        outside.complete("r1/flights", Samples.completed("flights found"));
        receipts.awaitAssert(LONG, () -> {
            assertThat(stored("eu")).hasSize(3);
            return null;
        });
        actors.stop(conversation);

        var afterwards = new Outside();
        conversation = start("eu", afterwards);
        receipts.awaitAssert(LONG, () -> {
            assertThat(afterwards.started).containsExactly("r1/hotels");
            return null;
        });
        afterwards.complete("r1/hotels", Samples.completed("hotels found"));
        awaitReply("r1");
        assertThat(history()).containsExactly("Tokyo", "flights found hotels found");
    }

    @Test
    void beingWokenAgainStartsNothingTwice() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        conversation.tell(Wake.INSTANCE);
        conversation.tell(Wake.INSTANCE);
        history();

        assertThat(outside.started).hasSize(2);
    }

    @Test
    void carriesOutOnlyWhatWasApproved() {
        askForApproval();
        answer("r2", true);

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.committed).containsExactly("r1/book");
            return null;
        });
        outside.conclude("r1/book", Samples.completed("booked JW123456"));
        awaitReply("r1");
        assertThat(history()).containsExactly("book it", "booked JW123456");
    }

    @Test
    void carriesOutExactlyWhatTheTravelerWasShown() {
        askForApproval();
        var shown = Samples.action();
        outside.orders.clear();

        answer("r2", true);

        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.orders).hasSize(1);
            return null;
        });
        var committing = (TaskStatus.Committing) outside.orders.get(0).task().status();
        assertThat(committing.action().tool()).isEqualTo(shown.tool());
        assertThat(committing.action().arguments()).isEqualTo(shown.arguments());
        assertThat(committing.action().confirmation()).isEqualTo(shown.confirmation());
    }

    @Test
    void aTaskComesWithTheOriginsOfItsInput() {
        submit("r1", "a flight to Tokyo");
        receipts.receiveMessage(LONG);

        assertThat(outside.orders)
                .flatExtracting(WorkOrder::origins)
                .containsExactlyInAnyOrder(
                        new Origin("", "/destination", "TYO", Origin.Kind.SAID, null),
                        new Origin("", "/city", "Tokyo", Origin.Kind.SAID, null));
    }

    @Test
    void twoApprovalsAreOne() {
        askForApproval();
        answer("r2", true);
        receipts.receiveMessage(LONG);
        answer("r2", true);
        answer("r3", true);

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
        assertThat(outside.committed).hasSize(1);
    }

    @Test
    void aDenialCommitsNothing() {
        askForApproval();
        answer("r2", false);

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        awaitReply("r1");
        assertThat(outside.committed).isEmpty();
        answer("r3", true);
        assertThat(refusal()).isEqualTo("conflict");
        assertThat(outside.committed).isEmpty();
    }

    @Test
    void anotherMessageWithdrawsTheQuestion() {
        askForApproval();
        outside.planning = Outside.search();
        submit("r2", "Tokyo");
        receipts.receiveMessage(LONG);
        answer("r3", true);

        assertThat(refusal()).isEqualTo("interrupt_unknown");
        assertThat(outside.committed).isEmpty();
    }

    @Test
    void refusesAnAnswerToAQuestionNobodyAsked() {
        answer("r1", true);

        assertThat(refusal()).isEqualTo("interrupt_unknown");
        assertThat(stored("eu")).isEmpty();
    }

    @Test
    void anUncertainCommitIsAskedForAgainAndNotDoneAgain() {
        askForApproval();
        answer("r2", true);
        receipts.receiveMessage(LONG);
        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.committed).hasSize(1);
            return null;
        });
        outside.fail("r1/book");
        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.committed).hasSize(2);
            return null;
        });
        assertThat(outside.awake).as("nobody else may speak to it meanwhile").containsExactly(id);
        outside.conclude("r1/book", Samples.completed("booked JW123456"));
        awaitReply("r1");
    }

    @Test
    void aCanceledTurnEndsAtOnce() {
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        conversation.tell(new Cancel("r1", receipts.ref()));

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        awaitReply("r1");
        conversation.tell(new Cancel("r1", receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
    }

    @Test
    void aTurnIsCanceledByAnyOfItsRuns() {
        outside.planning =
                CompletableFuture.completedFuture(new Planning.Tasks(Samples.plan(Samples.booking()), List.of()));
        submit("r1", "book it");
        receipts.receiveMessage(LONG);
        outside.complete("r1/book", Samples.approvalRequired("r1:book:abc"));
        receipts.awaitAssert(LONG, () -> {
            assertThat(stored("eu")).hasSize(3);
            return null;
        });
        conversation.tell(new Answers("r2", Map.of("r1:book:abc", true), receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));

        conversation.tell(new Cancel("r9", receipts.ref()));
        assertThat(refusal()).isEqualTo("not_found");
        conversation.tell(new Cancel("r2", receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        assertThat(stored("eu")).last().isEqualTo("TurnCanceled");
    }

    @Test
    void aRunThatIsSentAgainIsTheSameOnlyWithTheSameWords() {
        var both = List.of(new UserMessage("m1", "to Tokyo"), new UserMessage("m2", "please"));
        conversation.tell(new Submit("r1", both, true, Samples.ANNA, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));

        conversation.tell(new Submit("r1", both, true, Samples.ANNA, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
        var otherWords = List.of(new UserMessage("m2", "to Osaka"));
        conversation.tell(new Submit("r1", otherWords, true, Samples.ANNA, receipts.ref()));
        assertThat(refusal()).isEqualTo("conflict");
    }

    @Test
    void saysHowARunIsAndWhereWhatFollowsBegins() {
        var found = actors.<RunFound>createTestProbe();
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);

        conversation.tell(new GetRun("r9", found.ref()));
        assertThat(found.receiveMessage(LONG).run()).isNull();
        conversation.tell(new GetRun("r1", found.ref()));
        var run = found.receiveMessage(LONG);
        conversation.tell(new Subscribe(updates.ref(), run.epoch(), run.seq()));
        conversation.tell(new Progressed("r1", "flights", "Asking two airlines"));

        assertThat(run.run()).isEqualTo(new RunSoFar("r1", true, List.of("run r1")));
        assertThat(updates.expectMessageClass(Subscribed.class, LONG).recovered())
                .isTrue();
        assertThat(updates.expectMessageClass(Events.class, LONG).firstSeq()).isEqualTo(run.seq() + 1);
    }

    @Test
    void whoAsksHowARunIsHearsOfOpenQuestions() {
        var found = actors.<RunFound>createTestProbe();
        askForApproval();

        conversation.tell(new GetRun("r9", found.ref()));

        assertThat(found.receiveMessage(LONG).questions()).containsExactly("approval-1");
    }

    @Test
    void aPlannerThatFailsEndsTheTurnWithASentence() {
        outside.planning = CompletableFuture.failedFuture(new IllegalStateException("no planner"));
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);

        awaitReply("r1");
        assertThat(history().get(1)).contains("could not work out a plan");
    }

    @Test
    void aSubscriberGetsWhatItMissedOrASnapshotAndNeverAGap() {
        conversation.tell(new Subscribe(updates.ref(), null, null));
        var first = updates.expectMessageClass(Subscribed.class, LONG);
        assertThat(first.seq()).isZero();
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        var events = updates.expectMessageClass(Events.class, LONG);
        assertThat(events.events()).containsExactly("MessageReceived", "PlanAdopted");

        conversation.tell(new Subscribe(updates.ref(), first.epoch(), 1L));
        assertThat(updates.expectMessageClass(Subscribed.class, LONG).recovered())
                .isTrue();
        var missed = updates.expectMessageClass(Events.class, LONG);
        assertThat(missed.firstSeq()).isEqualTo(2);
        assertThat(missed.events()).containsExactly("PlanAdopted");

        conversation.tell(new Subscribe(updates.ref(), "another-epoch", 1L));
        assertThat(updates.expectMessageClass(Subscribed.class, LONG).recovered())
                .isFalse();
        assertThat(updates.expectMessageClass(Reset.class, LONG).seq()).isEqualTo(2);
    }

    @Test
    void bothRegionsEndWithTheSameConversationAndOneOfThemWorksIt() {
        var nobody = new Outside();
        var inUs = start("us", nobody);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        outside.complete("r1/flights", Samples.completed("flights found"));
        outside.complete("r1/hotels", Samples.completed("hotels found"));

        awaitReply("r1");
        var here = history();
        receipts.awaitAssert(LONG, () -> {
            assertThat(history(inUs)).isEqualTo(here);
            return null;
        });
        assertThat(nobody.started).isEmpty();
    }

    @Test
    void whatALostRegionHadBegunIsFinishedByAnotherAndTheLostOneYields() {
        var there = new Outside();
        var inUs = start("us", there);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        awaitMessages(inUs, 1);

        there.away.add("eu");
        inUs.tell(new Subscribe(updates.ref(), null, null));

        there.awaitStarted("r1/flights", "r1/hotels");
        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.yielded).containsExactly("r1");
            return null;
        });
        outside.complete("r1/flights", Samples.completed("too late"));
        there.complete("r1/flights", Samples.completed("flights found there"));
        there.complete("r1/hotels", Samples.completed("hotels found there"));
        awaitMessages(inUs, 2);
        awaitMessages(conversation, 2);
        assertThat(history()).isEqualTo(history(inUs)).endsWith("flights found there hotels found there");
        assertThat(messages(conversation).get(1).id())
                .as("not the id of a reply that somebody may have seen")
                .isEqualTo("r1-reply-1");
        assertThat(stored("us")).contains("TurnAdopted");
    }

    @Test
    void aRegionConfirmsWhatAnotherHasStoredOnceItHasStoredItToo() {
        var inUs = start("us", new Outside());
        TestProbe<Confirmed> message = actors.createTestProbe();
        TestInbox<Confirmed> never = TestInbox.create();
        inUs.tell(new Confirm(new Confirmation(confirmable(), "r1", List.of()), message.ref()));
        inUs.tell(new Confirm(new Confirmation(confirmable(), "r9", List.of()), never.getRef()));
        assertThat(history(inUs)).isEmpty();

        submit("r1", "Tokyo");

        message.receiveMessage(LONG);
        assertThat(history(inUs)).containsExactly("Tokyo");
        inUs.tell(new Confirm(new Confirmation(confirmable(), "r1", List.of()), message.ref()));
        message.receiveMessage(LONG);
        assertThat(never.hasMessages()).isFalse();
    }

    @Test
    void aRegionConfirmsAnAnswerByTheQuestionsThatWereAnswered() {
        var inUs = start("us", new Outside());
        askForApproval();
        TestInbox<Confirmed> answer = TestInbox.create();
        inUs.tell(new Confirm(new Confirmation(confirmable(), "r2", List.of("approval-1")), answer.getRef()));
        awaitMessages(inUs, 1);
        assertThat(answer.hasMessages()).isFalse();

        conversation.tell(new Answers("r2", Map.of("approval-1", true), receipts.ref()));

        receipts.awaitAssert(LONG, () -> {
            assertThat(answer.hasMessages()).isTrue();
            return null;
        });
    }

    private static String confirmable() {
        return new ConversationId("anna", "trip").entityId();
    }

    @Test
    void whatWasDoneBeforeAnAdoptionIsNotDoneAgain() {
        outside.planning = flightsThenHotels();
        var there = new Outside();
        var inUs = start("us", there);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        outside.complete("r1/flights", Samples.completed("flights found"));
        receipts.awaitAssert(LONG, () -> {
            assertThat(outside.started).contains("r1/hotels");
            return null;
        });
        TestProbe<Update> front = actors.createTestProbe();
        inUs.tell(new Subscribe(front.ref(), null, null));
        receipts.awaitAssert(LONG, () -> {
            assertThat(replicated(inUs)).contains("TasksProgressed");
            return null;
        });

        there.away.add("eu");
        inUs.tell(Wake.INSTANCE);

        there.awaitStarted("r1/hotels");
        there.complete("r1/hotels", Samples.completed("hotels found there"));
        awaitMessages(inUs, 2);
        assertThat(history(inUs)).endsWith("flights found hotels found there");
        assertThat(there.started).containsExactly("r1/hotels");
    }

    @Test
    void aMessageThatWasNotPlannedBeforeItsRegionWasLostIsPlannedByAnother() {
        outside.planning = new CompletableFuture<>();
        var there = new Outside();
        var inUs = start("us", there);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        awaitMessages(inUs, 1);

        there.away.add("eu");
        inUs.tell(Wake.INSTANCE);
        inUs.tell(Wake.INSTANCE);

        there.awaitStarted("r1/flights", "r1/hotels");
        assertThat(there.started).hasSize(2);
    }

    @Test
    void aQuestionOfALostRegionIsAnsweredAndCarriedOutInAnother() {
        var there = new Outside();
        var inUs = start("us", there);
        askForApproval();
        receipts.awaitAssert(LONG, () -> {
            assertThat(replicated(inUs)).contains("TasksProgressed");
            return null;
        });
        actors.stop(conversation);
        there.away.add("eu");
        inUs.tell(new Subscribe(updates.ref(), null, null));
        inUs.tell(new Answers("r2", Map.of("approval-1", true), receipts.ref()));

        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        receipts.awaitAssert(LONG, () -> {
            assertThat(there.committed).containsExactly("r1/book");
            return null;
        });
        there.conclude("r1/book", Samples.completed("Booked."));
        awaitMessages(inUs, 2);
        assertThat(history(inUs)).endsWith("Booked.");
        assertThat(outside.committed).isEmpty();
    }

    @Test
    void regionsThatCanNotReachEachOtherStillEndATurn() {
        var there = new Outside();
        var inUs = start("us", there);
        outside.away.add("us");
        there.away.add("eu");
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        awaitMessages(inUs, 1);

        receipts.awaitAssert(LONG, () -> {
            assertThat(stored("us").stream().filter("TurnAdopted"::equals)).hasSizeGreaterThanOrEqualTo(3);
            return null;
        });
        for (var region : List.of(outside, there)) {
            region.working.forEach((task, end) -> region.complete(task, Samples.completed(task)));
        }

        awaitMessages(conversation, 2);
        awaitMessages(inUs, 2);
        assertThat(history()).isEqualTo(history(inUs));
    }

    @Test
    void aTurnGoesOnAfterAWriteThatFailed() {
        conversation.tell(new Subscribe(updates.ref(), null, null));
        updates.expectMessageClass(Subscribed.class, LONG);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        updates.expectMessageClass(Events.class, LONG);
        journal.failNextPersisted("Conversation|" + id + "|eu");

        outside.complete("r1/flights", Samples.completed("flights"));
        outside.complete("r1/hotels", Samples.completed("hotels"));

        updates.expectMessageClass(Lost.class, LONG);
        updates.expectTerminated(conversation, LONG);
        conversation = start("eu", outside);
        conversation.tell(Wake.INSTANCE);
        awaitReply("r1");
        assertThat(history()).endsWith("flights hotels");
    }

    @Test
    void nothingIsAdoptedFromARegionWithinReach() {
        var there = new Outside();
        var inUs = start("us", there);
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        awaitMessages(inUs, 1);

        inUs.tell(Wake.INSTANCE);
        inUs.tell(new Subscribe(updates.ref(), null, null));

        updates.expectMessageClass(Subscribed.class, LONG);
        assertThat(history(inUs)).hasSize(1);
        assertThat(stored("us")).doesNotContain("TurnAdopted");
    }

    @Test
    void aCancellationInAnotherRegionReachesTheOneThatWorks() {
        var inUs = start("us", new Outside());
        submit("r1", "Tokyo");
        receipts.receiveMessage(LONG);
        receipts.awaitAssert(LONG, () -> {
            assertThat(history(inUs)).hasSize(1);
            return null;
        });
        inUs.tell(new Cancel("r1", receipts.ref()));
        receipts.receiveMessage(LONG);

        awaitReply("r1");
        assertThat(history().get(1)).contains("Canceled");
    }

    @Test
    void whatBecameKnownAfterATurnIsStoredOnceAndReachesTheOtherRegion() {
        conversation.tell(new Subscribe(updates.ref(), null, null));
        updates.expectMessageClass(Subscribed.class, LONG);
        var us = start("us", new Outside());
        var seenThere = actors.<Update>createTestProbe();
        us.tell(new Subscribe(seenThere.ref(), null, null));
        seenThere.expectMessageClass(Subscribed.class, LONG);

        var late = new LateOutcome(true, "Book it", "ABC123", "eu", 1_000);
        conversation.tell(new Found("r1", "book", late, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(false));
        conversation.tell(new Found("r1", "book", late, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));
        var later = new LateOutcome(false, "Book it", null, "us", 2_000);
        conversation.tell(new Found("r1", "book", later, receipts.ref()));
        assertThat(receipts.receiveMessage(LONG)).isEqualTo(new Accepted(true));

        assertThat(stored("eu")).containsExactly("OutcomeFound");
        assertThat(updates.expectMessageClass(Events.class, LONG).events()).containsExactly("OutcomeFound");
        assertThat(seenThere.expectMessageClass(Events.class, LONG).events()).containsExactly("OutcomeFound");
    }

    private void submit(String run, String text) {
        conversation.tell(
                new Submit(run, List.of(new UserMessage("m-" + run, text)), true, Samples.ANNA, receipts.ref()));
    }

    private void askForApproval() {
        outside.planning =
                CompletableFuture.completedFuture(new Planning.Tasks(Samples.plan(Samples.booking()), List.of()));
        submit("r1", "book it");
        receipts.receiveMessage(LONG);
        outside.complete("r1/book", Samples.approvalRequired("approval-1"));
        receipts.awaitAssert(LONG, () -> {
            assertThat(stored("eu")).hasSize(3);
            return null;
        });
    }

    private void answer(String run, boolean approved) {
        conversation.tell(new Answers(run, Map.of("approval-1", approved), receipts.ref()));
    }

    private String refusal() {
        return receipts.expectMessageClass(Refused.class, LONG).code();
    }

    private void awaitReply(String run) {
        receipts.awaitAssert(LONG, () -> {
            assertThat(messages(conversation)).extracting(HistoryMessage::id).contains(run + "-reply");
            return null;
        });
    }

    private void awaitMessages(ActorRef<Command> where, int count) {
        receipts.awaitAssert(LONG, () -> {
            assertThat(history(where)).hasSize(count);
            return null;
        });
    }

    /** Everything a region has been told of so far, by the names of the events. */
    private List<String> replicated(ActorRef<Command> where) {
        TestProbe<Update> probe = actors.createTestProbe();
        where.tell(new Subscribe(probe.ref(), epochOf(where), 0L));
        probe.expectMessageClass(Subscribed.class, LONG);
        return probe.expectMessageClass(Events.class, LONG).events();
    }

    private String epochOf(ActorRef<Command> where) {
        TestProbe<Update> probe = actors.createTestProbe();
        where.tell(new Subscribe(probe.ref(), null, null));
        return probe.expectMessageClass(Subscribed.class, LONG).epoch();
    }

    private static CompletionStage<Planning> flightsThenHotels() {
        var hotels = Samples.hotels();
        return CompletableFuture.completedFuture(new Planning.Tasks(
                Samples.plan(
                        Samples.flights(),
                        Task.of(hotels.id(), hotels.skill(), hotels.title(), hotels.input(), "flights")),
                List.of()));
    }

    private List<String> history() {
        return history(conversation);
    }

    private List<String> history(ActorRef<Command> where) {
        return messages(where).stream().map(HistoryMessage::content).toList();
    }

    private List<HistoryMessage> messages(ActorRef<Command> where) {
        TestProbe<History> probe = actors.createTestProbe();
        where.tell(new GetHistory(null, 100, probe.ref()));
        return probe.receiveMessage(LONG).messages();
    }

    private List<String> stored(String region) {
        return journal.persistedInStorage("Conversation|" + id + "|" + region).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private ActorRef<Command> start(String region, Outside outside) {
        var query = PersistenceTestKitReadJournal.Identifier();
        return actors.spawn(ConversationEntity.create(
                new ReplicationId("Conversation", id, new ReplicaId(region)),
                new Journals("", Map.of("eu", query, "us", query)),
                SETTINGS,
                outside,
                new Names(),
                Clock.systemUTC()));
    }

    /** Shows an event by the name of its type. */
    private static final class Names implements Projection {
        @Override
        public List<String> events(Conversation before, ConversationEvent event, Conversation after) {
            return List.of(event.getClass().getSimpleName());
        }

        @Override
        public List<String> progress(Conversation state, String turnId, String taskId, String line, long at) {
            return List.of("%s/%s: %s".formatted(turnId, taskId, line));
        }

        @Override
        public List<String> snapshots(Conversation conversation) {
            return List.of("snapshot");
        }

        @Override
        public Optional<RunSoFar> run(Conversation conversation, String runId) {
            return conversation.turn(runId).map(turn -> new RunSoFar(runId, !turn.ended(), List.of("run " + runId)));
        }
    }

    /** Plans what it is told, and works nothing until the test says how it ended. */
    private static final class Outside implements Coordination {
        private CompletionStage<Planning> planning = search();
        private final List<String> started = new CopyOnWriteArrayList<>();
        private final List<String> committed = new CopyOnWriteArrayList<>();
        private final List<String> yielded = new CopyOnWriteArrayList<>();
        private final List<String> awake = new CopyOnWriteArrayList<>();
        private final List<String> stored = new CopyOnWriteArrayList<>();
        private final Set<String> away = ConcurrentHashMap.newKeySet();
        private final List<WorkOrder> orders = new CopyOnWriteArrayList<>();
        private final Map<String, CompletableFuture<Report>> working = new ConcurrentHashMap<>();
        private final Map<String, CompletableFuture<Report>> committing = new ConcurrentHashMap<>();

        static CompletionStage<Planning> search() {
            TaskGraph plan = Samples.plan(Samples.flights(), Samples.hotels());
            return CompletableFuture.completedFuture(new Planning.Tasks(plan, List.of()));
        }

        void complete(String task, TaskStatus status) {
            working.get(task).complete(Report.of(task.substring(task.indexOf('/') + 1), status));
        }

        void conclude(String task, TaskStatus status) {
            committing.get(task).complete(Report.of(task.substring(task.indexOf('/') + 1), status));
        }

        void fail(String task) {
            committing.remove(task).completeExceptionally(new IllegalStateException("no answer"));
        }

        @Override
        public String planner() {
            return "scripted";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            return planning;
        }

        @Override
        public CompletionStage<Report> work(WorkOrder order) {
            var name = order.turn() + "/" + order.task().id();
            var end = working.computeIfAbsent(name, key -> new CompletableFuture<>());
            orders.add(order);
            started.add(name);
            return end;
        }

        @Override
        public CompletionStage<Report> commit(WorkOrder order) {
            var name = order.turn() + "/" + order.task().id();
            var end = committing.computeIfAbsent(name, key -> new CompletableFuture<>());
            orders.add(order);
            committed.add(name);
            return end;
        }

        @Override
        public CompletionStage<Written> compose(Material material, Consumer<String> text) {
            return CompletableFuture.completedFuture(Written.of(String.join(
                    " ",
                    material.plan().tasks().values().stream()
                            .map(task -> task.status() instanceof TaskStatus.Completed completed
                                    ? completed.text()
                                    : task.status().word())
                            .toList())));
        }

        void awaitStarted(String... tasks) {
            actors.createTestProbe().awaitAssert(LONG, () -> {
                assertThat(started).contains(tasks);
                return null;
            });
        }

        @Override
        public boolean outOfReach(String region) {
            return away.contains(region);
        }

        @Override
        public void keepAwake(String conversation) {
            awake.add(conversation);
        }

        @Override
        public void stored(String persistenceId, long sequenceNumber) {
            stored.add(persistenceId + " " + sequenceNumber);
        }

        @Override
        public void yielded(String conversation, String turn) {
            yielded.add(turn);
        }

        @Override
        public void opened(String conversation, Turn turn) {}

        @Override
        public void ended(String conversation, Turn turn) {}
    }
}
