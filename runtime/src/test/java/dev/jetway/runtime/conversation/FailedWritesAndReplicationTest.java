package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.SupervisorStrategy;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Akka 2.8.5 has two events of another replica on their way to an entity at a time. When storing the first fails and the
 * entity is restarted where it is, the second is still there, is stored, and both count as seen: the first is lost for
 * good. So an entity that could not store something ends, and what was on its way ends with it.
 */
class FailedWritesAndReplicationTest {

    private static final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private static final PersistenceTestKit journal = PersistenceTestKit.create(actors.system());
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String id = UUID.randomUUID().toString();
    private final TestProbe<String> words = actors.createTestProbe();

    sealed interface Command {}

    record Write(String word, ActorRef<String> replyTo) implements Command {}

    record Read(ActorRef<String> replyTo) implements Command {}

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void anEventThatCouldNotBeStoredIsLostWhereTheEntityIsRestarted() {
        var us = start("us", Restarting::new);
        write(us, "one");
        write(us, "two");
        journal.failNextPersisted("Notebook|" + id + "|eu");

        var eu = start("eu", Restarting::new);
        awaitWord(eu, "two");
        write(us, "three");
        awaitWord(eu, "three");

        assertThat(read(eu)).isEqualTo(" two three");
    }

    @Test
    void whatExtendsReplicatedEntityEndsAndLosesNothing() {
        var us = start("us", Notebook::new);
        write(us, "one");
        write(us, "two");
        journal.failNextPersisted("Notebook|" + id + "|eu");

        var eu = start("eu", Notebook::new);
        words.expectTerminated(eu, LONG);
        var anew = start("eu", Notebook::new);
        awaitWord(anew, "two");

        assertThat(read(anew)).isEqualTo(" one two");
    }

    private void write(ActorRef<Command> replica, String word) {
        var answer = actors.<String>createTestProbe();
        replica.tell(new Write(word, answer.ref()));
        answer.expectMessage(LONG, word);
    }

    private void awaitWord(ActorRef<Command> replica, String word) {
        words.awaitAssert(LONG, () -> {
            assertThat(read(replica)).contains(word);
            return null;
        });
    }

    private String read(ActorRef<Command> replica) {
        var answer = actors.<String>createTestProbe();
        replica.tell(new Read(answer.ref()));
        return answer.receiveMessage(LONG);
    }

    private ActorRef<Command> start(
            String region,
            Function<ReplicationContext, ReplicatedEventSourcedBehavior<Command, String, String>> replica) {
        var query = PersistenceTestKitReadJournal.Identifier();
        return actors.spawn(ReplicatedEventSourcing.perReplicaJournalConfig(
                new ReplicationId("Notebook", id, new ReplicaId(region)),
                Map.of(new ReplicaId("eu"), query, new ReplicaId("us"), query),
                replica::apply));
    }

    /** As one would write it without knowing. */
    private static final class Restarting extends ReplicatedEventSourcedBehavior<Command, String, String> {

        private Restarting(ReplicationContext replication) {
            super(
                    replication,
                    Optional.of(
                            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1)));
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
    private static final class Notebook extends ReplicatedEntity<Command, String, String> {

        private Notebook(ReplicationContext replication) {
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
