package dev.jetway.loadtests.drill;

import java.time.Duration;
import java.util.List;

/**
 * What came of a drill.
 *
 * @param running turns that were acknowledged and had not ended when the node was killed
 * @param approvedBefore approvals that were acknowledged before the kill
 * @param bookedBefore bookings that were in the database at the kill
 * @param ready from the kill to the node's readiness
 * @param allEnded from the kill to the end of the last turn
 * @param acknowledged messages and approvals the node said {@code ok} to
 * @param ended turns that ended
 * @param booked bookings in the database at the end
 */
public record DrillReport(
        DrillSettings settings,
        int running,
        int approvedBefore,
        int bookedBefore,
        Duration ready,
        Duration allEnded,
        int acknowledged,
        int ended,
        int booked,
        List<Violation> violations) {

    public DrillReport {
        violations = List.copyOf(violations);
    }

    public boolean passed() {
        return violations.isEmpty();
    }

    /** For people: the figures, every violation, the verdict. */
    public String text() {
        var text = new StringBuilder();
        line(text, "seed", settings.seed());
        line(text, "turns running at the kill", "%d of %d".formatted(running, settings.turns()));
        line(text, "approvals acknowledged before the kill", "%d of %d".formatted(approvedBefore, settings.bookings()));
        line(text, "bookings made before the kill", bookedBefore);
        line(text, "node ready again after", seconds(ready));
        line(text, "every turn ended after", seconds(allEnded));
        line(text, "messages and approvals acknowledged", acknowledged);
        line(text, "turns ended", ended);
        line(text, "bookings in the database", "%d for %d approvals".formatted(booked, settings.bookings()));
        violations.forEach(violation -> line(text, "BROKEN", violation));
        line(
                text,
                "VERDICT",
                passed() ? "nothing lost, nothing doubled, every turn ended" : "broken promises: " + violations.size());
        return text.toString();
    }

    private static void line(StringBuilder text, String label, Object value) {
        text.append("%-40s %s%n".formatted(label, value));
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
