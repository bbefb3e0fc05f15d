package dev.jetway.runtime.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*ABC*", "<b>x</b>", "[x](http://evil.example)", "a\nb", "-ABC", "Ä1"})
    void aReferenceIsANameAndNothingElse(String reference) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Verdict(true, reference, "called", "Bo"))
                .withMessageContaining("has a reference");
    }

    @Test
    void whatWasDoneHasAReferenceAndWhatWasNotHasNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Verdict(true, null, "called", "Bo"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Verdict(false, "ABC123", "called", "Bo"));
        assertThat(new Verdict(true, "JW/12-3 #4", "called", "Bo").done()).isTrue();
        assertThat(new Verdict(false, null, "called", "Bo").done()).isFalse();
    }

    @Test
    void whoAndHowAreSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Verdict(false, null, " ", "Bo"))
                .withMessageContaining("how it was found out");
        assertThatIllegalArgumentException().isThrownBy(() -> new Verdict(false, null, "x".repeat(1_001), "Bo"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Verdict(false, null, "a\u001b[2J", "Bo"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Verdict(false, null, "called", null))
                .withMessageContaining("who found it out");
    }

    @Test
    void whatALookUpFoundIsNamedOnlyByWhatIsAName() {
        assertThat(Settlement.found(new CommitOutcome.Done("{\"reference\":\"JW1\"}"), 1)
                        .reference())
                .isEqualTo("JW1");
        assertThat(Settlement.found(new CommitOutcome.Done("{\"reference\":\"<img src=x>\"}"), 1)
                        .reference())
                .isNull();
        assertThat(Settlement.found(new CommitOutcome.Done("no JSON"), 1).reference())
                .isNull();
        assertThat(Settlement.found(new CommitOutcome.Declined("sold out"), 1).done())
                .isFalse();
    }

    @Test
    void anIdSaysWhichTaskOfWhichTurnOfWhichConversation() {
        var id = new CommitmentId("YW5uYQ.trip", "run:1/2", "book-2");
        assertThat(CommitmentId.parse(id.toString())).isEqualTo(Optional.of(id));
        assertThat(CommitmentId.parse("YW5uYQ.trip")).isEmpty();
        assertThat(CommitmentId.parse("c/:book")).isEmpty();
        assertThat(CommitmentId.parse("c/r1:")).isEmpty();
        assertThat(CommitmentId.parse("/r1:book")).isEmpty();
    }
}
