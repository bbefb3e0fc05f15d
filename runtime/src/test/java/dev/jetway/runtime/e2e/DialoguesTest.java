package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The dialogues of {@code dialogues/*.txt}, from the search to what stands in the travel back end's books. Other
 * ones are played with {@code -Djetway.dialogues=FOLDER}.
 */
@ExtendWith(RealStack.class)
class DialoguesTest {

    private static final String FOLDER = "jetway.dialogues";
    private static final int LEAST = 30;

    private final Running stack;

    DialoguesTest(Running stack) {
        this.stack = stack;
    }

    @TestFactory
    Stream<DynamicTest> goAsTheyShould() throws URISyntaxException {
        var other = System.getProperty(FOLDER);
        var dialogues = Dialogue.in(
                other != null
                        ? Path.of(other)
                        : Path.of(DialoguesTest.class.getResource("dialogues").toURI()));
        assertThat(dialogues).hasSizeGreaterThanOrEqualTo(other != null ? 1 : LEAST);
        assertThat(dialogues).extracting(Dialogue::title).doesNotHaveDuplicates();
        return dialogues.stream()
                .map(dialogue -> DynamicTest.dynamicTest(dialogue.title(), () -> {
                    try (var player = new DialoguePlayer(stack)) {
                        player.play(dialogue);
                    } finally {
                        stack.heal();
                    }
                }));
    }

    @Test
    void aDialogueThatForgetsWhatIsCalledOrBookedIsRefused() {
        assertThatThrownBy(() -> Dialogue.parse("x.txt", List.of("# A", "ann: hello", "  booked: none")))
                .hasMessage("x.txt:2 needs a line 'calls:' or 'asks:'");
        assertThatThrownBy(() -> Dialogue.parse("x.txt", List.of("# A", "ann: hello", "  calls: none")))
                .hasMessageContaining("does not end with 'booked:'");
        assertThatThrownBy(() -> Dialogue.parse("x.txt", List.of("# A", "ann: hello", "  cals: none")))
                .hasMessage("x.txt:3 makes no sense here:   cals: none");
    }
}
