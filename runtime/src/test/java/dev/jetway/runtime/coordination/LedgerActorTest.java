package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.jetway.runtime.coordination.OpenTurns.Note;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerActorTest {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    private static final long SLOT = OpenTurns.slot(CLOCK.millis());
    private static final long BEGUN = CLOCK.millis();

    private record Writing(List<Note> notes, CompletableFuture<Done> end) {}

    private final ActorTestKit actors = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(actors.system());
    private final TestProbe<Writing> writes = actors.createTestProbe();
    private final TurnLedger ledger =
            LedgerActor.asLedger(actors.spawn(LedgerActor.create(this::write, INTERVAL, CLOCK)));

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void aTurnThatBeginsAndEndsBetweenTwoWritesIsNeverWritten() {
        ledger.opened("c", "short", BEGUN);
        ledger.ended("c", "short");
        ledger.opened("c", "long", BEGUN);
        time.timePasses(INTERVAL);

        assertThat(writes.receiveMessage().notes()).containsExactly(new Note(SLOT, "c", "long", false));
    }

    @Test
    void theEndOfAWrittenTurnIsWritten() {
        ledger.opened("c", "t", BEGUN);
        time.timePasses(INTERVAL);
        writes.receiveMessage().end().complete(Done.getInstance());
        ledger.ended("c", "t");

        assertThat(next()).containsExactly(new Note(SLOT, "c", "t", true));
    }

    /** Otherwise what another incarnation had noted would stay open for a day. */
    @Test
    void aTurnThatIsGoneOnWithIsNotedWhereItWasNotedBefore() {
        ledger.opened("c", "t", BEGUN - Duration.ofHours(1).toMillis());
        time.timePasses(INTERVAL);

        assertThat(writes.receiveMessage().notes()).containsExactly(new Note(SLOT - 6, "c", "t", false));
    }

    @Test
    void aTurnThatBeganLongAgoIsNotedWhereItIsLookedFor() {
        ledger.opened("c", "t", BEGUN - Duration.ofHours(13).toMillis());
        time.timePasses(INTERVAL);

        assertThat(writes.receiveMessage().notes()).containsExactly(new Note(SLOT, "c", "t", false));
    }

    @Test
    void whatCouldNotBeWrittenGoesWithTheNextWrite() {
        ledger.opened("c", "t", BEGUN);
        time.timePasses(INTERVAL);
        writes.receiveMessage().end().completeExceptionally(new IllegalStateException("no Cassandra"));

        assertThat(next()).containsExactly(new Note(SLOT, "c", "t", false));
    }

    @Test
    void aTurnThatEndedWhileItsNoteWasLostIsOnlySaidToHaveEnded() {
        ledger.opened("c", "t", BEGUN);
        time.timePasses(INTERVAL);
        var writing = writes.receiveMessage();
        ledger.ended("c", "t");
        writing.end().completeExceptionally(new IllegalStateException("no Cassandra"));

        assertThat(next()).containsExactly(new Note(SLOT, "c", "t", true));
    }

    /** The result of a write reaches the ledger a moment after the write has ended. */
    private List<Note> next() {
        return writes.awaitAssert(Duration.ofSeconds(20), () -> {
            time.timePasses(INTERVAL);
            return writes.receiveMessage(Duration.ZERO).notes();
        });
    }

    private CompletionStage<Done> write(List<Note> notes) {
        var end = new CompletableFuture<Done>();
        writes.ref().tell(new Writing(notes, end));
        return end;
    }
}
