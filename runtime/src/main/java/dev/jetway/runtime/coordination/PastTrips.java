package dev.jetway.runtime.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.memory.Trip;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.memory.Change;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What a plan has booked, moved and cancelled, as a change of what is remembered. Pure. */
final class PastTrips {

    private static final String BOOKINGS = "bookings.";
    private static final String CANCEL = "bookings.cancel";
    private static final List<String> BOOKED = List.of("bookings.create", "bookings.change");

    private PastTrips() {}

    static Change of(TaskGraph plan) {
        var booked = new ArrayList<Trip>();
        var cancelled = new HashSet<String>();
        for (var task : plan.tasks().values()) {
            if (task.skill().startsWith(BOOKINGS) && task.status() instanceof TaskStatus.Completed completed) {
                note(task, TaskResults.parse(completed.artifact()), booked, cancelled);
            }
        }
        booked.removeIf(trip -> cancelled.contains(trip.reference()));
        return Change.of(booked, cancelled);
    }

    private static void note(Task task, JsonNode booking, List<Trip> booked, HashSet<String> cancelled) {
        if (task.skill().equals(CANCEL)) {
            cancelled.add(booking.path("reference").asText());
        } else if (BOOKED.contains(task.skill())) {
            trip(booking).ifPresent(booked::add);
        }
    }

    /** A booking without a day, or with an odd reference, is nothing to remember. */
    private static Optional<Trip> trip(JsonNode booking) {
        try {
            var start = booking.path("start").asText();
            return Optional.of(new Trip(
                    booking.path("reference").asText(),
                    booking.path("kind").asText(),
                    booking.path("title").asText(),
                    start.contains("T") ? OffsetDateTime.parse(start).toLocalDate() : LocalDate.parse(start)));
        } catch (DateTimeException | IllegalArgumentException unusual) {
            return Optional.empty();
        }
    }
}
