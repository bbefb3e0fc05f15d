package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.planning.reading.Times.Part;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            half past 11 in the morning      | 11:30
            quarter to 4 in the afternoon    | 15:45
            a quarter to twelve at night     | 23:45
            ten past five                    | 17:10
            20 minutes to nine in the evening| 20:40
            evening 5                        | 17:00
            morning, 11                      | 11:00
            five pm                          | 17:00
            5pm                              | 17:00
            7 a.m.                           | 07:00
            5.30 p.m.                        | 17:30
            1145am                           | 11:45
            5 o'clock in the evening         | 17:00
            5 o"clock                        | 17:00
            12 am                            | 00:00
            12:15 pm                         | 12:15
            3 at night                       | 03:00
            9:30 in the night                | 21:30
            noon                             | 12:00
            midnight                         | 00:00
            17:30                            | 17:30
            05:30                            | 05:30
            3:30                             | 15:30
            """)
    void aFewWordsNameOneTime(String text, LocalTime time) {
        assertThat(Times.single(text)).contains(time);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leaving after 6pm for two people       | 18:00
            on Friday evening at 5 for 2 adults    | 17:00
            2 people at half past 11               | 11:30
            be there at 9                          | 09:00
            """)
    void aTimeIsFoundInAMessage(String text, LocalTime time) {
        assertThat(Times.read(Words.of(text)).clock()).containsExactly(time);
    }

    @Test
    void aRangeHasTwoTimes() {
        assertThat(Times.read(Words.of("between 9 and 11 am")).clock())
                .isEqualTo(List.of(LocalTime.of(9, 0), LocalTime.of(11, 0)));
        assertThat(Times.read(Words.of("from 11 to 1 pm")).clock())
                .isEqualTo(List.of(LocalTime.of(11, 0), LocalTime.of(13, 0)));
    }

    @Test
    void aPartOfTheDayIsNoClock() {
        assertThat(Times.read(Words.of("on Friday morning, back in the evening"))
                        .parts())
                .containsExactly(Part.MORNING, Part.EVENING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good morning",
                "good evening 2 adults",
                "two nights",
                "under 150 a night 2 adults",
                "3 to 10 March",
                "at 5 star hotels",
                "€5.30",
                "room 12",
                "last night"
            })
    void whatSoundsLikeATimeIsNone(String text) {
        assertThat(Times.read(Words.of(text))).isEqualTo(Times.NONE);
    }
}
