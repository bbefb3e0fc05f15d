package dev.jetway.agents.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
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

    private static final TaskGraph TRIP = TaskGraph.of(
                    List.of(Task.of(
                            "stay", "find", "Stay", "{\"checkIn\": \"2027-03-02\", \"checkOut\": \"2027-03-05\"}")),
                    Set.of("find"))
            .with("stay", new TaskStatus.Completed("""
                            {"options": [{"title": "Hotel Granvia Kyoto", "price": {"amount": 90, "currency": "EUR"}},
                              {"title": "The Old Post Inn & Suites", "price": {"amount": 1250, "currency": "GBP"}}],
                             "departure": "2027-03-03T11:20:00+09:00"}
                            """, "Near the Imperial Palace, Wed 3 Mar", List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From 2 to 5 March, or 2–5 March 2027, or March 2-5",
                "On Tuesday, 2 March 2027, until Fri, Mar 5",
                "On the 3rd of March, 2027-03-03, 03/03/2027, 3/5/2027 or 5.3.2027",
                "Wednesday the 3rd, Wed 3 Mar 11:20",
                "Two nights in May, 24/7, 4/5 stars, in March 2027",
                "Hotel Granvia Kyoto, and the Old Post Inn & Suites",
                "In Kyoto the **Hotel Granvia Kyoto** is quiet. Your Hotel Options: Hotel 2. The second hotel.",
                "By the Imperial Palace",
                "We found the Old Post\nHotel prices are per night",
                "Ninety euros, ninety Euros; one thousand two hundred and fifty pounds",
                "a few pounds of luggage, and a euro"
            })
    void daysHotelsAndWordsForPricesThatAResultSaysMayBeSaid(String reply) {
        assertThat(ReplyValidator.unsupported(reply, TRIP)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "On 4 March | 4 March",
                "On Wednesday, 2 March | Wednesday, 2 March",
                "On 2 March 2028 | 2 March 2028",
                "On 2028-03-02 | 2028-03-02",
                "From 2 to 6 March | 2 to 6 March",
                "On Friday the 13th | Friday the 13th",
                "April 2nd is fine | April 2nd",
                "On 31/03/2027 | 31/03/2027",
                "Stay at Hotel Granvia Tokyo | Hotel Granvia Tokyo",
                "The Sunset Resort is nice | Sunset Resort",
                "Try the **Grand Budapest Hotel** | Grand Budapest Hotel",
                "Only eighty-five euros | eighty-five euros",
                "Two hundred pounds | Two hundred pounds",
                "Ninety pounds | Ninety pounds"
            })
    void daysHotelsAndWordsForPricesThatNoResultSaysAreFound(String reply, String unsupported) {
        assertThat(ReplyValidator.unsupported(reply, TRIP)).containsExactly(unsupported);
    }

    @Test
    void theTravelersOwnDaysAndTodayMayBeSaid() {
        var material = new Material(
                "from 7 June", TRIP, List.of("I took Monday 14 June."), TestContext.TRAVELER, TestContext.NOW);
        var today = TestContext.NOW.atZone(TestContext.TRAVELER.zone()).toLocalDate();
        assertThat(ReplyValidator.unsupported("Today is %s. 7 June, Monday 14 June".formatted(today), material))
                .isEmpty();
        assertThat(ReplyValidator.unsupported("8 June, Tuesday 14 June", material))
                .containsExactly("8 June", "Tuesday 14 June");
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
