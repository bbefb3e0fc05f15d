package dev.jetway.runtime.operations;

import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import java.util.Optional;

/**
 * Whether the journal can be reached, from what the driver knows anyway: it notices within moments when
 * its connections break, and a node without any answers nobody.
 */
final class CassandraWatch {

    private static final String JOURNAL = "akka.persistence.cassandra";

    private final CassandraSessionRegistry sessions;

    CassandraWatch(ActorSystem<?> system) {
        sessions = CassandraSessionRegistry.get(system);
    }

    /** What is wrong, if anything. Never blocks. */
    Optional<String> trouble() {
        var session = sessions.sessionFor(JOURNAL).underlying().toCompletableFuture();
        if (session.isCompletedExceptionally()) {
            return Optional.of("The session could not be opened; the log says why");
        }
        if (!session.isDone()) {
            return Optional.of("The session is still being opened");
        }
        return answers(session.join())
                ? Optional.empty()
                : Optional.of("No node of Cassandra can be reached; connecting goes on");
    }

    private static boolean answers(CqlSession session) {
        return !session.isClosed()
                && session.getMetadata().getNodes().values().stream()
                        .anyMatch(node -> node.getState() == NodeState.UP && node.getOpenConnections() > 0);
    }
}
