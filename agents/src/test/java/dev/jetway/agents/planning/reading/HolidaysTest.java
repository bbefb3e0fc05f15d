package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaysTest {

    /** The earliest and the latest Easter there can be, and some between. */
    @ParameterizedTest
    @CsvSource({
        "1818-03-22",
        "2008-03-23",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2030-04-21",
        "2038-04-25",
        "2100-03-28"
    })
    void easterIsTheSundayTheAlmanacNames(LocalDate sunday) {
        assertThat(Holidays.easter(sunday.getYear())).isEqualTo(sunday);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            thanksgiving      | 2027-11-25
            black friday      | 2027-11-26
            memorial day      | 2027-05-31
            labor day         | 2027-09-06
            whit monday       | 2027-05-17
            ash wednesday     | 2027-02-10
            christmas eve     | 2027-12-24
            """)
    void aHolidayHasItsDayInEveryYear(String name, LocalDate day) {
        assertThat(Dates.single(name, LocalDate.of(2027, 1, 2), false)).contains(day);
        assertThat(Dates.single(name, day, false)).contains(day);
        assertThat(Dates.single(name, day.plusDays(1), false))
                .hasValueSatisfying(next -> assertThat(next).isAfter(day));
    }
}
