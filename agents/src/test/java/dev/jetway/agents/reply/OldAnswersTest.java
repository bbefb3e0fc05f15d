package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Traveler;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OldAnswersTest {

    private static final String NOTE =
            "**Not current:** “Flights” is as of 08:18. The service behind it does not answer"
                    + " right now, so this may have changed.";

    private static Material flights(Duration age, Traveler traveler) {
        var asOf = age == null ? null : TestContext.NOW.minus(age).toEpochMilli();
        var plan = TaskGraph.of(List.of(Task.of("flights", "find", "Flights", "{}")), Set.of("find"))
                .with("flights", new TaskStatus.Completed("{}", "Some flights", List.of(), asOf));
        return new Material("", plan, List.of(), traveler, TestContext.NOW);
    }

    private static Material flights(Duration age) {
        return flights(age, TestContext.TRAVELER);
    }

    @Test
    void aCurrentResultNeedsNoNote() {
        assertThat(OldAnswers.notes(flights(null))).isEmpty();
        assertThat(OldAnswers.marked("Some flights", flights(null))).isEqualTo("Some flights");
    }

    @Test
    void aReplyWhoseWriterKeptQuietAboutItIsGivenTheNote() {
        assertThat(OldAnswers.marked("Some flights", flights(Duration.ofMinutes(42))))
                .isEqualTo(NOTE + "\n\nSome flights");
    }

    @Test
    void aReplyThatSaysItIsLeftAsItIs() {
        var reply = "Some flights. " + NOTE;
        assertThat(OldAnswers.marked(reply, flights(Duration.ofMinutes(42)))).isEqualTo(reply);
    }

    @Test
    void theTimeIsTheTravelersAndHasADayWhenItWasAnother() {
        var american = new Traveler("t", "en-US", "America/New_York", "USD");
        assertThat(OldAnswers.notes(flights(Duration.ofMinutes(42), american)).get(0))
                .contains("as of 3:18 AM.");
        assertThat(OldAnswers.notes(flights(Duration.ofHours(20))).get(0)).contains("as of Fri 20 Nov 13:00.");
        var nowhere = new Traveler("t", "en-GB", "Mars/Olympus", "GBP");
        assertThat(OldAnswers.notes(flights(Duration.ofMinutes(42), nowhere)).get(0))
                .contains("as of 08:18.");
    }

    @Test
    void theTimeInTheNoteIsSupportedAndNoOther() {
        var material = flights(Duration.ofMinutes(42));
        assertThat(ReplyValidator.unsupported(NOTE, material)).isEmpty();
        assertThat(ReplyValidator.unsupported("As of 08:19", material)).containsExactly("08:19");
        assertThat(ReplyValidator.unsupported(NOTE, flights(null))).containsExactly("08:18");
    }
}
