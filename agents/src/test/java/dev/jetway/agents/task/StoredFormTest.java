package dev.jetway.agents.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Action;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is stored is a contract. The files {@code status-*.json} are never edited: a change that makes
 * this test fail makes conversations unreadable.
 */
class StoredFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Action ACTION = new Action(
            "bookings.create",
            JSON.createObjectNode().put("quoteId", "q1"),
            new Confirmation(
                    "Book London to Tokyo, JW412",
                    List.of(new Confirmation.Detail("Price", "£512.40", Confirmation.Source.TOOL)),
                    Instant.parse("2026-11-21T09:15:00Z")));

    private static final List<TaskStatus> EVERY_STATUS = List.of(
            new TaskStatus.Submitted(),
            new TaskStatus.Working(),
            new TaskStatus.ApprovalRequired("a1", ACTION),
            new TaskStatus.Committing("a1", ACTION),
            new TaskStatus.Completed("{\"options\":[]}", "Nothing found.", List.of("Prices are simulated.")),
            new TaskStatus.InputRequired("Which city?"),
            new TaskStatus.Failed("Hotels could not be reached."),
            new TaskStatus.Canceled("You declined."));

    static Stream<TaskStatus> everyStatus() {
        return EVERY_STATUS.stream();
    }

    @Test
    void thereIsASampleOfEveryStatus() {
        var leaves = new ArrayList<Class<?>>();
        leaves(TaskStatus.class, leaves);
        assertThat(EVERY_STATUS)
                .extracting(status -> (Object) status.getClass())
                .containsExactlyInAnyOrderElementsOf(leaves);
    }

    @ParameterizedTest
    @MethodSource("everyStatus")
    void aStatusIsStoredAsItWasWhenItWasFirstWritten(TaskStatus status) throws IOException {
        var golden = golden("status-" + status.word() + ".json");
        assertThat(JSON.writerFor(TaskStatus.class).writeValueAsString(status)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskStatus.class)).isEqualTo(status);
    }

    @Test
    void aPlanIsStoredWithItsFieldsAndNothingDerived() throws IOException {
        var tasks = new TreeMap<String, Task>();
        tasks.put(
                "hotels",
                new Task(
                        "hotels",
                        "hotels.search",
                        "Hotels",
                        "{}",
                        Set.of("b", "a"),
                        true,
                        new TaskStatus.Working(),
                        null));
        var plan = new TaskGraph(tasks);
        var golden = golden("plan.json");
        assertThat(JSON.writeValueAsString(plan)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskGraph.class)).isEqualTo(plan);
    }

    @Test
    void whatCanBeMadeUndoneIsStoredAsItWasWhenItWasFirstWritten() throws IOException {
        var golden = golden("plan-compensable.json");
        var undoing = new Compensation("bookings.cancel", "Undo: Book it", "{}");
        var task = Task.of("book", "bookings.create", "Book it", "{}").with(undoing);
        var plan = new TaskGraph(new TreeMap<>(Map.of("book", task)));
        assertThat(JSON.writeValueAsString(plan)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskGraph.class)).isEqualTo(plan);
    }

    @Test
    void whatFailedAlthoughItWasApprovedIsStoredAsItWasWhenItWasFirstWritten() throws IOException {
        var golden = golden("status-failed-approved.json");
        var status = new TaskStatus.Failed("The room is gone.", true);
        assertThat(JSON.writerFor(TaskStatus.class).writeValueAsString(status)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskStatus.class)).isEqualTo(status);
    }

    @Test
    void whatWasDoneBecauseItWasApprovedIsStoredAsItWasWhenItWasFirstWritten() throws IOException {
        var golden = golden("status-completed-approved.json");
        var status = new TaskStatus.Completed("{}", "Booked.", List.of(), null, true);
        assertThat(JSON.writerFor(TaskStatus.class).writeValueAsString(status)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskStatus.class)).isEqualTo(status);
    }

    @Test
    void aResultWithoutCaveatsIsRead() throws IOException {
        assertThat(JSON.readValue("{\"state\":\"completed\",\"artifact\":\"{}\",\"text\":\"x\"}", TaskStatus.class))
                .isEqualTo(new TaskStatus.Completed("{}", "x", List.of()));
    }

    @Test
    void aResultThatIsNotCurrentIsStoredAsItWasWhenItWasFirstWritten() throws IOException {
        var golden = golden("status-completed-not-current.json");
        var status = new TaskStatus.Completed("{}", "Sunny.", List.of(), 1_795_257_720_000L);
        assertThat(JSON.writerFor(TaskStatus.class).writeValueAsString(status)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskStatus.class)).isEqualTo(status);
    }

    @Test
    void aQuestionWithTheOriginsOfItsValuesIsStoredAsItWasWhenItWasFirstWritten() throws IOException {
        var golden = golden("status-approval-required-origins.json");
        var status = new TaskStatus.ApprovalRequired(
                "a1",
                new Action(
                        "bookings.create",
                        JSON.createObjectNode().put("quoteId", "q1"),
                        new Confirmation(
                                "Book London to Tokyo, JW412",
                                List.of(new Confirmation.Detail(
                                        "Price", "£512.40", Confirmation.Source.TOOL, "bookings.quote")),
                                Instant.parse("2026-11-21T09:15:00Z"),
                                List.of("You did not say “Mallory” (name); it is from hotels.search.")),
                        List.of(
                                new Origin(
                                        "bookings.create",
                                        "/quoteId",
                                        "q1",
                                        Origin.Kind.FIELD,
                                        "bookings.quote",
                                        "hotels.search"),
                                new Origin("bookings.quote", "/adults", "1", Origin.Kind.COMPUTED, null))));
        assertThat(JSON.writerFor(TaskStatus.class).writeValueAsString(status)).isEqualTo(golden);
        assertThat(JSON.readValue(golden, TaskStatus.class)).isEqualTo(status);
    }

    private static void leaves(Class<?> type, List<Class<?>> into) {
        if (!type.isSealed()) {
            into.add(type);
            return;
        }
        for (var permitted : type.getPermittedSubclasses()) {
            leaves(permitted, into);
        }
    }

    private static String golden(String name) throws IOException {
        try (var stream = StoredFormTest.class.getResourceAsStream(name)) {
            assertThat(stream).as("the stored file %s", name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
