package dev.jetway.agents.travel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Action;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookingAgentTest {

    private static final String BOOKING = """
            {"reference": "JWABC123", "kind": "hotel", "status": "confirmed", "title": "Harbour View, Boston",
             "lines": [{"label": "Room", "value": "Double"}], "start": "2026-11-28", "end": "2026-11-30",
             "price": {"amount": 240, "currency": "GBP"}}
            """;

    private final ScriptedTools tools = new ScriptedTools();
    private final BookingAgent agent = new BookingAgent();

    @Test
    void bookingAsksForApprovalOfExactlyTheQuotedOffer() {
        tools.expect("bookings.quote", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}")
                .answers("""
                        {"quoteId": "q1", "title": "Harbour View, Boston",
                         "lines": [{"label": "Nights", "value": "28 to 30 November"}],
                         "price": {"amount": 240.50, "currency": "GBP"}, "payer": "card on file",
                         "cancellation": "free until 26 November", "validUntil": "2026-11-21T09:05:00Z"}
                        """);
        var action = approval("bookings.create", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}");
        assertThat(action.tool()).isEqualTo("bookings.create");
        assertThat(action.arguments()).hasToString("{\"quoteId\":\"q1\"}");
        assertThat(action.confirmation().title()).isEqualTo("Book Harbour View, Boston");
        assertThat(action.confirmation().validUntil()).isEqualTo(Instant.parse("2026-11-21T09:05:00Z"));
        assertThat(action.confirmation().details())
                .containsExactly(
                        new Detail("What", "Harbour View, Boston", Source.TOOL),
                        new Detail("Nights", "28 to 30 November", Source.TOOL),
                        new Detail("Price", "£240.50", Source.TOOL),
                        new Detail("Who pays", "card on file", Source.TOOL),
                        new Detail("Cancellation", "free until 26 November", Source.TOOL));
    }

    @Test
    void anOfferThatIsGoneIsRefusedWithTheToolsSentence() {
        tools.expect("bookings.quote").refuses("This offer is gone. Search again");
        assertThat(handle("bookings.create", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}"))
                .isEqualTo(AgentResult.failed("This offer is gone. Search again."));
    }

    @Test
    void aQuoteWithoutAPriceIsNeverPutToTheTraveler() {
        tools.expect("bookings.quote").answers("{\"quoteId\": \"q1\", \"title\": \"Harbour View\"}");
        assertThat(handle("bookings.create", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}"))
                .isInstanceOf(AgentResult.Failed.class);
    }

    @Test
    void cancelingShowsTheBookingFirst() {
        tools.expect("bookings.get", "{\"reference\": \"JWABC123\"}").answers(BOOKING);
        var action = approval("bookings.cancel", "{\"reference\": \"JWABC123\"}");
        assertThat(action.arguments()).hasToString("{\"reference\":\"JWABC123\"}");
        assertThat(action.confirmation().title()).isEqualTo("Cancel JWABC123, Harbour View, Boston");
        assertThat(action.confirmation().details()).contains(new Detail("Paid", "£240", Source.TOOL));
    }

    @Test
    void somebodyElsesBookingIsRefused() {
        tools.expect("bookings.get").refuses("No booking JWOTHER1 is yours");
        assertThat(handle("bookings.cancel", "{\"reference\": \"JWOTHER1\"}"))
                .isEqualTo(AgentResult.failed("No booking JWOTHER1 is yours."));
    }

    @Test
    void aCanceledBookingIsNotCanceledAgain() {
        tools.expect("bookings.get").answers(BOOKING.replace("confirmed", "cancelled"));
        assertThat(handle("bookings.cancel", "{\"reference\": \"JWABC123\"}"))
                .isEqualTo(AgentResult.failed("Booking JWABC123 is already cancelled."));
    }

    @Test
    void movingAHotelNeedsBothDays() {
        tools.expect("bookings.get").answers(BOOKING);
        assertThat(handle("bookings.change", "{\"reference\": \"JWABC123\", \"start\": \"2027-05-05\"}"))
                .isInstanceOf(AgentResult.InputRequired.class);
    }

    @Test
    void movingAHotelNamesTheNewDays() {
        tools.expect("bookings.get").answers(BOOKING);
        var action = approval(
                "bookings.change", "{\"reference\": \"JWABC123\", \"start\": \"2027-05-05\", \"end\": \"2027-05-07\"}");
        assertThat(action.arguments())
                .hasToString("{\"reference\":\"JWABC123\",\"checkIn\":\"2027-05-05\",\"checkOut\":\"2027-05-07\"}");
        assertThat(action.confirmation().details())
                .contains(new Detail("New date", "Wed 5 May 2027 to Fri 7 May 2027", Source.TRAVELER));
    }

    @Test
    void aDoneBookingIsReportedWithItsReferenceAndPrice() throws Exception {
        tools.expect("bookings.quote")
                .answers("{\"quoteId\": \"q1\", \"title\": \"Harbour View\","
                        + " \"price\": {\"amount\": 240, \"currency\": \"GBP\"}}");
        var task = TestContext.task("bookings.create", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}");
        var action = approval("bookings.create", "{\"kind\": \"hotel\", \"offerId\": \"h1\"}");
        var booked = new com.fasterxml.jackson.databind.ObjectMapper().readTree(BOOKING);
        assertThat(agent.concluded(task, action, new ToolResult.Ok(booked)))
                .isInstanceOfSatisfying(AgentResult.Completed.class, done -> {
                    assertThat(done.text())
                            .isEqualTo("Booked: Harbour View, Boston. Your reference is **JWABC123**. Price: £240.");
                    assertThat(done.artifact().path("reference").asText()).isEqualTo("JWABC123");
                });
        assertThat(agent.concluded(task, action, new ToolResult.ToolError("The room is gone")))
                .isEqualTo(AgentResult.failed("The room is gone."));
    }

    @Test
    void upcomingBookingsAreListedByNumber() {
        tools.expect("bookings.list", "{\"when\": \"upcoming\"}").answers("{\"bookings\": [" + BOOKING + "]}");
        assertThat(handle("bookings.list", "{}"))
                .isInstanceOfSatisfying(
                        AgentResult.Completed.class,
                        done -> assertThat(done.text())
                                .isEqualTo("**Your upcoming bookings**\n\n"
                                        + "1. **JWABC123** · Harbour View, Boston · Sat 28 November 2026 · £240"));
    }

    private Action approval(String skill, String input) {
        var result = handle(skill, input);
        assertThat(result).isInstanceOf(AgentResult.ApprovalRequired.class);
        return ((AgentResult.ApprovalRequired) result).action();
    }

    private AgentResult handle(String skill, String input) {
        var result = agent.handle(TestContext.task(skill, input), TestContext.with(tools))
                .toCompletableFuture()
                .join();
        tools.verify();
        return result;
    }
}
