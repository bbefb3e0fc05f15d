package dev.jetway.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.Materializer;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Home;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.Trip;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.e2e.RealStack;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class MemoryTableTest {

    private static final Duration KEEP = Duration.ofDays(730);
    private static final Note HOME = Note.of(new Home("Edinburgh", "GB", "EDI"));
    private static final Note AISLE = new Note(Preference.SEAT, "aisle");
    private static final Trip TRIP = new Trip("JWABC123", "hotel", "Harbour View", LocalDate.of(2027, 3, 3));

    private final Running stack;
    private final Whose ann = new Whose("ann-" + UUID.randomUUID(), Placement.EVERYWHERE);
    private ActorTestKit actors;
    private CassandraSession session;
    private MemoryTable table;

    MemoryTableTest(Running stack) {
        this.stack = stack;
    }

    @BeforeEach
    void aSession() {
        var node = NodeConfig.single("here", new Endpoint("127.0.0.1", 1), stack.database());
        actors = ActorTestKit.create(node.resolve(ConfigFactory.parseMap(
                Map.of("akka.actor.provider", "local", "akka.coordinated-shutdown.exit-jvm", false))));
        session = CassandraSessionRegistry.get(actors.system()).sessionFor("akka.persistence.cassandra");
        table = new MemoryTable(session, KEEP, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void whatIsRememberedIsFoundAgainWithWhereItWasSaid() throws Exception {
        var known = write(Change.consenting(List.of(HOME)), "first");
        write(Change.of(List.of(AISLE)), "second");

        var later = await(new MemoryTable(session, KEEP, Clock.systemUTC()).read(ann));

        assertThat(known.home()).contains(new Home("Edinburgh", "GB", "EDI"));
        assertThat(later.consent().orElseThrow().conversation()).isEqualTo("first");
        assertThat(later.preferences().get(Preference.SEAT).conversation()).isEqualTo("second");
        assertThat(later.home()).isEqualTo(known.home());
    }

    @Test
    void withoutConsentNothingIsStored() throws Exception {
        assertThat(write(Change.of(List.of(HOME)), "c")).isEqualTo(Remembered.NOTHING);
        assertThat(write(Change.of(List.of(TRIP), Set.of()), "c")).isEqualTo(Remembered.NOTHING);
        assertThat(stored("jetway")).isZero();
    }

    @Test
    void whatIsForgottenIsNotInTheTableAnyMore() throws Exception {
        write(Change.consenting(List.of(HOME, AISLE)), "c");
        write(Change.of(List.of(TRIP), Set.of()), "c");

        var left = write(Change.of(Forget.only(Set.of(Preference.HOME), true)), "c");

        assertThat(left.preferences()).containsOnlyKeys(Preference.SEAT);
        assertThat(left.trips()).isEmpty();
        assertThat(stored("jetway")).isEqualTo(1);

        assertThat(write(Change.of(Forget.EVERYTHING), "c")).isEqualTo(Remembered.NOTHING);
        assertThat(stored("jetway")).as("rows, the consent's included").isZero();
    }

    @Test
    void whoForgetsOnANodeWhoseClockIsBehindForgetsAllTheSame() throws Exception {
        write(Change.consenting(List.of(HOME)), "c");
        var behind = new MemoryTable(session, KEEP, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));

        await(behind.write(ann, Change.of(Forget.EVERYTHING), "c"));

        assertThat(stored("jetway")).isZero();
    }

    @Test
    void whatComesBackWithoutItsConsentIsDeletedOnSight() throws Exception {
        await(session.executeWrite(
                "INSERT INTO jetway.traveler_memory (traveler, kind, key, value) VALUES (?, 'preference', 'seat', 'aisle')",
                ann.subject()));
        assertThat(stored("jetway")).isEqualTo(1);

        assertThat(await(table.read(ann))).isEqualTo(Remembered.NOTHING);

        assertThat(stored("jetway")).isZero();
    }

    @Test
    void nobodyReadsWhatIsAnothers() throws Exception {
        write(Change.consenting(List.of(HOME)), "c");

        assertThat(await(table.read(new Whose(ann.subject() + "e", ann.placement()))))
                .isEqualTo(Remembered.NOTHING);
    }

    @Test
    void whatHasToStayIsStoredWhereItStays() throws Exception {
        var placed = new Whose(ann.subject(), Running.PLACEMENT);

        assertThat(await(table.write(placed, Change.consenting(List.of(HOME)), "c"))
                        .home())
                .isPresent();

        assertThat(stored("jetway")).isZero();
        assertThat(stored(Placement.keyspace(Running.PLACEMENT))).isEqualTo(1);
        assertThat(await(table.read(ann))).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void aCancelledTripIsNoneAndTheEarliestMakeRoom() throws Exception {
        write(Change.consenting(List.of()), "c");
        for (int i = 0; i < 3; i++) {
            int twenty = i * 20;
            var trips = IntStream.range(twenty, twenty + 20)
                    .mapToObj(n -> new Trip("JW%06d".formatted(n), "hotel", "a", LocalDate.EPOCH.plusDays(n)))
                    .toList();
            write(Change.of(trips, Set.of()), "c");
        }
        assertThat(stored("jetway")).isEqualTo(Remembered.MAX_TRIPS);

        var left = write(Change.of(List.of(), Set.of("JW000059")), "c");

        assertThat(left.trips()).hasSize(Remembered.MAX_TRIPS - 1);
        assertThat(left.trips().get(0).reference()).isEqualTo("JW000058");
    }

    @Test
    void everythingIsOverWhenItsTimeIs() throws Exception {
        write(Change.consenting(List.of(HOME)), "c");

        var row = await(session.selectAll(
                        "SELECT ttl(value) AS note, ttl(consent_at) AS consent FROM jetway.traveler_memory WHERE traveler = ?",
                        ann.subject()))
                .get(0);

        assertThat(row.getInt("note")).isPositive().isLessThanOrEqualTo((int) KEEP.toSeconds());
        assertThat(row.getInt("consent")).isPositive().isLessThanOrEqualTo((int) KEEP.toSeconds());
    }

    private Remembered write(Change change, String conversation) throws Exception {
        return await(table.write(ann, change, conversation));
    }

    private long stored(String keyspace) throws Exception {
        return await(session.select(
                                "SELECT traveler FROM " + keyspace + ".traveler_memory WHERE traveler = ?",
                                ann.subject())
                        .runWith(Sink.seq(), Materializer.createMaterializer(actors.system())))
                .size();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
