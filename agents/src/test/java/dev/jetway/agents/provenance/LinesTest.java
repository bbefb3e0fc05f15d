package dev.jetway.agents.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    private static final List<Origin> INPUT = List.of(
            new Origin("", "/reference", "JWABC123", Kind.SAID, null),
            new Origin("", "/start", "2027-05-05", Kind.SAID, null),
            new Origin("", "/end", "2027-05-07", Kind.COMPUTED, null));

    private static final Evidence BOOKING =
            new Evidence("bookings.get", json("{\"reference\": \"JWABC123\"}"), json("""
            {"reference": "JWABC123", "title": "Harbour View, Boston", "start": "2026-11-28",
             "departure": "2027-03-03T11:20:00Z", "price": {"amount": 1284.50, "currency": "GBP"},
             "lines": [{"label": "Room", "value": "Double"}]}"""));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Every line claims to be the traveler's own. */
    private static Detail traced(String value) {
        return Lines.traced(List.of(new Detail("Line", value, Source.TRAVELER)), INPUT, List.of(BOOKING))
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Harbour View, Boston",
                "Double",
                "£1,284.50",
                "1.284,50 €",
                "Sat 28 November 2026",
                "Sat, Nov 28, 2026",
                "Wed 3 Mar 11:20"
            })
    void whatAToolSaidIsTheToolsWhateverTheAgentSays(String value) {
        assertThat(traced(value)).isEqualTo(new Detail("Line", value, Source.TOOL, "bookings.get"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWABC123", "Wed 5 May 2027"})
    void whatTheTravelerSaidIsTheirsAlsoWhenAToolRepeatsIt(String value) {
        assertThat(traced(value)).isEqualTo(new Detail("Line", value, Source.TRAVELER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "£1,285",
                "as the terms of the booking say",
                "Wed 5 May 2027 to Fri 7 May 2027",
                "",
                "Sun 29 November 2026"
            })
    void whatIsNotWhollyOneOrTheOthersIsWorkedOut(String value) {
        assertThat(traced(value).from()).isEqualTo(Source.COMPUTED);
    }

    @Test
    void labelsAndValuesStayAsTheyAre() {
        assertThat(traced("Double").label()).isEqualTo("Line");
    }
}
