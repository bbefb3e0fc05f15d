package dev.jetway.runtime.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Risk;
import dev.jetway.agents.Skill;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.testing.TestContext;
import dev.jetway.runtime.conversation.Report;
import dev.jetway.runtime.conversation.WorkOrder;
import dev.jetway.runtime.coordination.SpecialistWorker.Command;
import dev.jetway.runtime.coordination.SpecialistWorker.Response;
import dev.jetway.runtime.coordination.SpecialistWorker.Withdraw;
import dev.jetway.runtime.coordination.SpecialistWorker.Work;
import dev.jetway.runtime.coordination.SpecialistWorker.Worked;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of tasks whose turn was canceled, with a worker that works one and keeps two waiting. */
class WithdrawnWorkTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "withdrawn",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, AgentContext> started = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<AgentResult>> results = new ConcurrentHashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ActorRef<Command> worker = KIT.spawn(SpecialistWorker.create(
            new Waiting(),
            new SpecialistSettings(1, 2),
            (traveler, allowed, deadline) ->
                    (tool, arguments) -> CompletableFuture.completedFuture(new ToolResult.Ok(arguments)),
            (order, line) -> lines.add(order.turn() + ": " + line),
            Clock.fixed(TestContext.NOW, ZoneOffset.UTC)));
    private final TestProbe<Response> answers = KIT.createTestProbe(Response.class);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Works on a task until the test has its result. */
    private final class Waiting implements AgentBehavior {

        @Override
        public AgentCard card() {
            var skill =
                    new Skill("wait", "Waits", TestContext.task("wait", "{}").input(), List.of());
            return new AgentCard("waiting", "Waits", List.of(skill), Set.of("a.read"), Risk.READ);
        }

        @Override
        public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
            started.put(task.turn(), context);
            return results.computeIfAbsent(task.turn(), turn -> new CompletableFuture<>());
        }
    }

    @Test
    void aTaskAtWorkCallsNothingMoreIsAnsweredAndMakesRoom() {
        work("first");
        work("second");
        started("first");
        var canceled = started.get("first").canceled().toCompletableFuture();
        assertThat(canceled).isNotDone();
        started.get("first").progress("Asking");

        worker.tell(new Withdraw("c", "first"));

        assertThat(answer().status()).isEqualTo(new TaskStatus.Failed("It was canceled."));
        started("second");
        assertThat(canceled).isDone();
        assertThat(called("first")).isInstanceOf(ToolResult.Unavailable.class);
        assertThat(called("second")).isInstanceOf(ToolResult.Ok.class);
        started.get("first").progress("Asking still");
        started.get("second").progress("Asking");
        assertThat(lines).containsExactly("first: Asking", "second: Asking");
    }

    @Test
    void whatItReturnsAfterwardsIsNotAnsweredAgainAndTakesNobodysPlace() {
        work("first");
        started("first");
        worker.tell(new Withdraw("c", "first"));
        worker.tell(new Withdraw("c", "first"));
        answer();
        work("second");
        started("second");

        results.get("first").complete(AgentResult.failed("late"));
        work("third");
        results.get("second").complete(AgentResult.failed("done"));

        assertThat(answer().status()).isEqualTo(new TaskStatus.Failed("done"));
        started("third");
        answers.expectNoMessage();
    }

    @Test
    void aTaskThatWaitsIsNeverBegunAndOthersAreLeftAlone() {
        work("first");
        work("second");
        work("third");
        started("first");

        worker.tell(new Withdraw("c", "second"));
        worker.tell(new Withdraw("another conversation", "first"));

        assertThat(answer().status()).isEqualTo(new TaskStatus.Failed("It was canceled."));
        results.get("first").complete(AgentResult.failed("done"));
        assertThat(answer().status()).isEqualTo(new TaskStatus.Failed("done"));
        started("third");
        assertThat(started).doesNotContainKey("second");
    }

    private void work(String turn) {
        var order = new WorkOrder(
                "c",
                turn,
                Task.of("task", "wait", "Task", "{}"),
                "{}",
                TestContext.TRAVELER,
                TestContext.NOW.plusSeconds(30).toEpochMilli());
        worker.tell(new Work(order, answers.getRef()));
    }

    private void started(String turn) {
        answers.awaitAssert(PATIENCE, () -> {
            assertThat(started).containsKey(turn);
            return null;
        });
    }

    private Report answer() {
        return answers.expectMessageClass(Worked.class, PATIENCE).report();
    }

    private ToolResult called(String turn) {
        return started.get(turn)
                .tools()
                .call("a.read", JsonNodeFactory.instance.objectNode())
                .toCompletableFuture()
                .join();
    }
}
