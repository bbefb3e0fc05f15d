package dev.jetway.runtime.conversation;

import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.CommandHandlerWithReplyBuilder;
import akka.persistence.typed.javadsl.CommandHandlerWithReplyBuilderByState;
import akka.persistence.typed.javadsl.ReplicatedEventSourcedBehavior;
import akka.persistence.typed.javadsl.ReplicationContext;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A replicated entity that cannot forget a reply.
 *
 * <p>Akka 2.8 has enforced replies and replication, but not both in one base class. Passing an
 * {@code EventSourcedBehaviorWithEnforcedReplies} to {@code ReplicatedEventSourcing} compiles, runs
 * and never replicates, so entities extend this class instead.
 */
abstract class ReplicatedEntity<C, E, S> extends ReplicatedEventSourcedBehavior<C, E, S> {

    /**
     * An entity that could not store an event ends, and is started again by who wants something of it. Restarted in
     * place it would find what was on its way before: another replica's next event, which would be stored without the
     * one that failed and hide it for good; but not that it was told to stop, which its shard would wait for.
     */
    protected ReplicatedEntity(ReplicationContext replication) {
        super(replication, Optional.empty());
    }

    @Override
    public abstract CommandHandlerWithReply<C, E, S> commandHandler();

    /** Never: Akka 2.8 drops another replica's event that arrives while a snapshot is stored, possibly for good. */
    @Override
    public final boolean shouldSnapshot(S state, E event, long sequenceNr) {
        return false;
    }

    @Override
    public final RetentionCriteria retentionCriteria() {
        return RetentionCriteria.disabled();
    }

    /** Starts a command handler that must name every permitted subtype of {@code commands}. */
    protected final Handlers handlers(Class<C> commands) {
        return new Handlers(commands);
    }

    /** Java 17 cannot check this at compile time, so the first test that spawns the entity does. */
    protected final class Handlers {
        private final CommandHandlerWithReplyBuilderByState<C, E, S, S> builder =
                CommandHandlerWithReplyBuilder.<C, E, S>builder().forAnyState();
        private final Set<Class<?>> missing;

        private Handlers(Class<C> commands) {
            missing = new LinkedHashSet<>(List.of(commands.getPermittedSubclasses()));
        }

        <T extends C> Handlers on(Class<T> command, BiFunction<S, T, ReplyEffect<E, S>> handler) {
            builder.onCommand(command, handler::apply);
            missing.remove(command);
            return this;
        }

        CommandHandlerWithReply<C, E, S> exhaustive() {
            if (!missing.isEmpty()) throw new IllegalStateException("No handler for " + missing);
            return builder.build();
        }
    }
}
