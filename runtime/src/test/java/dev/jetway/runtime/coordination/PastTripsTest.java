package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.memory.Trip;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.memory.Change;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PastTripsTest {

    private static final String HOTEL = """
            {"reference": "JWABC123", "kind": "hotel", "title": "Harbour View", "start": "2027-03-03"}
            """;
    private static final String FLIGHT = """
            {"reference": "JWDEF456", "kind": "flight", "title": "London to Tokyo", "start": "2027-03-03T11:20:00+00:00"}
            """;

    @Test
    void whatIsBookedOrMovedIsATrip() {
        var change = PastTrips.of(plan(done("bookings.create", HOTEL), done("bookings.change", FLIGHT)));
        assertThat(change.trips())
                .containsExactlyInAnyOrder(
                        new Trip("JWABC123", "hotel", "Harbour View", LocalDate.of(2027, 3, 3)),
                        new Trip("JWDEF456", "flight", "London to Tokyo", LocalDate.of(2027, 3, 3)));
    }

    @Test
    void whatIsCancelledIsNone() {
        assertThat(PastTrips.of(plan(done("bookings.cancel", HOTEL))))
                .isEqualTo(Change.of(List.of(), Set.of("JWABC123")));
        assertThat(PastTrips.of(plan(done("bookings.create", HOTEL), done("bookings.cancel", HOTEL)))
                        .trips())
                .isEmpty();
    }

    @Test
    void whatWasLookedAtOrIsNotDoneIsNone() {
        assertThat(PastTrips.of(plan(done("bookings.get", HOTEL), done("hotels.search", "{}")))
                        .empty())
                .isTrue();
        assertThat(PastTrips.of(plan(new Ended("bookings.create", new TaskStatus.Failed("Sold out."))))
                        .empty())
                .isTrue();
        assertThat(PastTrips.of(TaskGraph.EMPTY).empty()).isTrue();
    }

    @Test
    void anOddBookingIsNone() {
        for (var odd : List.of("{}", "[]", HOTEL.replace("2027-03-03", "soon"), HOTEL.replace("JWABC123", "x y"))) {
            assertThat(PastTrips.of(plan(done("bookings.create", odd))).empty()).isTrue();
        }
    }

    private record Ended(String skill, TaskStatus status) {}

    private static Ended done(String skill, String artifact) {
        return new Ended(skill, new TaskStatus.Completed(artifact, "done", List.of()));
    }

    private static TaskGraph plan(Ended... ends) {
        var tasks = Stream.of(ends)
                .map(end -> Task.of(end.skill().replace('.', '-'), end.skill(), "It", "{}"))
                .toList();
        var graph = TaskGraph.of(
                tasks,
                Set.of("bookings.create", "bookings.change", "bookings.cancel", "bookings.get", "hotels.search"));
        for (var end : ends) {
            graph = graph.with(end.skill().replace('.', '-'), end.status());
        }
        return graph;
    }
}
