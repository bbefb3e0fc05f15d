package dev.jetway.agents.planning.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from London to Rome                         | London    | Rome          |
            a flight out of Manchester to Malaga        | Manchester| Málaga        |
            I live in Lyon and want to fly to Oslo      | Lyon      | Oslo          |
            arriving in Vienna from Prague              | Prague    | Vienna        |
            leaving for Paris                           |           | Paris         |
            London -> Paris                             | London    | Paris         |
            Berlin to Madrid via Frankfurt              | Berlin    | Madrid        |
            from Paris instead of London to Rome        | Paris     | Rome          |
            between Vienna and Athens                   | Vienna    | Athens        |
            check in on Friday in Graz                  |           |               | Graz
            hotels in LA                                |           |               | Los Angeles
            from san fran to ny                         | San Francisco | New York City |
            weather in SF                               |           |               | San Francisco
            in Vancouver, BC                            |           |               | Vancouver
            in KL tomorrow                              |           |               | Kuala Lumpur
            a nice hotel in nice                        |           |               | Nice
            near the centre of Bath                     |           |               | Bath
            flights to Florida                          |           | United States |
            flights lhr jfk                             | London    | New York City |
            plane ticket glasgow london monday          | Glasgow   | London        |
            from Berlin, no wait, Hamburg to Rome       | Hamburg   | Rome          |
            to Milan from Oslo, sorry, I mean from Bergen | Bergen  | Milan         |
            flights LON-CPH                             | London    | Copenhagen    |
            will it snow in insbruck                    |           |               | Innsbruck
            """)
    void everyPlaceHasItsRole(String text, String from, String to, String at) {
        var places = Places.read(Words.of(text));
        assertThat(name(places.from())).isEqualTo(from);
        assertThat(name(places.to())).isEqualTo(to);
        assertThat(places.at().stream().map(Place::name).collect(Collectors.joining(", ")))
                .isEqualTo(at == null ? "" : at);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Paris, France               | FR | PAR
            Paris, Texas                | US | ''
            London, Ontario             | CA | YXU
            Birmingham, AL              | US | BHM
            Birmingham                  | GB | BHX
            Portland, OR                | US | PDX
            London Heathrow             | GB | LHR
            Paris (CDG)                 | FR | CDG
            Schiphol                    | NL | AMS
            LAX                         | US | LAX
            """)
    void countriesStatesAndAirportsMakeAPlaceExact(String text, String country, String iata) {
        var place = Places.read(Words.of("from " + text)).from();
        assertThat(place.country()).isEqualTo(country);
        assertThat(place.iata()).isEqualTo(iata);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            to Barcelna         | Barcelona      | I read “Barcelna” as Barcelona.
            in amsterdm         | Amsterdam      | I read “amsterdm” as Amsterdam.
            to San Fransisco    | San Francisco  | I read “San Fransisco” as San Francisco.
            to New Yrok         | New York City  | I read “New Yrok” as New York City.
            to Portugl          | Portugal       | I read “Portugl” as Portugal.
            """)
    void aSlipOfThePenIsReadAndAdmitted(String text, String place, String note) {
        var places = Places.read(Words.of(text));
        assertThat(places.where().name()).isEqualTo(place);
        assertThat(places.assumptions()).containsExactly(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I want to reserve a table",
                "to change it",
                "to Reserve",
                "that is nice",
                "the check in date",
                "a movie directed by Tyler Perry",
                "with Delta Airlines from home",
                "to return",
                "in advance",
                "thank you very much",
                "to Jamaican",
                "say it in german",
                "to put an order in"
            })
    void otherWordsAreNoPlaces(String text) {
        assertThat(Places.read(Words.of(text)).empty()).isTrue();
    }

    @Test
    void aChangeOnTheWayIsNoGoal() {
        var places = Places.read(Words.of("from London to Sydney with a stop in Doha"));
        assertThat(places.via()).extracting(Place::city).isEqualTo(List.of("Doha"));
        assertThat(places.at()).isEmpty();
    }

    @Test
    void fromThereIsWhereItWasAboutBefore() {
        var before = Places.read(Words.of("from Amsterdam to Brussels"));
        var places = Places.read(Words.of("and on to Paris from there")).over(before);
        assertThat(name(places.from())).isEqualTo("Brussels");
        assertThat(name(places.to())).isEqualTo("Paris");
    }

    private static String name(Place place) {
        return place == null ? null : place.name();
    }
}
