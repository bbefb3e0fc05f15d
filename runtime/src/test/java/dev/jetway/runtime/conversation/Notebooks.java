package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.ReplicatedEventSourcedBehavior;
import akka.persistence.typed.javadsl.ReplicatedEventSourcing;
import akka.persistence.typed.javadsl.ReplicationContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A notebook that is kept in two regions, eu and us, over an in-memory journal: for tests of what Akka does. */
final class Notebooks {

    /** More than a replica's stream takes to begin on a machine at work, the pauses before another try included. */
    static final Duration LONG = Duration.ofSeconds(60);

    sealed interface Command {}

    record Write(String word, ActorRef<String> replyTo) implements Command {}

    record Read(ActorRef<String> replyTo) implements Command {}

    private final ActorTestKit actors;
    private final String id = UUID.randomUUID().toString();
    private final TestProbe<String> words;

    Notebooks(ActorTestKit actors) {
        this.actors = actors;
        this.words = actors.createTestProbe();
    }

    String persistenceId(String region) {
        return "Notebook|%s|%s".formatted(id, region);
    }

    ActorRef<Command> start(
            String region,
            Function<ReplicationContext, ReplicatedEventSourcedBehavior<Command, String, String>> replica) {
        var query = PersistenceTestKitReadJournal.Identifier();
        return actors.spawn(ReplicatedEventSourcing.perReplicaJournalConfig(
                new ReplicationId("Notebook", id, new ReplicaId(region)),
                Map.of(new ReplicaId("eu"), query, new ReplicaId("us"), query),
                replica::apply));
    }

    /** Ends when the word is stored, and all that its replica does then is done. */
    void write(ActorRef<Command> replica, String word) {
        var answer = actors.<String>createTestProbe();
        replica.tell(new Write(word, answer.ref()));
        answer.expectMessage(LONG, word);
    }

    void awaitWord(ActorRef<Command> replica, String word) {
        words.awaitAssert(LONG, () -> {
            assertThat(read(replica)).contains(word);
            return null;
        });
    }

    String read(ActorRef<Command> replica) {
        var answer = actors.<String>createTestProbe();
        replica.tell(new Read(answer.ref()));
        return answer.receiveMessage(LONG);
    }

    /** As one would write it without knowing. */
    static class Plain extends ReplicatedEventSourcedBehavior<Command, String, String> {

        Plain(ReplicationContext replication) {
            super(replication);
        }

        Plain(ReplicationContext replication, BackoffSupervisorStrategy onFailure) {
            super(replication, Optional.of(onFailure));
        }

        @Override
        public String emptyState() {
            return "";
        }

        @Override
        public CommandHandler<Command, String, String> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(
                            Write.class,
                            write -> Effect().persist(write.word()).thenReply(write.replyTo(), state -> write.word()))
                    .onCommand(Read.class, (state, read) -> Effect().reply(read.replyTo(), state))
                    .build();
        }

        @Override
        public EventHandler<String, String> eventHandler() {
            return (state, word) -> state + " " + word;
        }
    }

    /** As Jetway's entities are. */
    static final class Kept extends ReplicatedEntity<Command, String, String> {

        Kept(ReplicationContext replication) {
            super(replication);
        }

        @Override
        public String emptyState() {
            return "";
        }

        @Override
        public CommandHandlerWithReply<Command, String, String> commandHandler() {
            return handlers(Command.class)
                    .on(
                            Write.class,
                            (state, write) ->
                                    Effect().persist(write.word()).thenReply(write.replyTo(), next -> write.word()))
                    .on(Read.class, (state, read) -> Effect().reply(read.replyTo(), state))
                    .exhaustive();
        }

        @Override
        public EventHandler<String, String> eventHandler() {
            return (state, word) -> state + " " + word;
        }
    }
}
