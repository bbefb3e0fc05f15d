package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.Materializer;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.jetway.cluster.NodeConfig;
import dev.jetway.cluster.NodeConfig.Endpoint;
import dev.jetway.cluster.Placement;
import dev.jetway.runtime.coordination.OpenTurns.Note;
import dev.jetway.runtime.e2e.RealStack;
import dev.jetway.runtime.e2e.RealStack.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class OpenTurnsTest {

    private static final Placement STAYING = Placement.of(Running.PLACEMENT, List.of("staying"));
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Running stack;
    private ActorTestKit actors;

    OpenTurnsTest(Running stack) {
        this.stack = stack;
    }

    @BeforeEach
    void aSession() {
        var node = NodeConfig.single("here", new Endpoint("127.0.0.1", 1), stack.database());
        actors = ActorTestKit.create(node.resolve(ConfigFactory.parseMap(
                Map.of("akka.actor.provider", "local", "akka.coordinated-shutdown.exit-jvm", false))));
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    @Test
    void everyTurnOfTheLastDayThatHasNotEndedIsFound() throws Exception {
        var turns = turns("open-turns");
        List<Note> notes = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            long slot = OpenTurns.slot(NOW.minusSeconds(3_600L * hour).toEpochMilli());
            notes.add(new Note(slot, "open-" + hour, "t", false));
            notes.add(new Note(slot, "ended-" + hour, "t", false));
            open.add("open-" + hour);
        }
        for (int i = 0; i < 200; i++) { // more than one batch takes
            notes.add(new Note(OpenTurns.slot(NOW.toEpochMilli()), "many-" + i, "t", false));
            open.add("many-" + i);
        }
        notes.add(new Note(OpenTurns.slot(NOW.minusSeconds(25 * 3_600).toEpochMilli()), "too-old", "t", false));
        write(turns, notes);
        write(
                turns,
                notes.stream()
                        .filter(note -> note.conversation().startsWith("ended-"))
                        .map(note -> new Note(note.slot(), note.conversation(), note.turn(), true))
                        .toList());
        write(turns("another-region"), List.of(new Note(OpenTurns.slot(NOW.toEpochMilli()), "theirs", "t", false)));

        assertThat(unfinished(turns)).containsExactlyInAnyOrderElementsOf(open);
    }

    @Test
    void aTurnThatHasToStayIsNotedWhereItStays() throws Exception {
        var turns = turns("staying");
        var slot = OpenTurns.slot(NOW.toEpochMilli());
        var placed = "YQ.trip@" + STAYING.name();
        write(turns, List.of(new Note(slot, placed, "t", false), new Note(slot, "YQ.trip", "t", false)));

        assertThat(unfinished(turns)).containsExactlyInAnyOrder(placed, "YQ.trip");
        assertThat(noted("jetway")).contains("YQ.trip").doesNotContain(placed);
        assertThat(noted(STAYING.keyspace())).containsExactly(placed);
    }

    private List<String> noted(String keyspace) throws Exception {
        return CassandraSessionRegistry.get(actors.system())
                .sessionFor("akka.persistence.cassandra")
                .selectAll("SELECT conversation FROM " + keyspace + ".open_turns")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .stream()
                .map(row -> row.getString("conversation"))
                .toList();
    }

    private OpenTurns turns(String region) {
        var session = CassandraSessionRegistry.get(actors.system()).sessionFor("akka.persistence.cassandra");
        return new OpenTurns(session, Materializer.createMaterializer(actors.system()), region, List.of(STAYING));
    }

    private static void write(OpenTurns turns, List<Note> notes) throws Exception {
        turns.write(notes).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private List<String> unfinished(OpenTurns turns) throws Exception {
        return turns.unfinished(NOW.toEpochMilli())
                .runWith(Sink.seq(), actors.system())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }
}
