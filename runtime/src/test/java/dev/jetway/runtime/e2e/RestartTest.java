package dev.jetway.runtime.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealStack.class)
class RestartTest {

    /** Of its own, so that the node of the other tests does not take up what the killed one left. */
    private static final String REGION = "restart";

    private static final int EACH = 3;
    private static final String SLOW = "{\"mode\":\"slow\",\"delayMs\":4000}";
    private static final String SEARCH = "hotels in Boston for three nights from 3 March";

    private final Running stack;
    private ChildJvm node;

    RestartTest(Running stack) {
        this.stack = stack;
    }

    @BeforeEach
    void start() throws Exception {
        node = stack.startChildNode(REGION, "killed.log");
        Running.awaitTools(page());
    }

    @AfterEach
    void stop() {
        node.kill();
        stack.heal();
    }

    @Test
    void afterAKillEveryTurnEndsNothingSaidIsLostAndEveryApprovalIsOneBooking() throws Exception {
        var silent = FrontEnd.open(page(), "silent", "trip");
        List<FrontEnd> searching = new ArrayList<>();
        List<FrontEnd> buying = new ArrayList<>();
        List<Run.Question> questions = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            searching.add(FrontEnd.open(page(), "searching-" + i, "trip"));
            buying.add(FrontEnd.open(page(), "buying-" + i, "trip"));
            buying.get(i).say(SEARCH);
            questions.add(buying.get(i).say("book the second one").question());
        }
        stack.travel().fault("bookings", "create", SLOW);
        stack.travel().fault("hotels", "search", SLOW);
        stack.travel().fault("destinations", "describe", SLOW);
        var before = stack.travel().calls();

        assertThat(silent.begin("tell me about Kyoto").ok()).isTrue();
        for (int i = 0; i < EACH; i++) {
            assertThat(searching.get(i).begin(SEARCH).ok()).isTrue();
            assertThat(buying.get(i).answer(questions.get(i).id(), true).ok()).isTrue();
        }
        Eventually.holds(
                "all of them are in flight",
                () -> calledSince(before, "bookings.create") == EACH
                        && calledSince(before, "hotels.search") == EACH
                        && calledSince(before, "destinations.describe") == 1
                        && stack.openTurns(REGION) == 2 * EACH + 1);
        node.kill();
        stack.travel().clearFaults();
        node = stack.startChildNode(REGION, "restarted.log");

        // Nobody has come back yet; only the node itself can have asked the tool again.
        Eventually.holds(
                "what nobody asks about is taken up again", () -> calledSince(before, "destinations.describe") == 2);
        assertThat(ending(silent)).contains("Kyoto");
        for (int i = 0; i < EACH; i++) {
            assertThat(ending(searching.get(i))).contains("Hotels in Boston", "a night");
            var end = ending(buying.get(i));
            var booked = stack.travel().bookingsOf(buying.get(i).subject());
            assertThat(booked).as("bookings of %s", buying.get(i).name()).hasSize(1);
            assertThat(end).contains(booked.get(0).reference());
            assertThat(said(buying.get(i))).containsExactly(SEARCH, "book the second one");
            assertThat(said(searching.get(i))).containsExactly(SEARCH);
        }
        Eventually.holds("no turn is noted as open", () -> stack.openTurns(REGION) == 0);
    }

    private URI page() {
        return URI.create(node.address());
    }

    private int calledSince(Map<String, Integer> before, String tool) {
        return stack.travel().calls().getOrDefault(tool, 0) - before.getOrDefault(tool, 0);
    }

    /** How the conversation ends, read on a new connection that follows nothing. */
    private String ending(FrontEnd lost) {
        try (var reader = FrontEnd.connect(page(), lost.name(), lost.thread())) {
            return Eventually.get("the turn of %s ends".formatted(lost.name()), () -> {
                var history = reader.history();
                var last = history.get(history.size() - 1);
                return last.path("role").asText().equals("assistant")
                        ? Optional.of(last.path("content").asText())
                        : Optional.empty();
            });
        }
    }

    private List<String> said(FrontEnd lost) {
        try (var reader = FrontEnd.connect(page(), lost.name(), lost.thread())) {
            return reader.history().stream()
                    .filter(message -> message.path("role").asText().equals("user"))
                    .map(message -> message.path("content").asText())
                    .toList();
        }
    }
}
