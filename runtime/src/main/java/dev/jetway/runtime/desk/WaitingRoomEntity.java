package dev.jetway.runtime.desk;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import dev.jetway.runtime.conversation.Attention;
import dev.jetway.runtime.desk.WaitingRoomEvent.AttentionChanged;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The waiting room of a region. One of it runs there; it knows what conversations tell it, and asks none. */
final class WaitingRoomEntity
        extends EventSourcedBehaviorWithEnforcedReplies<WaitingRoomEntity.Command, WaitingRoomEvent, WaitingRoom> {

    private static final int SNAPSHOTS = 2;

    sealed interface Command extends JetwaySerializable {}

    /** Repeating it is safe. */
    record Note(String conversation, Attention attention, ActorRef<Noted> replyTo) implements Command {}

    enum Noted implements JetwaySerializable {
        INSTANCE
    }

    record GetWaiting(ActorRef<AllWaiting> replyTo) implements Command {}

    record AllWaiting(List<Waiting> waiting) implements JetwaySerializable {}

    /**
     * @param name of the room, among those of all regions and placements
     * @param journal the plugin it is stored by; empty for the configured default
     */
    static Behavior<Command> create(String name, String journal, DeskSettings settings, Clock clock) {
        return Behaviors.setup(context -> new WaitingRoomEntity(context, name, journal, settings, clock));
    }

    private final ActorContext<Command> context;
    private final String journal;
    private final DeskSettings settings;
    private final Clock clock;

    private WaitingRoomEntity(
            ActorContext<Command> context, String name, String journal, DeskSettings settings, Clock clock) {
        super(
                PersistenceId.of("WaitingRoom", name),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String journalPluginId() {
        return journal;
    }

    @Override
    public WaitingRoom emptyState() {
        return WaitingRoom.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, WaitingRoomEvent, WaitingRoom> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Note.class, this::onNote)
                .onCommand(
                        GetWaiting.class,
                        (room, get) -> Effect().reply(get.replyTo(), new AllWaiting(room.waiting(clock.millis()))))
                .build();
    }

    private ReplyEffect<WaitingRoomEvent, WaitingRoom> onNote(WaitingRoom room, Note note) {
        if (room.knows(note.conversation(), note.attention())) {
            return Effect().reply(note.replyTo(), Noted.INSTANCE);
        }
        List<WaitingRoomEvent> events = new ArrayList<>();
        if (note.attention().nothing()) {
            events.add(new AttentionChanged(clock.millis(), note.conversation(), null));
        } else {
            if (!room.conversations().containsKey(note.conversation())) {
                room.makingRoom(settings.maxWaiting()).ifPresent(dropped -> {
                    context.getLog()
                            .warn(
                                    "{} conversations wait for a person; {} waited longest and is not listed any more. Raise jetway.desk.max-waiting, or have more people at the desk",
                                    room.conversations().size(),
                                    dropped);
                    events.add(new AttentionChanged(clock.millis(), dropped, null));
                });
            }
            events.add(new AttentionChanged(clock.millis(), note.conversation(), note.attention()));
        }
        return Effect().persist(events).thenReply(note.replyTo(), stored -> Noted.INSTANCE);
    }

    @Override
    public EventHandler<WaitingRoom, WaitingRoomEvent> eventHandler() {
        return (room, event) -> event.applyTo(room);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return placed()
                ? RetentionCriteria.disabled()
                : RetentionCriteria.snapshotEvery(settings.snapshotAfter(), SNAPSHOTS);
    }

    @Override
    public String snapshotPluginId() {
        return placed() ? "akka.persistence.no-snapshot-store" : settings.snapshots();
    }

    /** What has to stay in some regions has a journal there, and no place for snapshots. */
    private boolean placed() {
        return !journal.isEmpty();
    }
}
