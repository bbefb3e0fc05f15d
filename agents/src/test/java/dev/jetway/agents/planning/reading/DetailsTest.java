package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            business class to Rome         | business
            there and back in business     | business
            fly first, please              | first
            premium economy                | premium
            economy                        | economy
            a business trip                |
            in business for ten years      |
            the first flight               |
            """)
    void aCabinIsNamed(String text, String cabin) {
        assertThat(Details.read(Words.of(text)).cabin()).isEqualTo(cabin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            my past bookings                          | past
            all my bookings                           | all
            my whole booking history                  | all
            everything, old bookings and new ones     | all
            """)
    void whichBookingsAreMeantIsSaid(String text, String when) {
        assertThat(Details.read(Words.of(text)).when()).isEqualTo(when);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"non-stop please", "a nonstop flight", "direct flights only", "without stopovers", "no stops"})
    void thereAreManyWordsForDirect(String text) {
        assertThat(Details.read(Words.of(text)).preferences()).containsExactly(Preference.DIRECT);
    }

    @Test
    void severalPreferencesAreKept() {
        assertThat(Details.read(Words.of("free cancellation, breakfast, a pool, one bag and an aisle seat"))
                        .preferences())
                .isEqualTo(Set.of(
                        Preference.REFUNDABLE,
                        Preference.BREAKFAST,
                        Preference.AMENITIES,
                        Preference.BAGS,
                        Preference.SEAT));
        assertThat(Details.read(Words.of("what is the direct way, and where does it stop"))
                        .preferences())
                .isEmpty();
    }
}
