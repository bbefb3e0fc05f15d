package dev.jetway.travel.bookings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.simulation.Money;
import java.util.List;

/**
 * A booking as its traveler sees it. Stored as JSON: fields are only ever added.
 *
 * @param start local time or date; so is {@code end}
 * @param createdAt UTC instant; so is {@code changedAt}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Booking(
        String reference,
        String kind,
        String status,
        String title,
        List<Line> lines,
        String start,
        String end,
        Money price,
        Money refund,
        String createdAt,
        String changedAt,
        boolean simulated) {

    public static final String CONFIRMED = "confirmed";
    public static final String CANCELLED = "cancelled";

    /** One fact about it, fit for reading. */
    public record Line(String label, String value) {}

    public Booking {
        lines = List.copyOf(lines);
    }
}
