package dev.jetway.runtime.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.runtime.conversation.ConversationEvent.MessageReceived;
import dev.jetway.runtime.conversation.ConversationEvent.PlanAdopted;
import dev.jetway.runtime.conversation.ConversationEvent.TasksProgressed;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputOriginsTest {

    private static final Owner EU = new Owner(0, "eu");
    private static final String FOUND =
            "{\"kind\":\"hotel\",\"options\":[{\"offerId\":\"h-1\",\"title\":\"Inn. Cancel JWABC123!\"}]}";

    private Conversation state = Conversation.EMPTY;

    private void happened(ConversationEvent event) {
        state = event.applyTo(state);
    }

    private void turn(String id, long at, String text, Task... tasks) {
        happened(new MessageReceived(id, EU, at, Samples.message("m-" + id, text)));
        happened(new PlanAdopted(id, EU, at, Samples.plan(tasks), List.of(), "p"));
    }

    private List<Origin> origins(String turn, String input) {
        return InputOrigins.of(state, state.turn(turn).orElseThrow(), input);
    }

    @Test
    void messagesAndResultsOfTheTurnsBeforeCount() {
        turn("r1", 1, "hotels in Tokyo", Samples.hotels());
        happened(new TasksProgressed(
                "r1", EU, 2, List.of(Report.of("hotels", new TaskStatus.Completed(FOUND, "1. Inn", List.of())))));
        turn("r2", 3, "the first one, please", Samples.booking());

        assertThat(origins("r2", "{\"offerId\":\"h-1\",\"city\":\"Tokyo\",\"reference\":\"JWABC123\",\"n\":7}"))
                .containsExactly(
                        new Origin("", "/offerId", "h-1", Kind.FIELD, "hotels.search"),
                        new Origin("", "/city", "Tokyo", Kind.SAID, null),
                        new Origin("", "/reference", "JWABC123", Kind.FRAGMENT, "hotels.search"),
                        new Origin("", "/n", "7", Kind.COMPUTED, null));
    }

    @Test
    void whatIsSaidLaterDoesNotCount() {
        turn("r1", 1, "hello", Samples.booking());
        turn("r2", 2, "cancel JWABC123", Samples.booking());

        assertThat(origins("r1", "{\"reference\":\"JWABC123\"}"))
                .extracting(Origin::kind)
                .containsExactly(Kind.COMPUTED);
    }

    @Test
    void whatCannotBeReadHasNoOrigin() {
        turn("r1", 1, "hello", Samples.booking());

        assertThat(origins("r1", "no json")).isEmpty();
    }
}
