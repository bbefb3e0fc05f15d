package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two adults and a child                        | 2 | 1 |
            me and my wife                                | 2 |   |
            me, my husband and our two kids aged 4 and 7  | 2 | 2 |
            with my kids aged 4, 7 and 9                  |   | 3 |
            a family of four                              | 2 | 2 |
            just me                                       | 1 |   |
            on my own, solo                               | 1 |   |
            the three of us                               | 3 |   |
            a party of 5                                  | 5 |   |
            with two friends                              | 3 |   |
            with my parents                               | 3 |   |
            my mother and I                               | 2 |   |
            for 3                                         | 3 |   |
            for two on Friday                             | 2 |   |
            we are four                                   | 4 |   |
            a table as a couple                           | 2 |   |
            2 adults with a 5-year-old                    | 2 | 1 |
            my wife and our baby                          | 2 | 1 |
            2 rooms for 3 guests                          | 3 |   | 2
            one hotel room for the four of us and 2 kids  | 2 | 2 | 1
            my friends and I, six in all                  | 6 |   |
            for three friends                             | 3 |   |
            two adults and a teenager                     | 2 | 1 |
            me n the missus                               | 2 |   |
            flights for 2 and a hotel                     | 2 |   |
            a room for two for Saturday night             | 2 |   |
            aug 3 thru aug 17, 2+1                        | 2 | 1 |
            flights 2pax                                  | 2 |   |
            2 adutls                                      | 2 |   |
            """)
    void peopleAreCounted(String text, Integer adults, Integer children, Integer rooms) {
        var party = Party.read(Words.of(text));
        assertThat(party.adults()).isEqualTo(adults);
        assertThat(party.children()).isEqualTo(children);
        assertThat(party.rooms()).isEqualTo(rooms);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            for two nights
            for 3 to 10 March
            for 3 March
            a couple of days
            a room
            a present for my mother
            """)
    void otherNumbersCountNobody(String text) {
        assertThat(Party.read(Words.of(text)).empty()).isTrue();
    }

    @Test
    void allOfUsAreThoseWhoWereCountedBefore() {
        var before = Party.read(Words.of("two adults and a child"));
        assertThat(Party.read(Words.of("for the three of us")).over(before)).isEqualTo(before);
        assertThat(Party.read(Words.of("for the four of us")).over(before).adults())
                .isEqualTo(4);
    }

    @Test
    void howAFamilyWasTakenIsAdmitted() {
        assertThat(Party.read(Words.of("a family of three")).taken())
                .isEqualTo("I took a family of three as two adults and a child.");
        assertThat(Party.read(Words.of("two adults and a child")).taken()).isEmpty();
    }
}
