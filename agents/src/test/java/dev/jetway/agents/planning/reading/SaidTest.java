package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.testing.TestContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaidTest {

    private static Said said(String... texts) {
        var messages = new ArrayList<Said.Message>();
        var at = TestContext.NOW;
        for (var text : texts) {
            messages.add(new Said.Message(text, at));
            at = at.plus(Duration.ofDays(1));
        }
        return Said.in(messages, TestContext.TRAVELER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cancel jwabc123, please                   | JWABC123
                    move it to 5 May                          | 2027-05-05
                    move it to tomorrow                       | 2026-11-22
                    from 3 March, three nights                | 2027-03-06
                    a flight from London to Tokyo             | TYO
                    a flight from London to Tokyo             | Tokyo
                    hotels in Lisbon                          | PT
                    book it for Zoë  O’Neill-Smith            | zoë o’neill-smith
                    is JW412 on time today?                   | JW412
                    a flight to Rome at half past five pm     | 17:30
                    a hotel in Rome over Easter               | 2027-03-28
                    the last Friday of May                    | 2027-05-28
                    hotels in Barcelna                        | Barcelona
                    a flight to San Fransisco                 | SFO
                    from London to Sydney via Dubai           | DXB
                    """)
    void whatAMessageMeansIsSaid(String message, String value) {
        assertThat(said(message).text(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cancel JWABC123                 | JWABC124
                    move it to 5 May                | 2027-05-06
                    a flight to Tokyo               | LON
                    hotels in Lisbon                | ES
                    book it for Zoe                 | Zo
                    the harbourmaster               | harbour
                    thanks                          | upcoming
                    """)
    void whatItDoesNotMeanIsNot(String message, String value) {
        assertThat(said(message).text(value)).isFalse();
    }

    @Test
    void oneMessageCompletesAnother() {
        assertThat(said("hotels in Rome from 3 March", "make it five nights").text("2027-03-08"))
                .isTrue();
    }

    @Test
    void aChangeOfWhatWasSaidIsSaidAsWell() {
        assertThat(said("hotels in Rome from 3 to 6 March", "a day later").text("2027-03-04"))
                .isTrue();
        assertThat(said("hotels in Rome from 3 to 6 March", "one more night").text("2027-03-07"))
                .isTrue();
        assertThat(said("hotels in Rome from 3 to 6 March", "make it Friday instead")
                        .text("2027-03-05"))
                .isTrue();
        assertThat(said("hotels in Rome from 3 to 6 March", "a day later").text("2027-03-05"))
                .isFalse();
    }

    @Test
    void tomorrowIsTheDayAfterItWasSaid() {
        var said = said("hello", "weather in Rome tomorrow");

        assertThat(said.text("2026-11-23")).isTrue();
        assertThat(said.text("2026-11-22")).isFalse();
    }

    @Test
    void numbersAreSaidInWordsAndInFigures() {
        var said = said("two adults and 1 child, under £150.50 a night");

        assertThat(List.of("2", "1", "3", "150.5")).allMatch(number -> said.number(new BigDecimal(number)));
        assertThat(said.number(new BigDecimal("9"))).isFalse();
    }

    @Test
    void whatAPlannerWouldAssumeWasNotSaid() {
        var said = said("find a hotel in Rome");

        assertThat(said.number(BigDecimal.ONE)).isFalse();
        assertThat(said.text("GBP")).isFalse();
    }
}
