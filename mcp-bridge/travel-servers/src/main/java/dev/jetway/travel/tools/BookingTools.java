package dev.jetway.travel.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.Refusal;
import dev.jetway.travel.bookings.Booking;
import dev.jetway.travel.bookings.Bookings;
import dev.jetway.travel.simulation.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code bookings} server. */
final class BookingTools {

    private static final String KEY = "idempotencyKey";
    private static final String REFERENCE = "reference";

    private final Bookings bookings;

    private BookingTools(Bookings bookings) {
        this.bookings = bookings;
    }

    static ToolServer server(Bookings bookings) {
        BookingTools tools = new BookingTools(bookings);
        return new ToolServer(
                "bookings",
                Map.of(
                        "quote", tools::quote,
                        "create", tools::create,
                        "list", tools::list,
                        "get", tools::get,
                        "change", tools::change,
                        "cancel", tools::cancel,
                        "lookup", tools::lookup));
    }

    private Quote quote(Arguments arguments, Caller caller) {
        Bookings.Quoted quoted = bookings.quote(
                caller.traveler(), arguments.text("kind"), arguments.text("offerId"), arguments.names("travelers"));
        return new Quote(
                quoted.quoteId(),
                quoted.kind(),
                quoted.title(),
                quoted.lines(),
                quoted.price(),
                "card on file",
                quoted.cancellation(),
                quoted.validUntil().toString(),
                true);
    }

    private Booking create(Arguments arguments, Caller caller) {
        return bookings.create(caller.traveler(), arguments.text("quoteId"), arguments.text(KEY));
    }

    private Listed list(Arguments arguments, Caller caller) {
        String when = arguments.optionalText("when").orElse("upcoming").toUpperCase(Locale.ROOT);
        return new Listed(bookings.list(caller.traveler(), Bookings.When.valueOf(when)));
    }

    private Booking get(Arguments arguments, Caller caller) {
        return bookings.get(caller.traveler(), arguments.text(REFERENCE));
    }

    private Booking change(Arguments arguments, Caller caller) {
        Optional<LocalDate> newDate = arguments.optionalDate("newDate");
        Optional<LocalDate> checkIn = arguments.optionalDate("checkIn");
        Optional<LocalDate> checkOut = arguments.optionalDate("checkOut");
        String reference = arguments.text(REFERENCE);
        if (newDate.isPresent() && checkIn.isEmpty() && checkOut.isEmpty()) {
            return bookings.changeFlight(caller.traveler(), reference, newDate.get(), arguments.text(KEY));
        }
        if (newDate.isEmpty() && checkIn.isPresent() && checkOut.isPresent()) {
            return bookings.changeHotel(
                    caller.traveler(), reference, checkIn.get(), checkOut.get(), arguments.text(KEY));
        }
        throw new Refusal("Give newDate for a flight, or checkIn and checkOut for a hotel, and not both");
    }

    private Booking cancel(Arguments arguments, Caller caller) {
        return bookings.cancel(caller.traveler(), arguments.text(REFERENCE), arguments.text(KEY));
    }

    private Lookup lookup(Arguments arguments, Caller caller) {
        Optional<Booking> booking = bookings.lookup(caller.traveler(), arguments.text(KEY));
        return new Lookup(booking.isPresent(), booking.orElse(null));
    }

    record Quote(
            String quoteId,
            String kind,
            String title,
            List<Booking.Line> lines,
            Money price,
            String payer,
            String cancellation,
            String validUntil,
            boolean simulated) {}

    record Listed(List<Booking> bookings) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Lookup(boolean found, Booking booking) {}
}
