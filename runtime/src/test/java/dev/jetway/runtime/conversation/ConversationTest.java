package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Owner EU = new Owner(0, "eu");

    @Test
    void tasksThatWereOnceStartedByAnEventOfTheirOwnAreStillUnderstood() {
        var plan = Samples.plan(Samples.flights(), Samples.hotels());
        var started =
                List.of(Report.of("flights", new TaskStatus.Working()), Report.of("hotels", new TaskStatus.Working()));
        var before = fold(
                new MessageReceived("r1", EU, 1, Samples.message("m1", "Tokyo")),
                new PlanAdopted("r1", EU, 1, plan, List.of(), "p"),
                new TasksProgressed("r1", EU, 1, started));
        var now = fold(
                new MessageReceived("r1", EU, 1, Samples.message("m1", "Tokyo")),
                new PlanAdopted("r1", EU, 1, plan.started(), List.of(), "p"));
        assertThat(before).isEqualTo(now);
    }

    private static Conversation fold(ConversationEvent... events) {
        var state = Conversation.EMPTY;
        for (var event : events) {
            state = event.applyTo(state);
        }
        return state;
    }
}
