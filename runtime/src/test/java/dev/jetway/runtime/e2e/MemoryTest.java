package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class MemoryTest {

    private static final String FLIGHT = "flights to Lisbon on Friday";
    private static final String HOME = "remember that I always fly from Edinburgh";

    private final Running stack;

    MemoryTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void whatATravelerWantsRememberedHoldsInTheNextConversationAndNotAfterTheyHaveItForgotten() {
        try (var ann = stack.traveler("ann")) {
            assertThat(ann.say(FLIGHT).text()).contains("where you start from");

            var question = ann.say(HOME).question();
            assertThat(question.title()).isEqualTo("Remember that you start from Edinburgh (EDI)");
            assertThat(question.summary()).containsKeys("And from now on", "Used for", "Until");
            assertThat(question.remarks()).as("all of it is theirs").isEmpty();
            assertThat(stack.remembered(ann.subject())).as("before their yes").isZero();

            assertThat(ann.approve(question).text()).startsWith("I will remember that you start from Edinburgh");
            assertThat(stack.remembered(ann.subject())).isEqualTo(1);

            try (var later = FrontEnd.open(stack.page(), ann.name(), "another-trip")) {
                assertThat(later.say(FLIGHT).text())
                        .contains("Flights Edinburgh → Lisbon", "From Edinburgh, as you asked me to remember.")
                        .doesNotContain("where you start from");
                assertThat(later.say("remember that I like aisle seats").text())
                        .as("asked once is enough")
                        .startsWith("I will remember that you like an aisle seat");
                assertThat(later.say("what do you remember about me?").text())
                        .contains("you start from Edinburgh", "you like an aisle seat");

                assertThat(later.say("forget everything about me").text()).startsWith("Done");
                assertThat(stack.remembered(ann.subject())).isZero();
                assertThat(later.say("what do you remember about me?").text()).contains("remember nothing about you");
            }
            assertThat(ann.say(FLIGHT).text()).contains("where you start from");
        }
    }

    @Test
    void whoSaysNoIsNotRemembered() {
        try (var ann = stack.traveler("ann")) {
            assertThat(ann.deny(ann.say(HOME).question()).text())
                    .as("a sentence, and none about bookings")
                    .matches("(?s)\\p{Lu}.*\\.")
                    .doesNotContain("booked");

            assertThat(stack.remembered(ann.subject())).isZero();
            assertThat(ann.say("what do you remember about me?").text()).contains("remember nothing about you");
        }
    }

    @Test
    void whatElseWasAskedForIsAnsweredWithIt() {
        try (var ann = stack.traveler("ann")) {
            var asked = ann.say(HOME + ", and find me flights to Lisbon on Friday");

            assertThat(ann.approve(asked.question()).text())
                    .contains("Flights Edinburgh → Lisbon", "I will remember that you start from Edinburgh");
        }
    }

    @Test
    void whatIsBookedIsRememberedUntilItIsCancelledAndOnlyOfThoseWhoWantThat() {
        try (var ann = stack.traveler("ann");
                var ben = stack.traveler("ben")) {
            ann.approve(ann.say(HOME).question());
            for (var traveler : new FrontEnd[] {ann, ben}) {
                traveler.say("hotels in Boston for three nights from 3 March, two adults");
                traveler.approve(traveler.say("book the second one").question());
            }
            Eventually.holds("the trip is stored", () -> stack.remembered(ann.subject()) == 2);

            var trips = ann.say("what do you remember about me?").text();
            assertThat(trips).contains("you booked", "Boston").containsPattern("JW[A-Z0-9]{6}");
            assertThat(ben.say("what do you remember about me?").text())
                    .contains("remember nothing about you")
                    .doesNotContain("Boston");
            assertThat(stack.remembered(ben.subject())).isZero();

            var reference = trips.replaceAll("(?s).*(JW[A-Z0-9]{6}).*", "$1");
            ann.approve(ann.say("cancel my booking " + reference).question());
            Eventually.holds("the trip is forgotten", () -> stack.remembered(ann.subject()) == 1);
        }
    }

    @Test
    void whoSpeaksInTheTravelersPlaceLearnsNothingOfItAndChangesNothing() throws Exception {
        var olga = new ClerkAtTheDesk(stack.page(), "dev:olga+desk");
        try (var ann = stack.traveler("ann")) {
            ann.approve(ann.say(HOME).question());
            ann.askForAPerson("I want to speak to somebody");
            var conversation = olga.awaitListed(ann.subject(), it -> it.has("need"))
                    .path("conversation")
                    .asText();
            olga.post("/v1/desk/join", "conversation", conversation, "visit", "v", "name", "Olga");
            ann.wholeRun();

            for (var text : List.of("what do you remember about me?", "forget everything about me")) {
                olga.post(
                        "/v1/desk/ask",
                        "conversation",
                        conversation,
                        "visit",
                        "v",
                        "runId",
                        "r" + text.length(),
                        "id",
                        "m" + text.length(),
                        "text",
                        text);
                assertThat(ann.wholeRun().text())
                        .contains("between them and me")
                        .doesNotContain("Edinburgh");
            }
            assertThat(stack.remembered(ann.subject())).isEqualTo(1);
        }
    }
}
