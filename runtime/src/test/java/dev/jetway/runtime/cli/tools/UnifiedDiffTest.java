package dev.jetway.runtime.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    @Test
    void aChangedLineIsShownBetweenThreeLinesOfContext() {
        assertThat(UnifiedDiff.of(lines("a\nb\nc\nd\ne\nf\ng\nh\ni"), lines("a\nb\nc\nd\nE\nf\ng\nh\ni")))
                .containsExactly("@@ -2,7 +2,7 @@", " b", " c", " d", "-e", "+E", " f", " g", " h");
    }

    @Test
    void changesFarApartAreHunksOfTheirOwnAndThoseCloseByAreOne() {
        List<String> before = IntStream.range(0, 30).mapToObj(String::valueOf).toList();
        List<String> near = new ArrayList<>(before);
        near.set(5, "x");
        near.set(12, "y");
        List<String> far = new ArrayList<>(before);
        far.set(5, "x");
        far.remove(20);

        assertThat(UnifiedDiff.of(before, near).stream().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -3,14 +3,14 @@");
        assertThat(UnifiedDiff.of(before, far).stream().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -3,7 +3,7 @@", "@@ -18,7 +18,6 @@");
    }

    @Test
    void whatIsNewAltogetherStartsAtNothing() {
        assertThat(UnifiedDiff.of(List.of(), lines("a\nb"))).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
        assertThat(UnifiedDiff.of(lines("a\nb"), List.of())).containsExactly("@@ -1,2 +0,0 @@", "-a", "-b");
        assertThat(UnifiedDiff.of(lines("a\nb"), lines("a\nb"))).isEmpty();
    }

    @Test
    void takingTheDiffApartGivesBothTexts() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            List<String> before = text(random);
            List<String> after = text(random);
            List<String> diff = UnifiedDiff.of(before, after);

            assertThat(applied(before, diff)).isEqualTo(after);
        }
    }

    @Test
    void textsTooLongToCompareAreReplacedAsAWhole() {
        List<String> before = Collections.nCopies(5_000, "a");
        List<String> after = Collections.nCopies(5_000, "b");

        assertThat(UnifiedDiff.of(before, after)).hasSize(10_001).startsWith("@@ -1,5000 +1,5000 @@", "-a");
    }

    private static List<String> text(Random random) {
        return random.ints(random.nextInt(40), 0, 6).mapToObj(String::valueOf).toList();
    }

    /** What {@code patch} does. */
    private static List<String> applied(List<String> before, List<String> diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : diff) {
            if (line.startsWith("@@")) {
                String[] from = line.split("[ ,]")[1].substring(1).split(",");
                int length = Integer.parseInt(line.split("[ ,]")[2]);
                int start = Integer.parseInt(from[0]) - (length == 0 ? 0 : 1);
                after.addAll(before.subList(at, start));
                at = start;
            } else if (line.charAt(0) == '+') {
                after.add(line.substring(1));
            } else {
                assertThat(before.get(at++)).isEqualTo(line.substring(1));
                if (line.charAt(0) == ' ') {
                    after.add(line.substring(1));
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }
}
