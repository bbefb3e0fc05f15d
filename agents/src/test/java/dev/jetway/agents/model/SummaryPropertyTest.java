package dev.jetway.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.model.Summary.Part;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SummaryPropertyTest {

    @Property(tries = 500)
    void aSummaryIsNeverLongerThanThereIsRoomFor(
            @ForAll("conversations") List<Part> parts, @ForAll @IntRange(min = -10, max = 400) int room) {
        var summary = Summary.of(parts, room);

        int tokens = summary.parts().stream().mapToInt(Tokens::of).sum();
        assertThat(tokens).isEqualTo(summary.tokens()).isLessThanOrEqualTo(Math.max(0, room));
        assertThat(summary.dropped() + summary.parts().size()).isEqualTo(parts.size());
    }

    @Property(tries = 500)
    void theLatestAreWholeTheOlderOnesShortAndTheOldestLeftOut(
            @ForAll("conversations") List<Part> parts, @ForAll @IntRange(max = 400) int room) {
        var kept = Summary.of(parts, room).parts();

        boolean whole = true;
        for (int i = 0; i < kept.size(); i++) {
            var part = parts.get(parts.size() - 1 - i);
            var shown = kept.get(kept.size() - 1 - i);
            whole = whole && shown.equals(part.whole());
            assertThat(shown).isEqualTo(whole ? part.whole() : part.line());
        }
    }

    @Property(tries = 200)
    void theNewestIsWholeWheneverItFits(@ForAll("conversations") List<Part> parts) {
        var newest = parts.get(parts.size() - 1);
        var kept = Summary.of(parts, Tokens.of(newest.whole())).parts();
        assertThat(kept.get(kept.size() - 1)).isEqualTo(newest.whole());
    }

    @Provide
    Arbitrary<List<Part>> conversations() {
        var text = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('東', 'é', ' ')
                .ofMaxLength(200);
        return Combinators.combine(text, text)
                .as((whole, cut) -> new Part("w" + whole, "l" + cut.substring(0, cut.length() / 4)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
