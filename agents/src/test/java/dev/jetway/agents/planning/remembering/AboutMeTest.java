package dev.jetway.agents.planning.remembering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Preference;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AboutMeTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remember that I always fly from Edinburgh|home=Edinburgh, GB (EDI)",
                "Please remember I start from Edinburgh.|home=Edinburgh, GB (EDI)",
                "I always fly from Edinburgh|home=Edinburgh, GB (EDI)",
                "my home airport is Manchester|home=Manchester, GB (MAN)",
                "I live in Berlin|home=Berlin, DE (BER)",
                "can you remember that I prefer an aisle seat|seat=aisle",
                "I prefer business class|cabin=business",
                "Remember: business class and window seats|cabin=business seat=window",
                "keep in mind that I like four star hotels|stars=4",
                "remember that I'm vegetarian|diet=vegetarian",
                "I always eat gluten-free|diet=gluten-free"
            })
    void whatIsToBeRememberedIsRead(String text, String notes) {
        assertThat(sketch(text)).isEqualTo(notes);
    }

    @Test
    void somethingElseToRememberIsNothingThatCanBe() {
        assertThat(sketch("remember that my sister's birthday is in May")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what do you remember about me?",
                "What do you know about me",
                "show me what you have stored about me",
                "tell me what you remember about me",
                "which of my preferences have you saved?"
            })
    void aQuestionWhatIsKnownIsOne(String text) {
        assertThat(read(text)).containsInstanceOf(AboutMe.Recall.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forget everything about me",
                "Please forget all you know about me.",
                "delete everything you have stored about me",
                "erase my data",
                "don't remember anything about me",
                "never store anything about me",
                "stop remembering things about me",
                "forget me"
            })
    void everythingIsForgotten(String text) {
        assertThat(read(text)).contains(new AboutMe.ForgetIt(Forget.EVERYTHING));
    }

    @ParameterizedTest
    @CsvSource({
        "forget my home airport,[HOME],false",
        "forget my seat and my class,'[CABIN, SEAT]',false",
        "please forget my past trips,[],true",
        "forget that I am vegetarian,[DIET],false"
    })
    void oneThingIsForgotten(String text, String preferences, boolean trips) {
        var what = ((AboutMe.ForgetIt) read(text).orElseThrow()).what();
        assertThat(what.everything()).isFalse();
        assertThat(what.preferences()).hasToString(preferences);
        assertThat(what.trips()).isEqualTo(trips);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flights from Edinburgh to Lisbon on Friday",
                "I always fly from Edinburgh to Lisbon, find me a flight",
                "I usually travel in May, what is the weather like in Rome?",
                "forget the hotel, just the flights",
                "forget it",
                "delete my booking JWABC123",
                "cancel my booking and forget about my trip plan",
                "what do you know about Lisbon?",
                "show me my bookings",
                "I prefer the second one",
                "remember to check the weather in Rome",
                "do you remember the hotel?",
                "don't book anything yet",
                "what can you tell me about flights to Rome",
                "I live in Berlin and need a hotel in Rome",
                "my home town is far, I want to fly to Rome"
            })
    void whatIsAboutATripIsNotAboutMe(String text) {
        assertThat(read(text)).isEmpty();
    }

    private static Optional<AboutMe> read(String text) {
        return AboutMe.read(text, TODAY, false);
    }

    private static String sketch(String text) {
        return ((AboutMe.Remember) read(text).orElseThrow())
                .notes().stream().map(AboutMeTest::sketch).collect(Collectors.joining(" "));
    }

    private static String sketch(Note note) {
        Preference preference = note.preference();
        return preference.key() + "=" + note.value();
    }
}
