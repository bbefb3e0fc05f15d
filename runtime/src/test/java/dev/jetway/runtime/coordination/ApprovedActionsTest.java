package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.agents.Action;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.runtime.commitment.Case;
import dev.jetway.runtime.commitment.CommitOutcome;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.region.link.PrimaryAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ApprovedActionsTest {

    private static final Instant VALID_UNTIL = TestContext.NOW.plusSeconds(600);

    private final List<String> asked = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Case> noted = new ArrayList<>();
    private CompletionStage<Boolean> noting = CompletableFuture.completedFuture(true);
    private Instant now = TestContext.NOW;
    private CompletionStage<CommitOutcome> outcome =
            CompletableFuture.completedFuture(new CommitOutcome.Done("{\"reference\":\"JW1\"}"));

    @Test
    void anAgentThatCanNotSayWhatCameOfItStillEndsTheTask() {
        assertThat(carryOut("a1").status())
                .isEqualTo(new TaskStatus.Failed("It was done, but nobody here can say more about it."));
        outcome = CompletableFuture.completedFuture(new CommitOutcome.Declined("Sold out."));
        assertThat(carryOut("a1").status()).isEqualTo(new TaskStatus.Failed("Sold out."));
    }

    @Test
    void whatCameOfItSaysOfWhichApproval() {
        assertThat(carryOut("a1").approval()).isEqualTo("a1");
    }

    @Test
    void oneTaskIsOneCommitmentHoweverOftenItWasPutToTheTraveler() {
        carryOut("a1");
        carryOut("a2");
        assertThat(asked).containsExactly("c/t:book", "c/t:book");
    }

    @Test
    void whoWaitsForThePrimaryIsToldOnceAMinuteAndTheTaskStaysOpen() {
        away(Duration.ofHours(1));
        assertThat(waiting()).isTrue();
        assertThat(waiting()).isTrue();
        assertThat(lines)
                .containsExactly(
                        "Region eu, which carries out what you approve, does not answer. Your approval stays valid until 09:10");
        now = now.plusSeconds(60);
        assertThat(waiting()).isTrue();
        assertThat(lines).hasSize(2);
    }

    @Test
    void whatWasApprovedOfAPrimaryThatNeverComesBackEndsAsUnknown() {
        now = VALID_UNTIL.plusSeconds(1);
        away(Duration.ofSeconds(59));
        assertThat(waiting()).as("it may be starting again").isTrue();
        away(Duration.ofSeconds(61));
        assertThat(((TaskStatus.Failed) carryOut("a1").status()).reason())
                .contains("I could not find out whether it went through", "c/t:book");
    }

    @Test
    void whatAPrimaryThatNeverComesBackMayHaveDoneIsACaseBeforeTheTravelerIsTold() {
        now = VALID_UNTIL.plusSeconds(1);
        away(Duration.ofSeconds(61));
        noting = CompletableFuture.failedFuture(new IllegalStateException("the list does not answer"));
        assertThat(waiting()).as("asked again until it is noted").isTrue();
        now = VALID_UNTIL.plusSeconds(601);
        assertThat(reason()).as("turns end").contains("our desk can look it up as c/t:book");
        now = VALID_UNTIL.plusSeconds(1);
        noting = CompletableFuture.completedFuture(true);
        assertThat(reason()).contains("A person at our desk looks into it now", "c/t:book");

        var open = noted.get(2);
        assertThat(open.id()).isEqualTo("c/t:book");
        assertThat(open.primary()).isEqualTo("eu");
        assertThat(open.call().title()).isEqualTo("Book it");
        assertThat(open.call().arguments()).isEqualTo("{}");
        assertThat(open.times().gaveUp()).isEqualTo(now.toEpochMilli());
        assertThat(open.errors()).hasSize(1);
    }

    @Test
    void whoeverIsNotOnTheFullListIsToldToAskForThemselves() {
        outcome = CompletableFuture.completedFuture(new CommitOutcome.Unknown("the answer was lost", true));
        assertThat(reason()).contains("our desk can look it up as c/t:book").doesNotContain("I will tell you");
        outcome = CompletableFuture.completedFuture(new CommitOutcome.Unknown("the answer was lost"));
        assertThat(reason()).contains("A person at our desk looks into it now");
    }

    private String reason() {
        return ((TaskStatus.Failed) carryOut("a1").status()).reason();
    }

    private void away(Duration silence) {
        outcome = CompletableFuture.failedFuture(new PrimaryAwayException("eu", silence, new RuntimeException("x")));
    }

    private boolean waiting() {
        return actions().carryOut(order("a1")).toCompletableFuture().isCompletedExceptionally();
    }

    private dev.jetway.runtime.conversation.Report carryOut(String approval) {
        return actions().carryOut(order(approval)).toCompletableFuture().join();
    }

    private ApprovedActions actions;

    private ApprovedActions actions() {
        if (actions == null) {
            actions = new ApprovedActions(
                    AgentRegistry.of(List.of(new Speechless()), Set.of()),
                    approved -> {
                        asked.add(approved.id());
                        return outcome;
                    },
                    open -> {
                        noted.add(open);
                        return noting;
                    },
                    (order, line) -> lines.add(line),
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return now;
                        }

                        @Override
                        public ZoneOffset getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            throw new UnsupportedOperationException("One zone is enough here");
                        }
                    });
        }
        return actions;
    }

    private static WorkOrder order(String approval) {
        var action = new Action(
                "bookings.create",
                JsonNodeFactory.instance.objectNode(),
                new Confirmation("Book it", List.of(), VALID_UNTIL));
        var task = Task.of("book", "book", "Book it", "{}");
        return new WorkOrder(
                "c",
                "t",
                new Task(
                        task.id(),
                        task.skill(),
                        task.title(),
                        task.input(),
                        task.dependsOn(),
                        false,
                        new TaskStatus.Committing(approval, action),
                        null),
                "{}",
                TestContext.TRAVELER,
                TestContext.NOW.plusSeconds(30).toEpochMilli());
    }

    /** Has a bug where it should say what came of an action. */
    private static final class Speechless implements AgentBehavior {
        @Override
        public AgentCard card() {
            var schema = JsonNodeFactory.instance.objectNode();
            return new AgentCard(
                    "speechless", "Books", List.of(new Skill("book", "Books", schema)), Set.of(), Risk.COMMIT);
        }

        @Override
        public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
            return CompletableFuture.completedFuture(AgentResult.failed("not asked"));
        }

        @Override
        public AgentResult concluded(AgentTask task, Action action, ToolResult outcome) {
            throw new IllegalStateException("a bug");
        }
    }
}
