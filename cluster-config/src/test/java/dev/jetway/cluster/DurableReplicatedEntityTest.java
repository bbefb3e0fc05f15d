package dev.jetway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.ReplicatedEventSourcedBehavior;
import akka.persistence.typed.javadsl.ReplicatedEventSourcing;
import akka.persistence.typed.javadsl.ReplicationContext;
import com.typesafe.config.ConfigFactory;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.NodeConfig.Region;
import dev.jetway.cluster.cassandra.EmbeddedCassandra;
import dev.jetway.cluster.cassandra.SharedCassandra;
import dev.jetway.cluster.schema.Replication;
import dev.jetway.cluster.schema.SchemaMigrator;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The profile, the schema and Cassandra together, with the real plugins. */
@ExtendWith(SharedCassandra.class)
class DurableReplicatedEntityTest {
    private static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "Notebook");

    sealed interface Command extends JetwaySerializable {}

    record Write(String word, ActorRef<Words> replyTo) implements Command {}

    record Read(ActorRef<Words> replyTo) implements Command {}

    record Written(String word) implements JetwaySerializable {}

    record Words(List<String> words) implements JetwaySerializable {
        Words and(String word) {
            List<String> next = new ArrayList<>(words);
            next.add(word);
            return new Words(next);
        }
    }

    @Test
    void acknowledgedEventsSurviveTheDeathOfCassandraAndOfTheNode(SharedCassandra shared) throws Exception {
        EmbeddedCassandra cassandra = shared.running();
        SchemaMigrator.over(cassandra.session()).migrate(Replication.parse("eu=1"));
        NodeConfig node = NodeConfig.single(
                "eu",
                new Endpoint("127.0.0.1", freePort()),
                new Region("eu", List.of(new Endpoint("127.0.0.1", cassandra.cqlPort()))));

        ActorTestKit first = start(node);
        try {
            EntityRef<Command> notebook = notebook(first, node);
            for (int i = 1; i <= 20; i++) {
                String word = "word" + i;
                answer(notebook.<Words>ask(replyTo -> new Write(word, replyTo), Duration.ofSeconds(30)));
            }
            shared.killAndRestart();
        } finally {
            first.shutdownTestKit();
        }

        ActorTestKit second = start(node);
        try {
            Words words = answer(notebook(second, node).<Words>ask(Read::new, Duration.ofSeconds(30)));

            assertThat(words.words()).hasSize(20).startsWith("word1").endsWith("word20");
        } finally {
            second.shutdownTestKit();
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static ActorTestKit start(NodeConfig node) {
        return ActorTestKit.create(
                NodeConfig.SYSTEM, node.resolve(ConfigFactory.parseString("akka.coordinated-shutdown.exit-jvm = off")));
    }

    private static EntityRef<Command> notebook(ActorTestKit kit, NodeConfig node) {
        ClusterSharding sharding = ClusterSharding.get(kit.system());
        sharding.init(Entity.of(KEY, context -> Notebook.create(context.getEntityId(), node)));
        return sharding.entityRefFor(KEY, "n1");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static final class Notebook extends ReplicatedEventSourcedBehavior<Command, Written, Words> {

        static Behavior<Command> create(String id, NodeConfig node) {
            Map<ReplicaId, String> journals = node.queryPlugins().entrySet().stream()
                    .collect(Collectors.toMap(entry -> new ReplicaId(entry.getKey()), Map.Entry::getValue));
            return ReplicatedEventSourcing.perReplicaJournalConfig(
                    new ReplicationId("Notebook", id, new ReplicaId(node.region())), journals, Notebook::new);
        }

        private Notebook(ReplicationContext replication) {
            super(replication);
        }

        @Override
        public Words emptyState() {
            return new Words(List.of());
        }

        @Override
        public CommandHandler<Command, Written, Words> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(
                            Write.class,
                            (words, write) -> Effect()
                                    .persist(new Written(write.word()))
                                    .thenReply(write.replyTo(), next -> next))
                    .onCommand(Read.class, (words, read) -> Effect().reply(read.replyTo(), words))
                    .build();
        }

        @Override
        public EventHandler<Words, Written> eventHandler() {
            return newEventHandlerBuilder().forAnyState().onAnyEvent((words, written) -> words.and(written.word()));
        }
    }
}
