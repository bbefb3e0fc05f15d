package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyValidatorTest {

    private static final TaskGraph PLAN = TaskGraph.of(
                    List.of(Task.of("flights", "find", "Flights", "{}"), Task.of("cancel", "find", "Cancel", "{}")),
                    Set.of("find"))
            .with("flights", new TaskStatus.Completed("""
                            {"options": [{"flights": "JW412 + JW7", "price": {"amount": 1024.80, "currency": "GBP"},
                              "departure": "2027-03-03T11:20:00Z", "arrival": "2027-03-04T07:55:00+09:00"}],
                             "booked": "JWABC123", "lines": [{"label": "Tax", "value": "€ 12,50"}]}
                            """, "whatever the text says: £1, 23:59, JW999", List.of()))
            .with("cancel", new TaskStatus.Failed("No booking JWOTHER1 is yours."));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs £1,024.80, GBP 1024.80 or 1.024,80 £",
                "It leaves at 11:20 and arrives at 7:55 AM",
                "JW412, then JW 7, booked as JWABC123",
                "The tax is €12.50",
                "No booking JWOTHER1 is yours.",
                "3 adults, 2 rooms, 650 km, 4 nights, PM Modi"
            })
    void whatAResultSaysMayBeSaid(String reply) {
        assertThat(ReplyValidator.unsupported(reply, PLAN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Only £1,024.90 | £1,024.90",
                "Only €1,024.80 | €1,024.80",
                "About 900 euros | 900 euros",
                "For £1 | £1",
                "Leaves at 09:00 | 09:00",
                "Arrives 7:55 PM | 7:55 PM",
                "Take JW413 | JW413",
                "Your reference is JWZZZ999 | JWZZZ999"
            })
    void whatNoResultSaysIsFound(String reply, String unsupported) {
        assertThat(ReplyValidator.unsupported(reply, PLAN)).containsExactly(unsupported);
    }

    @Test
    void whatWasNotDoneMayBeNamedButNotPriced() {
        var plan = TaskGraph.of(List.of(Task.of("book", "find", "Book JW 77 at 09:30 for £80", "{}")), Set.of("find"));
        var declined = plan.with("book", new TaskStatus.Canceled("You declined."));
        assertThat(ReplyValidator.unsupported("**Book JW 77**: You declined.", declined))
                .isEmpty();
        assertThat(ReplyValidator.unsupported("JW 77 at 09:30 for £80: You declined.", declined))
                .containsExactly("09:30", "£80");
        assertThat(ReplyValidator.unsupported(
                        "Take JW 77", plan.with("book", new TaskStatus.Completed("{}", "", List.of()))))
                .containsExactly("JW 77");
    }

    @Test
    void aLongReplyIsCheckedInReasonableTime() {
        assertThat(ReplyValidator.unsupported("1 2 3,4.5 £ ".repeat(5_000), PLAN))
                .hasSizeLessThan(10);
    }
}
