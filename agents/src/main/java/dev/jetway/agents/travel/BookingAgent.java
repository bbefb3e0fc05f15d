package dev.jetway.agents.travel;

import static dev.jetway.agents.travel.Markdown.escape;
import static dev.jetway.agents.travel.Markdown.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.Action;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Shows the traveler's bookings, and prepares new ones, changes and cancellations. It only ever
 * <em>prepares</em>: what would cost or change something is returned as a question to the traveler.
 */
public final class BookingAgent implements AgentBehavior {

    private static final String LIST = "bookings.list";
    private static final String GET = "bookings.get";
    private static final String QUOTE = "bookings.quote";
    private static final String CREATE = "bookings.create";
    private static final String CHANGE = "bookings.change";
    private static final String CANCEL = "bookings.cancel";

    private static final Duration TIME_TO_DECIDE = Duration.ofMinutes(15);
    private static final int MOST_SHOWN = 20;
    private static final int MOST_LINES = 12;
    private static final String PRICE = "Price";

    private static final AgentCard CARD = new AgentCard(
            "booking-agent",
            "Shows the traveler's own bookings; prepares a booking, a change or a cancellation for their approval.",
            BookingSkills.ALL,
            Set.of(LIST, GET, QUOTE, CREATE, CHANGE, CANCEL),
            Risk.COMMIT);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        var input = task.input();
        return switch (task.skill()) {
            case LIST -> list(input, context);
            case GET -> withBooking(input, context, (booking, formats) -> shown(booking, formats));
            case CREATE -> create(input, context);
            case CHANGE -> withBooking(input, context, (booking, formats) -> change(booking, input, context));
            case CANCEL -> withBooking(input, context, (booking, formats) -> cancel(booking, context));
            default -> Outcomes.unknown(task.skill());
        };
    }

    private static CompletionStage<AgentResult> list(JsonNode input, AgentContext context) {
        var formats = Formats.of(context.traveler());
        var when = Json.text(input, "when").orElse("upcoming");
        return context.tools()
                .call(LIST, Json.object().put("when", when))
                .thenApply(result -> Outcomes.of(result, found -> listed(found, when, formats)));
    }

    private static AgentResult listed(JsonNode found, String when, Formats formats) {
        var artifact = Json.object().put("when", when);
        var bookings = artifact.putArray("bookings");
        var lines = new ArrayList<String>();
        for (var booking : found.path("bookings")) {
            if (bookings.size() == MOST_SHOWN) {
                break;
            }
            var kept = essence(booking).put("n", bookings.size() + 1);
            lines.add("%d. %s".formatted(bookings.size() + 1, line(kept, formats)));
            bookings.add(kept);
        }
        int more = found.path("bookings").size() - bookings.size();
        if (lines.isEmpty()) {
            return AgentResult.completed(
                    artifact, "You have no %sbookings.".formatted(when.equals("all") ? "" : when + " "));
        }
        return AgentResult.completed(
                artifact,
                "**Your %sbookings**\n\n%s%s"
                        .formatted(
                                when.equals("all") ? "" : when + " ",
                                String.join("\n", lines),
                                more > 0 ? "\n\nand %d more.".formatted(more) : ""));
    }

    private static String line(JsonNode booking, Formats formats) {
        return "**%s** · %s · %s · %s%s"
                .formatted(
                        escape(booking.path("reference").asText(), 16),
                        escape(booking.path("title").asText(), 120),
                        formats.anyTime(booking.path("start").asText()),
                        formats.money(booking.path("price")),
                        booking.path("status").asText().equals("cancelled") ? " · cancelled" : "");
    }

    private static AgentResult shown(JsonNode booking, Formats formats) {
        var text = new StringBuilder(line(booking, formats));
        var artifact = essence(booking);
        var lines = artifact.putArray("lines");
        for (var line : booking.path("lines")) {
            if (lines.size() < MOST_LINES) {
                lines.add(line);
                text.append("\n- ")
                        .append(escape(line.path("label").asText(), 40))
                        .append(": ")
                        .append(escape(line.path("value").asText(), 200));
            }
        }
        return AgentResult.completed(artifact, text.toString());
    }

    private static CompletionStage<AgentResult> create(JsonNode input, AgentContext context) {
        if (Json.text(input, "offerId").isEmpty() || Json.text(input, "kind").isEmpty()) {
            return Outcomes.ask("Which of the offers shall I book? Tell me its number.");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(QUOTE, Json.pick(input, "kind", "offerId", "travelers"))
                .thenApply(result -> Outcomes.of(result, quote -> confirm(quote, formats, context)));
    }

    private static AgentResult confirm(JsonNode quote, Formats formats, AgentContext context) {
        if (Json.text(quote, "quoteId").isEmpty()
                || formats.money(quote.path("price")).isEmpty()) {
            return AgentResult.failed("The offer came without a price, so I did not prepare a booking.");
        }
        var details = new ArrayList<Detail>();
        details.add(new Detail("What", plain(quote.path("title").asText(), 160), Source.TOOL));
        details.addAll(lines(quote));
        details.add(new Detail(PRICE, formats.money(quote.get("price")), Source.TOOL));
        details.add(new Detail("Who pays", plain(quote.path("payer").asText("card on file"), 80), Source.TOOL));
        details.add(
                new Detail("Cancellation", plain(quote.path("cancellation").asText("not stated"), 200), Source.TOOL));
        return new AgentResult.ApprovalRequired(new Action(
                CREATE,
                Json.pick(quote, "quoteId"),
                new Confirmation(
                        "Book " + plain(quote.path("title").asText("this offer"), 160),
                        details,
                        validUntil(quote, context))));
    }

    private static AgentResult cancel(JsonNode booking, AgentContext context) {
        var reference = plain(booking.path("reference").asText(), 16);
        if (booking.path("status").asText().equals("cancelled")) {
            return AgentResult.failed("Booking %s is already cancelled.".formatted(escape(reference, 16)));
        }
        return new AgentResult.ApprovalRequired(new Action(
                CANCEL,
                Json.object().put("reference", booking.path("reference").asText()),
                new Confirmation(
                        "Cancel %s, %s"
                                .formatted(
                                        reference, plain(booking.path("title").asText(), 120)),
                        details(booking, "Refund", "as the terms of the booking say", context),
                        deadline(context))));
    }

    private static AgentResult change(JsonNode booking, JsonNode input, AgentContext context) {
        var reference = booking.path("reference").asText();
        boolean hotel = booking.path("kind").asText().equals("hotel");
        var start = Json.text(input, "start");
        if (start.isEmpty() || (hotel && Json.text(input, "end").isEmpty())) {
            return new AgentResult.InputRequired(
                    hotel
                            ? "To which nights shall I move %s? Tell me arrival and departure."
                                    .formatted(escape(reference, 16))
                            : "To which day shall I move %s?".formatted(escape(reference, 16)));
        }
        var arguments = Json.object().put("reference", reference);
        var formats = Formats.of(context.traveler());
        var moved = formats.anyTime(start.get());
        if (hotel) {
            arguments
                    .put("checkIn", start.get())
                    .put("checkOut", input.get("end").asText());
            moved += " to " + formats.anyTime(input.get("end").asText());
        } else {
            arguments.put("newDate", start.get());
        }
        var details = new ArrayList<Detail>();
        details.add(new Detail("New date", moved, Source.TRAVELER));
        details.addAll(details(booking, "New price", "worked out again for the new date", context));
        return new AgentResult.ApprovalRequired(new Action(
                CHANGE,
                arguments,
                new Confirmation(
                        "Move %s, %s, to %s"
                                .formatted(
                                        plain(reference, 16),
                                        plain(booking.path("title").asText(), 100),
                                        moved),
                        details,
                        deadline(context))));
    }

    private static List<Detail> details(JsonNode booking, String label, String value, AgentContext context) {
        var formats = Formats.of(context.traveler());
        var details = new ArrayList<Detail>();
        details.add(new Detail("Reference", plain(booking.path("reference").asText(), 16), Source.TOOL));
        details.add(new Detail("What", plain(booking.path("title").asText(), 160), Source.TOOL));
        details.add(new Detail("When", formats.anyTime(booking.path("start").asText()), Source.TOOL));
        details.add(new Detail("Paid", formats.money(booking.path("price")), Source.TOOL));
        details.addAll(lines(booking));
        details.add(new Detail(label, value, Source.COMPUTED));
        return details;
    }

    private static List<Detail> lines(JsonNode from) {
        var details = new ArrayList<Detail>();
        for (var line : from.path("lines")) {
            if (details.size() < MOST_LINES) {
                details.add(new Detail(
                        plain(line.path("label").asText(), 40),
                        plain(line.path("value").asText(), 200),
                        Source.TOOL));
            }
        }
        return details;
    }

    private static CompletionStage<AgentResult> withBooking(
            JsonNode input, AgentContext context, BiFunction<JsonNode, Formats, AgentResult> then) {
        var reference = Json.text(input, "reference");
        if (reference.isEmpty()) {
            return Outcomes.ask("Which booking? Its reference starts with JW.");
        }
        var formats = Formats.of(context.traveler());
        return context.tools()
                .call(GET, Json.object().put("reference", reference.get()))
                .thenApply(result -> Outcomes.of(result, booking -> then.apply(booking, formats)));
    }

    @Override
    public AgentResult concluded(AgentTask task, Action action, ToolResult outcome) {
        return Outcomes.of(outcome, booking -> {
            var reference = escape(booking.path("reference").asText(), 16);
            var title = escape(booking.path("title").asText(), 160);
            var text = switch (action.tool()) {
                case CANCEL ->
                    "Cancelled: %s, reference **%s**.".formatted(title, reference) + refund(booking.path("refund"));
                case CHANGE -> "Changed: %s, reference **%s**.".formatted(title, reference);
                default ->
                    "Booked: %s. Your reference is **%s**.".formatted(title, reference) + paid(action.confirmation());
            };
            return AgentResult.completed(essence(booking), text);
        });
    }

    private static String paid(Confirmation confirmation) {
        return confirmation.details().stream()
                .filter(detail -> detail.label().equals(PRICE))
                .findFirst()
                .map(detail -> " Price: %s.".formatted(detail.value()))
                .orElse("");
    }

    private static String refund(JsonNode refund) {
        return refund.path("amount").isNumber()
                ? " Refund: %s %s."
                        .formatted(
                                refund.get("amount").decimalValue().toPlainString(),
                                escape(refund.path("currency").asText(), 8))
                : "";
    }

    /** What later turns and the reply need of a booking. */
    private static ObjectNode essence(JsonNode booking) {
        var essence = Json.pick(booking, "reference", "kind", "status", "start", "end", "price", "refund");
        return essence.put("title", plain(booking.path("title").asText(), 160));
    }

    private static Instant validUntil(JsonNode quote, AgentContext context) {
        var longest = deadline(context);
        try {
            var stated = Instant.parse(quote.path("validUntil").asText());
            return stated.isBefore(longest) ? stated : longest;
        } catch (DateTimeParseException notStated) {
            return longest;
        }
    }

    private static Instant deadline(AgentContext context) {
        return context.clock().instant().plus(TIME_TO_DECIDE);
    }
}
