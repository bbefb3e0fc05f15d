package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Read on Saturday, 21 November 2026. */
class DatesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private static Period read(String text) {
        return Dates.read(Words.of(text), TODAY, false, Period.NONE);
    }

    private static Period read(String text, String start, String end) {
        var before = new Period(LocalDate.parse(start), LocalDate.parse(end), null, null, List.of(), null);
        return Dates.read(Words.of(text), TODAY, false, before).over(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the 11th                       | 2026-12-11
            21st of this month             | 2026-11-21
            the 3rd of next month          | 2026-12-03
            twenty-first of March          | 2027-03-21
            March the third                | 2027-03-03
            3 Feburary                     | 2027-02-03
            29 February                    | 2028-02-29
            March 3rd, 2028                | 2028-03-03
            3/4                            | 2027-04-03
            25/12                          | 2026-12-25
            12/25                          | 2026-12-25
            3/4/27                         | 2027-04-03
            3.4.2027                       | 2027-04-03
            2027/04/03                     | 2027-04-03
            later today                    | 2026-11-21
            day after tomorrow             | 2026-11-23
            tommorow                       | 2026-11-22
            in a fortnight                 | 2026-12-05
            in exactly three weeks         | 2026-12-12
            the last day of this month     | 2026-11-30
            Tue                            | 2026-11-24
            in a couple of days            | 2026-11-23
            three days from now            | 2026-11-24
            a week on Monday               | 2026-11-30
            two weeks after Christmas      | 2027-01-08
            the day before Thanksgiving    | 2026-11-25
            Monday                         | 2026-11-23
            this Saturday                  | 2026-11-21
            next Saturday                  | 2026-11-28
            Thursday, next week            | 2026-11-26
            next week on Thursday          | 2026-11-26
            Friday in two weeks            | 2026-12-04
            Tuesday week                   | 2026-12-01
            the Friday after next          | 2026-12-04
            Friday the 13th                | 2027-08-13
            the last Friday of May         | 2027-05-28
            first Monday in June           | 2027-06-07
            Wensday                        | 2026-11-25
            Good Friday                    | 2027-03-26
            New Year's Eve                 | 2026-12-31
            new year                       | 2027-01-01
            Easter 2028                    | 2028-04-16
            """)
    void aFewWordsNameOneDay(String text, LocalDate day) {
        assertThat(Dates.single(text, TODAY, false)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "two", "room 5", "31 February", "1 May 2020", "in May", "Easter Island"})
    void otherWordsNameNone(String text) {
        assertThat(Dates.single(text, TODAY, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from the 3rd to the 8th                     | 2026-12-03 | 2026-12-08
            from Friday to Monday                       | 2026-11-27 | 2026-11-30
            fri - mon                                   | 2026-11-27 | 2026-11-30
            3-10 March 2028                             | 2028-03-03 | 2028-03-10
            March 3rd to the 10th                       | 2027-03-03 | 2027-03-10
            between 3 and 10 June                       | 2027-06-03 | 2027-06-10
            the 28th to the 2nd of May                  | 2027-04-28 | 2027-05-02
            28 December until 3 January                 | 2026-12-28 | 2027-01-03
            for four nights from the 5th of May         | 2027-05-05 | 2027-05-09
            a week from 5 May                           | 2027-05-05 | 2027-05-12
            3 March, back ten days later                | 2027-03-03 | 2027-03-13
            back in ten days, leaving 3 March           | 2027-03-03 | 2027-03-13
            leaving the 5th, returning the day after    | 2026-12-05 | 2026-12-06
            return flight 3 July to 17 July             | 2027-07-03 | 2027-07-17
            for the party on 11 March, from 10 March    | 2027-03-10 | 2027-03-11
            next weekend                                | 2026-11-28 | 2026-11-29
            the weekend after next                      | 2026-12-05 | 2026-12-06
            the weekend before Christmas                | 2026-12-19 | 2026-12-20
            next long weekend                           | 2026-11-27 | 2026-11-30
            Easter weekend                              | 2027-03-26 | 2027-03-29
            Labor Day weekend                           | 2027-09-04 | 2027-09-06
            first weekend of June                       | 2027-06-05 | 2027-06-06
            the last week of May                        | 2027-05-25 | 2027-05-31
            the week of 5 May                           | 2027-05-03 | 2027-05-09
            the week after next                         | 2026-11-30 | 2026-12-06
            three nights next week                      | 2026-11-23 | 2026-11-26
            over New Year: 30 December to 2 January     | 2026-12-30 | 2027-01-02
            for the new year: leave 28 December, back 4 January  | 2026-12-28 | 2027-01-04
            a long weekend, Thursday 10 to Sunday 13 December    | 2026-12-10 | 2026-12-13
            the first weekend of June from the 4th to the 7th    | 2027-06-04 | 2027-06-07
            the weekend of December 12, leaving Friday and returning Sunday | 2026-12-11 | 2026-12-13
            Christmas eve, back on 3 January            | 2026-12-24 | 2027-01-03
            on 20 November 2027, a Saturday I think, for 5 nights | 2027-11-20 | 2027-11-25
            a client on 3 December, a room for the night before  | 2026-12-02 | 2026-12-03
            for the night of 11 June                    | 2027-06-11 | 2027-06-12
            the next three days                         | 2026-11-21 | 2026-11-24
            on 6, 7 and 8 March                         | 2027-03-06 | 2027-03-09
            for May 15th, 16th, and 17th                | 2027-05-15 | 2027-05-18
            24.12. - 27.12.                             | 2026-12-24 | 2026-12-27
            the first days of December, the 1st to the 3rd       | 2026-12-01 | 2026-12-03
            the twelfth to the fourteenth of January    | 2027-01-12 | 2027-01-14
            """)
    void aRangeHasTwoDays(String text, LocalDate start, LocalDate end) {
        var period = read(text);
        assertThat(period.problem()).isNull();
        assertThat(period.start()).isEqualTo(start);
        assertThat(period.until()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a day later                    | 2027-03-06 | 2027-03-13
            two days earlier please        | 2027-03-03 | 2027-03-10
            one more night                 | 2027-03-05 | 2027-03-13
            stay another week              | 2027-03-05 | 2027-03-19
            two nights less                | 2027-03-05 | 2027-03-10
            can you extend it by 3 days?   | 2027-03-05 | 2027-03-15
            come back a day later          | 2027-03-05 | 2027-03-13
            arriving a day earlier         | 2027-03-04 | 2027-03-12
            make it Tuesday instead        | 2027-03-02 | 2027-03-09
            make it the 17th               | 2027-03-17 | 2027-03-24
            and return on Sunday           | 2027-03-05 | 2027-03-07
            until the 20th                 | 2027-03-05 | 2027-03-20
            make it five nights            | 2027-03-05 | 2027-03-10
            same dates                     | 2027-03-05 | 2027-03-12
            move it to the following Friday| 2027-03-12 | 2027-03-19
            from 3 May                     | 2027-05-03 | 2027-05-10
            """)
    void whatWasSaidBeforeIsChanged(String text, LocalDate start, LocalDate end) {
        var period = read(text, "2027-03-05", "2027-03-12");
        assertThat(period.start()).isEqualTo(start);
        assertThat(period.until()).isEqualTo(end);
    }

    @Test
    void aChangeThatLeadsIntoThePastIsAsked() {
        assertThat(read("a week earlier", "2026-11-25", "2026-11-28").problem()).contains("is in the past");
        assertThat(read("one night less", "2026-11-25", "2026-11-26").problem()).contains("is not after the start");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            in May                     | 2027-05 |
            at the end of May          | 2027-05 | LATE
            early May                  | 2027-05 | EARLY
            mid-May                    | 2027-05 | MIDDLE
            beginning of next month    | 2026-12 | EARLY
            in November                | 2026-11 |
            """)
    void aMonthMayBeAllThatIsSaid(String text, YearMonth month, Period.Part part) {
        assertThat(read(text).month()).isEqualTo(month);
        assertThat(read(text).part()).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "book the 2nd one",
                "the 1st and the 2nd hotel",
                "under 150 a day",
                "a day trip",
                "day by day",
                "the sun is out",
                "we sat there",
                "Christmas markets",
                "may I ask",
                "two days ago",
                "in the last two weeks"
            })
    void whatSoundsLikeADayIsNone(String text) {
        assertThat(read(text)).isEqualTo(Period.NONE);
    }

    @Test
    void vagueWordsAreAdmitted() {
        assertThat(read("over Easter").assumptions()).containsExactly("I took “Easter” as Sun 28 March.");
        assertThat(read("Friday next week").assumptions())
                .containsExactly("I took “Friday next week” as Fri 27 November.");
        assertThat(read("Monday 12 March").assumptions())
                .containsExactly("It is Fri 12 March; I took the date you named.");
        assertThat(read("Friday 12 March").assumptions()).isEmpty();
    }

    @Test
    void anAnswerNamesADayWhereAMessageWouldChoose() {
        assertThat(read("the 2nd")).isEqualTo(Period.NONE);
        assertThat(Dates.answer(Words.of("the 2nd"), TODAY, false, Period.NONE).start())
                .isEqualTo(LocalDate.of(2026, 12, 2));
    }

    @Test
    void aDayThatIsNamedTwiceOrAsAnAlternativeIsNoEnd() {
        assertThat(read("the weather tomorrow, and a room for tomorrow night").end())
                .isNull();
        assertThat(read("on December 18 or December 19").end()).isNull();
        assertThat(read("move it to December 15, and is it on time today?").end())
                .isNull();
    }

    @Test
    void anAmericanWritesTheMonthFirst() {
        assertThat(Dates.single("3/4/2027", TODAY, true)).contains(LocalDate.of(2027, 3, 4));
        assertThat(Dates.single("25/12/2027", TODAY, true)).contains(LocalDate.of(2027, 12, 25));
    }
}
