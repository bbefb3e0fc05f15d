package dev.jetway.agents.planning.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** By words alone; with sentence vectors it is tested where these are. */
class SkillClassifierTest {

    private static final List<Label> LABELS = List.of(
            Label.within("tea", List.of("a cup of tea please", "tea with milk", "make me tea", "some green tea")),
            Label.within(
                    "coffee", List.of("a cup of coffee please", "coffee, black", "make me coffee", "one espresso")),
            Label.outside(
                    "beer", List.of("a pint of beer please", "beer for everybody", "pour me a beer", "two beers")));

    private final SkillClassifier classifier = SkillClassifier.fit(LABELS, Optional.empty());

    @Test
    void tellsLabelsApartByTheirWords() {
        assertThat(classifier.rank("could I have green tea").best().label()).isEqualTo("tea");
        assertThat(classifier.rank("an espresso").best().label()).isEqualTo("coffee");
        assertThat(classifier.rank("another pint of beer").best().within()).isFalse();
    }

    @Test
    void givesEveryLabelAProbability() {
        var ranking = classifier.rank("tea");
        assertThat(ranking.candidates()).hasSize(3);
        assertThat(ranking.candidates().stream()
                        .mapToDouble(Ranking.Candidate::probability)
                        .sum())
                .isCloseTo(1, Offset.offset(1e-9));
        assertThat(ranking.probability("tea")).isEqualTo(ranking.best().probability());
        assertThat(ranking.probability("water")).isZero();
        assertThat(ranking.within(1)).containsExactly(ranking.best());
    }

    @Test
    void isLessSureOfWhatItDoesNotKnow() {
        assertThat(classifier.rank("qwertz").best().probability())
                .isLessThan(classifier.rank("a cup of tea").best().probability());
        assertThat(classifier.rank("two beers").outside())
                .isGreaterThan(classifier.rank("a cup of tea").outside());
    }

    @Test
    void learnsTheSameFromTheSameExamples() {
        var other = SkillClassifier.fit(LABELS, Optional.empty());
        for (var text : List.of("tea", "coffee or tea", "beer", "")) {
            assertThat(other.rank(text)).isEqualTo(classifier.rank(text));
        }
    }

    @Test
    void needsTwoLabelsWithExamples() {
        assertThatThrownBy(() ->
                        SkillClassifier.fit(List.of(LABELS.get(0), Label.within("water", List.of())), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two");
    }
}
