package dev.jetway.runtime.desk;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.conversation.Clerk;
import dev.jetway.runtime.conversation.Need;
import dev.jetway.runtime.conversation.Visit;
import dev.jetway.runtime.desk.WaitingRoomEntity.AllWaiting;
import dev.jetway.runtime.desk.WaitingRoomEntity.Command;
import dev.jetway.runtime.desk.WaitingRoomEntity.GetWaiting;
import dev.jetway.runtime.desk.WaitingRoomEntity.Note;
import dev.jetway.runtime.desk.WaitingRoomEntity.Noted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long NOW = 10_000;
    private static final Attention NOTHING = new Attention(null, null, null);

    private final String region = UUID.randomUUID().toString();
    private final TestProbe<Noted> noted = actors.createTestProbe();
    private final TestProbe<AllWaiting> answers = actors.createTestProbe();
    private ActorRef<Command> room = start();

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    private ActorRef<Command> start() {
        var settings = new DeskSettings(10, Duration.ofMillis(30), 2, "", 2);
        var clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        return actors.spawn(WaitingRoomEntity.create(region, "", settings, clock));
    }

    private static Attention asked(long since) {
        return new Attention(new Need(Need.Kind.ASKED, since, "help"), null, null);
    }

    private static Attention visited(long until) {
        return new Attention(null, new Visit("v1", new Clerk("olga", "Olga"), "eu", 1, until), null);
    }

    private void note(String conversation, Attention what) {
        room.tell(new Note(conversation, what, noted.ref()));
        assertThat(noted.receiveMessage(LONG)).isEqualTo(Noted.INSTANCE);
    }

    private List<String> waiting() {
        room.tell(new GetWaiting(answers.ref()));
        return answers.receiveMessage(LONG).waiting().stream()
                .map(Waiting::conversation)
                .toList();
    }

    @Test
    void whoWaitsLongestIsFirstAlsoAfterARestart() {
        note("b", asked(2));
        note("a", asked(3));
        note("b", asked(2));
        assertThat(waiting()).containsExactly("b", "a");
        assertThat(journal.persistedInStorage("WaitingRoom|" + region))
                .as("a repeat is not stored")
                .hasSize(2);

        actors.stop(room, LONG);
        room = start();
        assertThat(waiting()).containsExactly("b", "a");
        note("b", NOTHING);
        note("b", NOTHING);
        assertThat(waiting()).containsExactly("a");
    }

    @Test
    void whenThereIsNoRoomTheOneThatWaitedLongestGivesWay() {
        note("a", asked(1));
        note("b", asked(2));
        note("c", asked(3));

        assertThat(waiting()).containsExactly("b", "c");
    }

    @Test
    void aVisitWhoseTimeIsUpIsNothingToSee() {
        note("a", visited(NOW));
        note("b", visited(NOW + 1));

        assertThat(waiting()).containsExactly("b");
    }

    @Test
    void whatCouldNotBeToldIsToldAgainAndOnlyTheLatestOfIt() {
        var told = new CopyOnWriteArrayList<Attention>();
        var first = new CompletableFuture<Noted>();
        var teller = actors.spawn(AttentionActor.create(
                (conversation, what) -> {
                    told.add(what);
                    return told.size() == 1
                            ? first
                            : told.size() == 2
                                    ? CompletableFuture.failedFuture(new IllegalStateException("moving"))
                                    : CompletableFuture.completedFuture(Noted.INSTANCE);
                },
                Duration.ofMillis(20)));
        teller.tell(new AttentionActor.Changed("a", asked(1)));
        noted.awaitAssert(LONG, () -> {
            assertThat(told).hasSize(1);
            return null;
        });
        teller.tell(new AttentionActor.Changed("a", asked(2)));
        teller.tell(new AttentionActor.Changed("a", NOTHING));
        first.complete(Noted.INSTANCE);

        noted.awaitAssert(LONG, () -> {
            assertThat(told).containsExactly(asked(1), NOTHING, NOTHING);
            return null;
        });
    }
}
