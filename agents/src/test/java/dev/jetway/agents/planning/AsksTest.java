package dev.jetway.agents.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a question asks for, as front ends and the evaluation see it. */
class AsksTest {

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of("a flight from London tomorrow", Set.of(Slots.PLACE_TO_IATA)),
                Arguments.of("find hotels in Boston", Set.of(Slots.DATE_START, Slots.DATE_END)),
                Arguments.of("change my booking", Set.of(Slots.REFERENCE)),
                Arguments.of("a flight from London to London tomorrow", Set.of(Slots.PLACE_TO)),
                Arguments.of("a flight from London to Rome on 30 February", Set.of(Slots.DATE_START)),
                Arguments.of("a flight from London to Rome tomorrow for 12 adults", Set.of(Slots.ADULTS)),
                Arguments.of("book the second flight", Set.of(Slots.OFFER)));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionSaysWhatItAsksFor(String said, Set<String> asks) {
        assertThat(Talk.plan(said)).isInstanceOfSatisfying(Planning.Answer.class, answer -> {
            assertThat(answer.asks()).as(answer.text()).isEqualTo(asks);
            assertThat(answer.kind()).isEqualTo(Planning.Answer.Kind.QUESTION);
        });
    }
}
