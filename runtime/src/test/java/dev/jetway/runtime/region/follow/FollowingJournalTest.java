package dev.jetway.runtime.region.follow;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import akka.persistence.typed.ReplicaId;
import akka.persistence.typed.ReplicationId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.ReplicatedEventSourcedBehavior;
import akka.persistence.typed.javadsl.ReplicatedEventSourcing;
import akka.persistence.typed.javadsl.ReplicationContext;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** As Replicated Event Sourcing uses it. Nothing is read without news for longer than a test takes. */
class FollowingJournalTest {

    /** The test kit keeps one journal to a plugin: that of eu. Nobody asks for what is stored in us. */
    private static final Map<String, String> QUERIES =
            Map.of("eu", PersistenceTestKitReadJournal.Identifier(), "us", "us.query");

    private static final ActorTestKit KIT = ActorTestKit.create(
            "following-journal",
            ConfigFactory.parseString("""
                            jetway.following { tick = 1h, retries = [1h] }
                            us.query = ${akka.persistence.testkit.query}
                            """)
                    .withFallback(FollowingJournal.configuration(QUERIES, "us"))
                    .withFallback(FollowingJournal.configuration(QUERIES, "eu"))
                    .withFallback(EventSourcedBehaviorTestKit.config())
                    .withFallback(ConfigFactory.load())
                    .resolve());
    private static final Followers FOLLOWERS = Following.of(KIT.system()).followers();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final String id = UUID.randomUUID().toString();
    private final TestProbe<String> inEu = KIT.createTestProbe();
    private final TestProbe<String> inUs = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aReplicaLearnsOfAnEventWhenThereIsNewsAndNotBefore() {
        var eu = start("eu", inEu);
        eu.tell("before");
        inEu.expectMessage(LONG, "before");
        var us = start("us", inUs);
        inUs.expectMessage(LONG, "before");
        eu.tell("one");
        inEu.expectMessage(LONG, "one");
        inUs.expectNoMessage(SHORT);

        FOLLOWERS.news("eu", journal("eu"), 2);

        inUs.expectMessage(LONG, "one");
        KIT.stop(us);
        KIT.stop(eu);
    }

    @Test
    void aReplicaThatIsLoadedAnewHasAFreshFollowerAndWhatHappenedMeanwhile() {
        var eu = start("eu", inEu);
        var us = start("us", inUs);
        awaitFollowers("eu", 1);
        KIT.stop(us);
        awaitFollowers("eu", 0);
        eu.tell("meanwhile");
        inEu.expectMessage(LONG, "meanwhile");
        FOLLOWERS.news("eu", journal("eu"), 1);

        us = start("us", inUs);
        inUs.expectMessage(LONG, "meanwhile");
        awaitFollowers("eu", 1);

        eu.tell("later");
        inEu.expectMessage(LONG, "later");
        FOLLOWERS.news("eu", journal("eu"), 2);
        inUs.expectMessage(LONG, "later");
        KIT.stop(us);
        KIT.stop(eu);
    }

    @Test
    void onlyOtherRegionsAreFollowed() {
        assertThat(FollowingJournal.plugins(Map.of("eu", "own.query", "us", "jetway-replica.us.query"), "eu"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("eu", "own.query", "us", "jetway-following.jetway-replica.us.query"));
        var config = FollowingJournal.configuration(Map.of("eu", "own.query", "us", "jetway-replica.us.query"), "eu");
        assertThat(config.getString("jetway-following.jetway-replica.us.query.journal"))
                .isEqualTo("jetway-replica.us.query");
        assertThat(config.hasPath("jetway-following.own")).isFalse();
        assertThat(PersistenceQuery.get(KIT.system())
                        .getReadJournalFor(
                                akka.persistence.query.javadsl.EventsByPersistenceIdQuery.class,
                                "jetway-following.us.query"))
                .isNotNull();
    }

    /** Of journals; what an earlier test stopped may take a moment. */
    private void awaitFollowers(String region, int count) {
        inUs.awaitAssert(LONG, () -> {
            assertThat(FOLLOWERS.count(region)).isEqualTo(count);
            return null;
        });
    }

    private String journal(String region) {
        return "Log|%s|%s".formatted(id, region);
    }

    private ActorRef<String> start(String region, TestProbe<String> probe) {
        Map<ReplicaId, String> plugins = FollowingJournal.plugins(QUERIES, region).entrySet().stream()
                .collect(Collectors.toMap(entry -> new ReplicaId(entry.getKey()), Map.Entry::getValue));
        return KIT.spawn(Log.create(new ReplicationId("Log", id, new ReplicaId(region)), plugins, probe.ref()));
    }

    /** Stores what it is told, and tells what it stored. */
    private static final class Log extends ReplicatedEventSourcedBehavior<String, String, String> {

        private final ActorRef<String> told;

        static Behavior<String> create(ReplicationId id, Map<ReplicaId, String> plugins, ActorRef<String> told) {
            return ReplicatedEventSourcing.perReplicaJournalConfig(id, plugins, context -> new Log(context, told));
        }

        private Log(ReplicationContext context, ActorRef<String> told) {
            super(context);
            this.told = told;
        }

        @Override
        public String emptyState() {
            return "";
        }

        @Override
        public CommandHandler<String, String, String> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onAnyCommand((state, command) -> Effect().persist(command).thenRun(stored -> told.tell(command)));
        }

        @Override
        public EventHandler<String, String> eventHandler() {
            return (state, event) -> {
                var context = getReplicationContext();
                if (!context.origin().equals(context.replicaId())) {
                    told.tell(event);
                }
                return state + event;
            };
        }
    }
}
