package dev.jetway.agents.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemarksTest {

    private static final Confirmation QUESTION = new Confirmation(
            "Book Harbour View, Boston",
            List.of(new Detail("Hotel", "Harbour View, 4 stars", Source.TOOL)),
            Instant.EPOCH);

    private static Origin origin(String argument, String value, Kind kind) {
        return new Origin("a.book", argument, value, kind, kind.source() == Source.TOOL ? "hotels.search" : null);
    }

    private static List<String> remarks(Origin... origins) {
        return Remarks.of(List.of(origins), QUESTION);
    }

    @Test
    void whatWasSaidAndTheIdsOfToolsAreNotRemarkedUpon() {
        assertThat(remarks(
                        origin("/reference", "JWABC123", Kind.SAID),
                        origin("/quoteId", "eyJhb-1", Kind.FIELD),
                        origin("/price", "240.5", Kind.FIELD),
                        origin("/checkIn", "2027-05-05", Kind.FIELD)))
                .isEmpty();
    }

    @Test
    void whatTheQuestionShowsIsNotRemarkedUpon() {
        assertThat(remarks(origin("/kind", "hotel", Kind.FIELD), origin("/hotel", "Harbour View", Kind.FIELD)))
                .isEmpty();
    }

    @Test
    void wordsOfAToolThatTheQuestionDoesNotShowAre() {
        assertThat(remarks(origin("/travelers/0/name", "Mallory", Kind.FIELD)))
                .containsExactly("You did not say “Mallory” (name); it is from hotels.search.");
    }

    @Test
    void aTextTakenForSomethingElseAlwaysIs() {
        assertThat(remarks(origin("/payee", "Harbour View", Kind.TEXT)))
                .containsExactly("You did not say “Harbour View” (payee); it is from a text of hotels.search.");
    }

    @Test
    void anIdThatAStrangersTextNamesAsWellIsPointedOut() {
        var origin = new Origin("a.cancel", "/reference", "JW123", Kind.FIELD, "bookings.list", "hotels.search");

        assertThat(remarks(origin))
                .containsExactly(
                        "“JW123” (reference) stands in a text from hotels.search, too. Approve this only if it is what you want.");
    }

    @Test
    void whatNobodySaidIsPointedOut() {
        assertThat(remarks(origin("/newDate", "2027-05-05", Kind.COMPUTED)))
                .containsExactly("Neither you nor any service said “2027-05-05” (new date); I worked it out.");
    }

    @Test
    void noMoreIsSaidThanAnybodyReads() {
        var many = IntStream.range(0, 20)
                .mapToObj(i -> origin("/x" + i, "made up " + i, Kind.COMPUTED))
                .toArray(Origin[]::new);

        assertThat(remarks(many)).hasSize(9).last().isEqualTo("12 more values are not yours either.");
    }

    @Test
    void nobodyIsAskedAboutAValueFromTheMiddleOfAText() {
        var refusal = Remarks.refusal(
                List.of(origin("/quoteId", "q-1", Kind.FIELD), origin("/reference", "JW*123*", Kind.FRAGMENT)));

        assertThat(refusal)
                .hasValue(
                        "I did nothing: the reference “JW\\*123\\*” stands in the middle of a text from hotels.search, and you did not say it. If it is what you want, tell me so in your own words.");
        assertThat(Remarks.refusal(List.of(origin("/payee", "Harbour View", Kind.TEXT))))
                .isEmpty();
    }
}
