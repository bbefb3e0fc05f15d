package dev.jetway.loadtests.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.loadtests.drill.ClientHistory.Noted;
import dev.jetway.loadtests.drill.Observation.Acknowledged;
import dev.jetway.loadtests.drill.Observation.Approved;
import dev.jetway.loadtests.drill.Observation.Disconnected;
import dev.jetway.loadtests.drill.Observation.Ended;
import dev.jetway.loadtests.drill.Observation.Event;
import dev.jetway.loadtests.drill.Observation.Followed;
import dev.jetway.loadtests.drill.Observation.GaveUp;
import dev.jetway.loadtests.drill.Observation.How;
import dev.jetway.loadtests.drill.Observation.Message;
import dev.jetway.loadtests.drill.Observation.Reset;
import dev.jetway.loadtests.drill.Observation.Sent;
import dev.jetway.loadtests.drill.Observation.Stored;
import dev.jetway.loadtests.drill.Observation.Unread;
import dev.jetway.loadtests.drill.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private static final String TRAVELER = "dev:ada";
    private static final Message QUESTION = new Message("u0", "user", "Hotels in Boston?");
    private static final Message ANSWER = new Message("a0", "assistant", "Three hotels.");
    private static final Stored WHOLE = new Stored("", false, List.of(QUESTION, ANSWER));
    private static final Observation[] GOOD_TURN = {
        new Sent("r0", "u0"), new Acknowledged("r0", false), new Ended("r0", How.ANSWERED), WHOLE
    };
    private static final Observation[] GOOD_BOOKING = {
        new Sent("r0", "u0"),
        new Acknowledged("r0", false),
        new Ended("r0", How.ASKED),
        new Approved("yes", "i1"),
        new Disconnected("connection reset"),
        new Approved("yes", "i1"),
        new Acknowledged("yes", false),
        new Ended("yes", How.ANSWERED),
        WHOLE
    };

    @Test
    void aTurnThatSurvivedARestartWithAResetIsNotABrokenPromise() {
        assertThat(check(
                        new Followed("e1", 0),
                        new Sent("r0", "u0"),
                        new Acknowledged("r0", false),
                        event("e1", 1, 'a'),
                        event("e1", 2, 'b'),
                        new Disconnected("connection reset"),
                        new Followed("e2", 7),
                        new Reset("e2", 7),
                        event("e2", 8, 'c'),
                        new Ended("r0", How.ANSWERED),
                        WHOLE))
                .isEmpty();
    }

    @Test
    void anApprovalThatWasSentTwiceIsOneBooking() {
        assertThat(checkBookings(List.of("JWAAAAAA"), GOOD_BOOKING)).isEmpty();
    }

    @Test
    void aTurnThatNeverEndsIsFound() {
        assertThat(check(new Sent("r0", "u0"), new Acknowledged("r0", false), new GaveUp("r0", "no answer"), WHOLE))
                .containsExactly(Kind.TURN_NEVER_ENDED);
    }

    @Test
    void aConfirmationThatNeverEndsIsFound() {
        assertThat(checkBookings(List.of("JWAAAAAA"), new Approved("yes", "i1"), new Acknowledged("yes", false), WHOLE))
                .containsExactly(Kind.TURN_NEVER_ENDED);
    }

    @Test
    void anAcknowledgedMessageThatIsGoneIsFound() {
        assertThat(check(
                        new Sent("r0", "u0"),
                        new Acknowledged("r0", false),
                        new Ended("r0", How.FAILED),
                        new Stored("", false, List.of())))
                .containsExactly(Kind.ACKNOWLEDGED_MESSAGE_MISSING);
    }

    @Test
    void aMessageThatWasNeverAcknowledgedMayBeGone() {
        assertThat(check(new Sent("r0", "u0"), new Ended("r0", How.FAILED), new Stored("", false, List.of())))
                .isEmpty();
    }

    @Test
    void aMessageStoredTwiceIsFound() {
        assertThat(check(
                        new Sent("r0", "u0"),
                        new Ended("r0", How.ANSWERED),
                        new Stored("", false, List.of(QUESTION, ANSWER, QUESTION, ANSWER))))
                .contains(Kind.MESSAGE_DOUBLED);
    }

    @Test
    void anAnsweredTurnWithoutAReplyIsFound() {
        assertThat(check(new Sent("r0", "u0"), new Ended("r0", How.ANSWERED), new Stored("", false, List.of(QUESTION))))
                .containsExactly(Kind.REPLY_MISSING);
    }

    @Test
    void aReplyGivenTwiceIsFound() {
        assertThat(check(
                        new Sent("r0", "u0"),
                        new Ended("r0", How.ANSWERED),
                        new Stored(
                                "", false, List.of(QUESTION, ANSWER, new Message("a1", "assistant", ANSWER.text())))))
                .containsExactly(Kind.REPLY_DOUBLED);
    }

    @Test
    void aConversationThatCouldNotBeReadIsFound() {
        assertThat(check(new Sent("r0", "u0"), new Ended("r0", How.ANSWERED))).containsExactly(Kind.HISTORY_UNREADABLE);
    }

    @Test
    void aGapBetweenEventsIsFound() {
        assertThat(check(with(GOOD_TURN, new Followed("e1", 3), event("e1", 4, 'a'), event("e1", 6, 'b'))))
                .containsExactly(Kind.EVENT_MISSING);
    }

    @Test
    void aGapBehindAReconnectIsFound() {
        assertThat(check(with(
                        GOOD_TURN,
                        new Followed("e1", 3),
                        event("e1", 4, 'a'),
                        new Disconnected("reset"),
                        new Followed("e1", 4),
                        event("e1", 6, 'c'))))
                .containsExactly(Kind.EVENT_MISSING);
    }

    @Test
    void aRepeatedEventIsAllowedAndAChangedOneIsFound() {
        assertThat(check(with(GOOD_TURN, new Followed("e1", 3), event("e1", 4, 'a'), event("e1", 4, 'a'))))
                .isEmpty();
        assertThat(check(with(GOOD_TURN, new Followed("e1", 3), event("e1", 4, 'a'), event("e1", 4, 'b'))))
                .containsExactly(Kind.EVENT_CHANGED);
    }

    @Test
    void anApprovalThatBookedNothingIsFound() {
        assertThat(checkBookings(List.of(), GOOD_BOOKING)).containsExactly(Kind.BOOKING_MISSING);
    }

    @Test
    void anApprovalThatBookedTwiceIsFound() {
        assertThat(checkBookings(List.of("JWAAAAAA", "JWBBBBBB"), GOOD_BOOKING)).containsExactly(Kind.BOOKING_DOUBLED);
    }

    @Test
    void aBookingNobodyApprovedIsFound() {
        assertThat(checkBookings(List.of("JWAAAAAA"), GOOD_TURN)).containsExactly(Kind.BOOKING_UNAPPROVED);
    }

    @Test
    void whatTwoFrontEndsSaidIsOneConversationAndEachHasItsOwnNumbers() {
        assertThat(kinds(
                        List.of(),
                        history("one", with(GOOD_TURN, new Followed("e1", 3), event("e1", 4, 'a'))),
                        history("two", new Followed("e9", 0), event("e9", 1, 'b'), event("e9", 2, 'c'))))
                .isEmpty();
    }

    @Test
    void aMessageOfAnotherFrontEndThatIsGoneIsFound() {
        assertThat(kinds(
                        List.of(),
                        history("one", GOOD_TURN),
                        history(
                                "two",
                                new Sent("r9", "u9"),
                                new Acknowledged("r9", false),
                                new Ended("r9", How.FAILED))))
                .containsExactly(Kind.ACKNOWLEDGED_MESSAGE_MISSING);
    }

    @Test
    void aMessageThatOneRegionDoesNotHaveIsFound() {
        assertThat(check(
                        new Sent("r0", "u0"),
                        new Acknowledged("r0", false),
                        new Ended("r0", How.ANSWERED),
                        new Stored("eu", false, List.of(QUESTION, ANSWER)),
                        new Stored("us", false, List.of())))
                .containsExactly(Kind.ACKNOWLEDGED_MESSAGE_MISSING, Kind.REGIONS_DIFFER);
    }

    @Test
    void regionsThatTellATurnsOutcomeDifferentlyAreFound() {
        var done = new Message("p0", "activity", "book=completed ");
        var open = new Message("p0", "activity", "book=committing ");
        assertThat(check(
                        new Stored("eu", false, List.of(QUESTION, done, ANSWER)),
                        new Stored("us", false, List.of(QUESTION, open, ANSWER))))
                .containsExactly(Kind.REGIONS_DIFFER);
    }

    @Test
    void aConversationThatIsStillAtWorkIsFound() {
        assertThat(check(new Stored("eu", true, List.of(QUESTION, ANSWER)))).containsExactly(Kind.TURN_NEVER_ENDED);
    }

    @Test
    void aRegionThatCouldNotBeReadIsFoundUnlessItCouldLater() {
        assertThat(check(WHOLE, new Unread("us", "no answer"))).containsExactly(Kind.HISTORY_UNREADABLE);
        assertThat(check(new Unread("", "no answer"), WHOLE)).isEmpty();
    }

    @Test
    void aReplyThatNamesABookingNobodyMadeIsFound() {
        var told = new Stored("", false, List.of(QUESTION, new Message("a0", "assistant", "Booked: **JWZZZZZZ**.")));
        assertThat(checkBookings(List.of("JWZZZZZZ"), new Approved("yes", "i1"), new Ended("yes", How.ANSWERED), told))
                .isEmpty();
        assertThat(check(told)).containsExactly(Kind.BOOKING_UNTRUE);
    }

    @Test
    void twoApprovalsOfOneQuestionAreOneTurnAndOneBooking() {
        var both = with(GOOD_BOOKING, new Approved("yes2", "i1"), new Acknowledged("yes2", false));
        assertThat(checkBookings(List.of("JWAAAAAA"), both)).isEmpty();
        assertThat(checkBookings(List.of("JWAAAAAA", "JWBBBBBB"), both)).containsExactly(Kind.BOOKING_DOUBLED);
    }

    @Test
    void onlyTheLastReadingOfEachRegionCounts() {
        assertThat(check(
                        new Stored("us", false, List.of()),
                        new Stored("eu", false, List.of(QUESTION, ANSWER)),
                        new Stored("us", false, List.of(QUESTION, ANSWER))))
                .isEmpty();
    }

    @Test
    void eventsThatWereSentAsOneAreNoGap() {
        assertThat(check(with(
                        GOOD_TURN,
                        new Followed("e1", 3),
                        new Event("e1", 4, 6, "TEXT_MESSAGE_CONTENT", "", 1),
                        new Event("e1", 6, 6, "TEXT_MESSAGE_CONTENT", "", 2),
                        event("e1", 7, 'b'))))
                .isEmpty();
        assertThat(check(with(GOOD_TURN, new Followed("e1", 3), new Event("e1", 5, 6, "TEXT_MESSAGE_CONTENT", "", 1))))
                .containsExactly(Kind.EVENT_MISSING);
    }

    @Test
    void goingOnElsewhereWithoutAResetIsFound() {
        assertThat(check(with(
                        GOOD_TURN,
                        new Followed("e1", 3),
                        event("e1", 4, 'a'),
                        new Followed("e2", 9),
                        event("e2", 10, 'b'),
                        event("e2", 11, 'b'))))
                .containsExactly(Kind.EVENT_MISSING);
    }

    private static Event event(String epoch, long seq, char content) {
        return new Event(epoch, seq, seq, "CUSTOM", "", content);
    }

    private static Observation[] with(Observation[] first, Observation... more) {
        var all = new ArrayList<>(Arrays.asList(more));
        all.addAll(Arrays.asList(first));
        return all.toArray(Observation[]::new);
    }

    private static List<Kind> check(Observation... observations) {
        return checkBookings(List.of(), observations);
    }

    private static List<Kind> checkBookings(List<String> references, Observation... observations) {
        return kinds(references, history("one", observations));
    }

    private static ClientHistory history(String client, Observation... observations) {
        var noted = IntStream.range(0, observations.length)
                .mapToObj(i -> new Noted(Instant.ofEpochSecond(i), "", observations[i]))
                .toList();
        return new ClientHistory(TRAVELER, client, noted);
    }

    private static List<Kind> kinds(List<String> references, ClientHistory... clients) {
        return Checker.check(List.of(clients), Map.of(TRAVELER, references)).stream()
                .map(Violation::kind)
                .toList();
    }
}
