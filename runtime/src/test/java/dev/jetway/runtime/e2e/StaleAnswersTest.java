package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a traveler is shown while tools are away, on a node that remembers what they said. */
@ExtendWith(RealStack.class)
class StaleAnswersTest {

    /** Of its own, so that the node of the other tests goes on remembering nothing. */
    private static final String REMEMBERING = """
            jetway.mcp.servers {
              weather.stale-for { climate = 1h }
              flights.stale-for { search = 1h }
              bookings.stale-for { "*" = 1h }
            }""";

    private static final String WEATHER = "what's the weather like in Lisbon in May?";
    private static final String FLIGHTS = "a flight from London to Tokyo on 3 March";
    private static final String MARK = "\\*\\*Not current:\\*\\* “[^”]+” is as of \\d{1,2}:\\d\\d";
    private static final String FAIL = "{\"mode\":\"fail\"}";

    @RegisterExtension
    static final OwnNode NODE = new OwnNode("stale", REMEMBERING);

    private final Running stack;

    StaleAnswersTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void whatAServerThatDiedSaidBeforeReachesTheTravelerWithItsAge() {
        try (var ann = NODE.traveler("ann")) {
            assertThat(ann.say(WEATHER).text()).contains("°C").doesNotContain("Not current");
            stack.travel().fault("hotels", "search", "{\"mode\":\"die\"}");
            ann.say("find hotels in Boston for next weekend");
            assertThat(stack.travel().alive()).isFalse();

            var down = ann.say(WEATHER);

            assertThat(down.text()).contains("Weather in Lisbon", "°C").containsPattern(MARK);
            assertThat(down.asOf("weather.climate")).isPresent();
            stack.travel().restart();
            Running.awaitTools(NODE.page());
            assertThat(ann.say(WEATHER).text()).contains("°C").doesNotContain("Not current");
        }
    }

    @Test
    void anOldListIsMarkedAndWhatIsBookedFromItIsPricedAnew() {
        try (var ann = NODE.traveler("ann")) {
            ann.say(FLIGHTS);
            stack.travel().fault("flights", "search", FAIL);

            var listed = ann.say(FLIGHTS);
            assertThat(listed.options()).isNotEmpty();
            assertThat(listed.text()).containsPattern(MARK);
            var asked = new Run[1];
            var calls = stack.travel().callsDuring(() -> asked[0] = ann.say("book the first flight"));

            assertThat(asked[0].question().summary()).containsKey("Price");
            assertThat(calls).containsOnlyKeys("bookings.quote");
            assertThat(asked[0].asOf("bookings.quote")).isEmpty();
        }
    }

    @Test
    void nobodyIsAskedToApproveAPriceThatIsNotCurrent() {
        try (var ann = NODE.traveler("ann")) {
            ann.say(FLIGHTS);
            ann.deny(ann.say("book the first flight").question());
            stack.travel().fault("bookings", "quote", FAIL);

            var asked = new Run[1];
            var calls = stack.travel().callsDuring(() -> asked[0] = ann.say("book the first flight"));

            assertThat(asked[0].asOf("bookings.quote"))
                    .as("there was an old quote")
                    .isPresent();
            assertThat(asked[0].questions()).isEmpty();
            assertThat(asked[0].text()).contains("I prepared nothing").doesNotContain("£");
            assertThat(calls.keySet()).noneMatch(TravelBackEnd::commits);
            assertThat(stack.travel().bookingsOf(ann.subject())).isEmpty();
        }
    }
}
