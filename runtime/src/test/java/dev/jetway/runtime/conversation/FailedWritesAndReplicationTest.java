package dev.jetway.runtime.conversation;

import static dev.jetway.runtime.conversation.Notebooks.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.SupervisorStrategy;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.typed.javadsl.ReplicationContext;
import dev.jetway.runtime.conversation.Notebooks.Kept;
import dev.jetway.runtime.conversation.Notebooks.Plain;
import java.time.Duration;
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

    private final Notebooks notebook = new Notebooks(actors);

    @AfterAll
    static void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void anEventThatCouldNotBeStoredIsLostWhereTheEntityIsRestarted() {
        var us = notebook.start("us", Restarting::new);
        notebook.write(us, "one");
        notebook.write(us, "two");
        journal.failNextPersisted(notebook.persistenceId("eu"));

        var eu = notebook.start("eu", Restarting::new);
        notebook.awaitWord(eu, "two");
        notebook.write(us, "three");
        notebook.awaitWord(eu, "three");

        assertThat(notebook.read(eu)).isEqualTo(" two three");
    }

    @Test
    void whatExtendsReplicatedEntityEndsAndLosesNothing() {
        var us = notebook.start("us", Kept::new);
        notebook.write(us, "one");
        notebook.write(us, "two");
        journal.failNextPersisted(notebook.persistenceId("eu"));

        var eu = notebook.start("eu", Kept::new);
        actors.createTestProbe().expectTerminated(eu, LONG);
        var anew = notebook.start("eu", Kept::new);
        notebook.awaitWord(anew, "two");

        assertThat(notebook.read(anew)).isEqualTo(" one two");
    }

    private static final class Restarting extends Plain {

        private Restarting(ReplicationContext replication) {
            super(
                    replication,
                    SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.1));
        }
    }
}
