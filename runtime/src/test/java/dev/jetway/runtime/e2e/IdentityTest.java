package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class IdentityTest {

    private final Running stack;

    IdentityTest(Running stack) {
        this.stack = stack;
    }

    @Test
    void aConversationOfTheSameNameIsAnotherOneForAnotherTraveler() {
        try (var ann = stack.traveler("ann");
                var bob = stack.traveler("bob")) {
            assertThat(bob.thread()).isEqualTo(ann.thread());

            ann.say("hello");

            assertThat(ann.history()).hasSize(2);
            assertThat(bob.history()).isEmpty();
            assertThat(bob.sawNothing()).isTrue();
            assertThat(bob.say("thanks").text()).startsWith("You're welcome");
            assertThat(bob.history()).hasSize(2);
            assertThat(ann.history()).hasSize(2);
        }
    }

    @Test
    void nobodyAnswersAnotherTravelersQuestion() {
        try (var ann = stack.traveler("ann");
                var bob = stack.traveler("bob")) {
            ann.say("hotels in Boston for three nights from 3 March");
            var question = ann.say("book the second one").question();

            var refused = bob.answer(question.id(), true);

            assertThat(refused.ok()).isFalse();
            assertThat(refused.code()).isEqualTo("interrupt_unknown");
            assertThat(stack.travel().bookingsOf(ann.subject())).isEmpty();
            assertThat(stack.travel().bookingsOf(bob.subject())).isEmpty();
            assertThat(ann.approve(question).outcome()).isEqualTo("success");
            assertThat(stack.travel().bookingsOf(ann.subject())).hasSize(1);
        }
    }
}
