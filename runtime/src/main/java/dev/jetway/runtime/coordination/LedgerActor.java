package dev.jetway.runtime.coordination;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes down which turns are under way, many notes at a time. A turn that begins and ends between two
 * writes is never written, so that short turns cost nothing.
 */
final class LedgerActor extends AbstractBehavior<LedgerActor.Command> {

    /** More open notes than this are not kept: the oldest turns then depend on their travelers coming back. */
    private static final int MAX_NOTES = 50_000;

    /** Notes are looked for a day long. */
    private static final Duration LONG_AGO = Duration.ofHours(12);

    sealed interface Command {}

    record Opened(String conversation, String turn, long begunAt) implements Command {}

    record Ended(String conversation, String turn) implements Command {}

    /** How many turns this node sees to, those that wait for their travelers included. */
    record Count(ActorRef<Integer> replyTo) implements Command {}

    private enum Flush implements Command {
        INSTANCE
    }

    private record Written(List<OpenTurns.Note> notes, Throwable error) implements Command {}

    private record Key(String conversation, String turn) {}

    static Behavior<Command> create(
            Function<List<OpenTurns.Note>, CompletionStage<Done>> write, Duration interval, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Flush.INSTANCE, interval);
            return new LedgerActor(context, write, clock);
        }));
    }

    /** The ledger as conversations see it. */
    static TurnLedger asLedger(ActorRef<Command> actor) {
        return new TurnLedger() {
            @Override
            public void opened(String conversation, String turn, long begunAt) {
                actor.tell(new Opened(conversation, turn, begunAt));
            }

            @Override
            public void ended(String conversation, String turn) {
                actor.tell(new Ended(conversation, turn));
            }
        };
    }

    private final Function<List<OpenTurns.Note>, CompletionStage<Done>> write;
    private final Clock clock;
    private final Map<Key, Long> unwritten = new LinkedHashMap<>();
    private final Map<Key, Long> written = new HashMap<>();
    private final Map<Key, Long> over = new LinkedHashMap<>();
    private boolean writing;

    private LedgerActor(
            ActorContext<Command> context, Function<List<OpenTurns.Note>, CompletionStage<Done>> write, Clock clock) {
        super(context);
        this.write = write;
        this.clock = clock;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Opened.class, this::onOpened)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Count.class, this::onCount)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(Written.class, this::onWritten)
                .build();
    }

    private Behavior<Command> onOpened(Opened it) {
        if (unwritten.size() + written.size() < MAX_NOTES) {
            unwritten.put(new Key(it.conversation(), it.turn()), slot(it.begunAt()));
        }
        return this;
    }

    /** A note that was made before under the same slot is made over; one that nobody would look at is of no use. */
    private long slot(long begunAt) {
        long now = clock.millis();
        return OpenTurns.slot(begunAt < now - LONG_AGO.toMillis() ? now : Math.min(begunAt, now));
    }

    private Behavior<Command> onEnded(Ended it) {
        var key = new Key(it.conversation(), it.turn());
        if (unwritten.remove(key) == null) {
            var slot = written.remove(key);
            if (slot != null) {
                over.put(key, slot);
            }
        }
        return this;
    }

    private Behavior<Command> onCount(Count count) {
        count.replyTo().tell(unwritten.size() + written.size());
        return this;
    }

    /** One write at a time: what comes in meanwhile goes with the next one. */
    private Behavior<Command> onFlush() {
        if (writing || unwritten.isEmpty() && over.isEmpty()) {
            return this;
        }
        List<OpenTurns.Note> notes = new ArrayList<>();
        unwritten.forEach((key, slot) -> notes.add(new OpenTurns.Note(slot, key.conversation(), key.turn(), false)));
        over.forEach((key, slot) -> notes.add(new OpenTurns.Note(slot, key.conversation(), key.turn(), true)));
        written.putAll(unwritten);
        unwritten.clear();
        over.clear();
        writing = true;
        getContext().pipeToSelf(write.apply(notes), (done, error) -> new Written(notes, error));
        return this;
    }

    private Behavior<Command> onWritten(Written it) {
        writing = false;
        if (it.error() != null) {
            getContext()
                    .getLog()
                    .warn(
                            "{} notes about open turns could not be stored, and go with the next ones: {}",
                            it.notes().size(),
                            it.error().toString());
            it.notes().forEach(this::keep);
        }
        return this;
    }

    /** What became of the turn meanwhile counts: one that ended since needs no note that it began. */
    private void keep(OpenTurns.Note note) {
        var key = new Key(note.conversation(), note.turn());
        if (note.ended()) {
            over.put(key, note.slot());
        } else if (written.remove(key) != null) {
            unwritten.put(key, note.slot());
        }
    }
}
