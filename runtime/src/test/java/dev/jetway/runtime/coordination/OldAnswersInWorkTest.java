package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
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
import dev.jetway.agents.testing.ScriptedTools;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of a tool's old answer on its way through a specialist that pays no attention to its age. */
class OldAnswersInWorkTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "old-answers",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final Instant THEN = TestContext.NOW.minusSeconds(600);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Calls two tools and passes on what the first says; asks for an approval where it is told to. */
    private static final class Forwarding implements AgentBehavior {

        @Override
        public AgentCard card() {
            return new AgentCard(
                    "forwarding",
                    "Passes on what a tool says",
                    List.of(skill("pass"), skill("ask")),
                    Set.of("a.read", "b.read", "a.book"),
                    Risk.COMMIT);
        }

        private static Skill skill(String id) {
            return new Skill(id, "Passes it on", TestContext.task(id, "{}").input(), List.of());
        }

        @Override
        public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
            return context.tools()
                    .call("a.read", task.input())
                    .thenCombine(
                            context.tools().call("b.read", task.input()),
                            (first, second) -> task.skill().equals("ask")
                                    ? new AgentResult.ApprovalRequired(new Action(
                                            "a.book",
                                            content(first),
                                            new Confirmation("Book it", List.of(), TestContext.NOW)))
                                    : AgentResult.completed(content(first), "Passed on"));
        }

        private static JsonNode content(ToolResult result) {
            return result.fold(ToolResult.Ok::content, error -> null, unavailable -> null);
        }
    }

    private static Report work(String skill, String input, ScriptedTools tools) {
        var worker = KIT.spawn(SpecialistWorker.create(
                new Forwarding(),
                new SpecialistSettings(1, 1),
                (traveler, allowed, deadline) -> tools,
                (order, line) -> {},
                Clock.fixed(TestContext.NOW, ZoneOffset.UTC)));
        var probe = KIT.createTestProbe(SpecialistWorker.Response.class);
        worker.tell(new SpecialistWorker.Work(
                new WorkOrder(
                        "c",
                        "t",
                        Task.of("task", skill, "Task", input),
                        input,
                        TestContext.TRAVELER,
                        TestContext.NOW.plusSeconds(30).toEpochMilli()),
                probe.getRef()));
        return probe.expectMessageClass(SpecialistWorker.Worked.class, Duration.ofSeconds(30))
                .report();
    }

    private static ScriptedTools current() {
        return new ScriptedTools()
                .expect("a.read")
                .answers("{\"n\":1}")
                .expect("b.read")
                .answers("{\"n\":2}");
    }

    private static ScriptedTools old() {
        return new ScriptedTools()
                .expect("a.read")
                .answeredBefore(THEN.plusSeconds(60), "{\"n\":1}")
                .expect("b.read")
                .answeredBefore(THEN, "{\"n\":2}");
    }

    @Test
    void aResultIsAsOldAsItsOldestAnswer() {
        var report = work("pass", "{}", old());

        assertThat(report.status())
                .isEqualTo(new TaskStatus.Completed(
                        "{\"staleAsOf\":\"2026-11-21T08:50:00Z\",\"n\":1}",
                        "Passed on",
                        List.of(),
                        THEN.toEpochMilli()));
        assertThat(report.calls())
                .extracting(call -> call.asOf())
                .containsExactly(THEN.plusSeconds(60).toEpochMilli(), THEN.toEpochMilli());
    }

    @Test
    void aResultOfCurrentAnswersIsCurrent() {
        var report = work("pass", "{}", current());

        assertThat(report.status()).isEqualTo(new TaskStatus.Completed("{\"n\":1}", "Passed on", List.of()));
        assertThat(report.calls()).extracting(call -> call.asOf()).containsOnlyNulls();
    }

    @Test
    void aResultMadeOfAnotherOneIsAsOldAsThat() {
        var report = work("pass", "{\"flights\":{\"staleAsOf\":\"%s\",\"x\":1}}".formatted(THEN), current());

        assertThat(((TaskStatus.Completed) report.status()).asOf()).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void nobodyIsAskedToApproveWhatRestsOnAnOldAnswer() {
        assertThat(work("ask", "{}", current()).status()).isInstanceOf(TaskStatus.ApprovalRequired.class);
        assertThat(work("ask", "{}", old()).status())
                .isInstanceOfSatisfying(
                        TaskStatus.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("I prepared nothing: "));
        assertThat(work("ask", "{\"offer\":{\"staleAsOf\":\"%s\"}}".formatted(THEN), current())
                        .status())
                .isInstanceOf(TaskStatus.Failed.class);
    }

    @Test
    void aFieldOfThatNameThatIsNoTimeMeansNothing() {
        var report = work("pass", "{\"staleAsOf\":\"yesterday\"}", current());

        assertThat(report.status()).isEqualTo(new TaskStatus.Completed("{\"n\":1}", "Passed on", List.of()));
    }
}
