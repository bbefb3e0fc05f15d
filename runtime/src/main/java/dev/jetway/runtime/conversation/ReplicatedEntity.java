package dev.jetway.runtime.conversation;

import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.SupervisorStrategy;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.CommandHandlerWithReplyBuilder;
import akka.persistence.typed.javadsl.CommandHandlerWithReplyBuilderByState;
import akka.persistence.typed.javadsl.ReplicatedEventSourcedBehavior;
import akka.persistence.typed.javadsl.ReplicationContext;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import java.time.Duration;
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

    private static final BackoffSupervisorStrategy RESTART =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1);

    protected ReplicatedEntity(ReplicationContext replication) {
        super(replication, Optional.of(RESTART));
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
