package dev.jetway.runtime.memory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.time.Clock;

/** The memories of one region: a table, and nodes that tell each other what has changed in it. */
public final class RegionMemories {

    /** Something else is known of a traveler now. */
    record Changed(String subject, String placement) implements JetwaySerializable {}

    private RegionMemories() {}

    /** @param context whose children will tell the other nodes */
    public static Memories start(
            ActorContext<?> context, CassandraSession session, MemorySettings settings, Clock clock) {
        var table = new MemoryTable(session, settings.keep(), clock);
        ActorRef<Topic.Command<Changed>> topic =
                context.spawn(Topic.create(Changed.class, "traveler-memory"), "memory-topic");
        var memories = new RecentMemories(
                table::read,
                (whose, spoken) -> table.write(whose, spoken.change(), spoken.conversation()),
                whose -> topic.tell(Topic.publish(new Changed(whose.subject(), whose.placement()))),
                settings,
                clock);
        var listener = context.spawn(
                Behaviors.receive(Changed.class)
                        .onMessage(Changed.class, it -> {
                            memories.forget(new Whose(it.subject(), it.placement()));
                            return Behaviors.same();
                        })
                        .build(),
                "memory-changes");
        topic.tell(Topic.subscribe(listener));
        return memories;
    }
}
