package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jetway.agents.evaluation.Scope.Request;
import dev.jetway.agents.planning.intent.Label;
import dev.jetway.agents.planning.intent.Ranking;
import dev.jetway.agents.planning.intent.Ranking.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeEvaluationTest {

    @TempDir
    Path folder;

    private final List<List<Label>> fitted = new ArrayList<>();

    /** A message says what it is ranked as: {@code intent outside}. */
    private static Ranking rank(String text) {
        var parts = text.split(" ");
        boolean within = !parts[0].equals("nothing");
        return new Ranking(
                within
                        ? List.of(new Candidate(parts[0], 0.9, true))
                        : List.of(new Candidate("nothing", 0.6, false), new Candidate("book", 0.4, true)),
                Double.parseDouble(parts[1]));
    }

    @Test
    void thresholdsComeFromWhatWasHeldBackOfTheTrainingDataAndFiguresFromTheRest() {
        // Every fifth is held back: 100 requests that look like outsiders by 0.00 to 0.99.
        var train = IntStream.range(0, 500)
                .mapToObj(i -> "book " + (i % 5 == 0 ? i / 500.0 : 7))
                .toList();
        var scope = new Scope(
                Map.of("book", train),
                List.of("nothing 0", "nothing 1"),
                List.of(
                        new Request("book 0.1", "book"),
                        new Request("pay 0.1", "book"),
                        new Request("book 0.97", "book"),
                        new Request("nothing 0", "book")),
                List.of("book 0.985", "nothing 0", "book 0.2", "book 0.955"),
                Set.of("book"));

        var evaluation = ScopeEvaluation.of(scope, labels -> {
            fitted.add(labels);
            return ScopeEvaluationTest::rank;
        });

        assertThat(fitted).hasSize(2);
        assertThat(fitted.get(0).get(0).examples()).hasSize(400).containsOnly("book 7.0");
        assertThat(fitted.get(0).get(1).examples()).containsExactly("nothing 1");
        assertThat(fitted.get(1).get(0).examples()).hasSize(500);
        assertThat(fitted.get(1).get(1).within()).isFalse();
        assertThat(evaluation.scores().right()).isEqualTo(new Ratio(3, 4));
        assertThat(evaluation.points())
                .extracting(ScopeEvaluation.Point::cost)
                .containsExactly(0.005, 0.01, 0.02, 0.05);
        var one = evaluation.points().get(1);
        assertThat(one.right()).isEqualTo(new Ratio(2, 4));
        assertThat(one.travel()).isEqualTo(new Ratio(2, 4));
        assertThat(one.turnedAway()).isEqualTo(new Ratio(1, 4));
        assertThat(one.recall()).isEqualTo(new Ratio(2, 4));
        var five = evaluation.points().get(3);
        assertThat(five.right()).isEqualTo(new Ratio(1, 4));
        assertThat(five.turnedAway().share()).isCloseTo(0.5, within(1e-9));
        assertThat(five.recall()).isEqualTo(new Ratio(3, 4));
    }

    @Test
    void readsTheFilesOfTheSet() throws IOException {
        write(
                "train_val.json",
                "{'train': [['t1', 'a'], ['t2', 'a']], 'oos_train': [['o', 'oos']], "
                        + "'val': [['v', 'a']], 'oos_val': [['w', 'oos']]}");
        write("domains.json", "{'travel': ['a'], 'banking': ['b']}");

        assertThat(Scope.in(folder)).isTrue();
        assertThat(Scope.read(folder))
                .isEqualTo(new Scope(
                        Map.of("a", List.of("t1", "t2")),
                        List.of("o"),
                        List.of(new Request("v", "a")),
                        List.of("w"),
                        Set.of("a")));
    }

    @Test
    void refusesWhatIsNoPairOrMissing() throws IOException {
        write("domains.json", "{}");
        write("train_val.json", "{'train': [['t1', 'a'], ['t2']]}");
        assertThatThrownBy(() -> Scope.read(folder))
                .isInstanceOf(BadDataException.class)
                .hasMessage("train_val.json: entry 2 of 'train' is not [text, intent]");
        write("train_val.json", "{'train': [['t1', 'a']]}");
        assertThatThrownBy(() -> Scope.read(folder)).hasMessage("train_val.json: 'oos_train' is empty or missing");
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json.replace('\'', '"'));
    }
}
