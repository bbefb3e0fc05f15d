package dev.jetway.runtime.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.runtime.cli.JetwayCommand;
import dev.jetway.runtime.model.OpenAiScript;
import dev.jetway.runtime.model.ScriptedModelServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String home = System.getProperty("jetway.home");

    @TempDir
    Path folder;

    /** Takes everything for the weather in Rome. */
    public static final class Sunny implements Planner {
        @Override
        public String name() {
            return "sunny";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            var task = Task.of("weather", "weather.climate", "", "{\"city\": \"Rome\", \"month\": 5}");
            return CompletableFuture.completedFuture(new Planning.Tasks(
                    TaskGraph.of(List.of(task), request.skills().keySet()), List.of()));
        }
    }

    @BeforeEach
    void theProjectIsWhereItsScriptIs() throws IOException {
        System.setProperty(
                "jetway.home", Path.of("..").toAbsolutePath().normalize().toString());
        Files.writeString(folder.resolve("weather.jsonl"), """
                {"id": "a", "now": "2026-03-02T09:00:00Z", "text": "Rome in May", "outcome": "plan", "tags": ["easy"], \
                "tasks": [{"skill": "weather.climate", "input": {"city": "Rome", "month": 5}}]}
                {"id": "b", "now": "2026-03-02T09:00:00Z", "text": "Bari in June", "outcome": "plan", "tags": ["hard"], \
                "tasks": [{"skill": "weather.climate", "input": {"city": "Bari", "month": 6}}]}
                {"id": "c", "now": "2026-03-02T09:00:00Z", "text": "thanks", "outcome": "chat"}
                """);
    }

    @AfterEach
    void theProjectIsWhereItWas() {
        if (home == null) {
            System.clearProperty("jetway.home");
        } else {
            System.setProperty("jetway.home", home);
        }
    }

    @Test
    void printsTheFiguresOfAnyPlanner() {
        assertThat(eval("--data", folder.toString(), "--planner", Sunny.class.getName()))
                .isZero();

        assertThat(out.toString())
                .contains("Planner sunny, 3 requests, history gold")
                .containsPattern("tools  +\\| 100.0 % \\| 2 of 2")
                .containsPattern("exact plan  +\\|  50.0 % \\| 1 of 2")
                .containsPattern("chat answered as chat  +\\|   0.0 % \\| 0 of 1")
                .containsPattern("slots \\| +33.3 % \\| +50.0 % \\| +40.0 % \\| +4 ")
                .containsPattern("easy \\| +1 \\| 100.0 % \\| 100.0 % \\| +100.0 %")
                .containsPattern("hard \\| +1 \\| 100.0 % \\| 100.0 % \\| +0.0 %");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void measuresALanguageModelAsANodeWouldUseIt() {
        var plan = """
                {"kind": "plan", "text": "", "assumptions": [], "tasks": [{"id": "w", "skill": "weather.climate",
                 "title": "Weather", "input": "{\\"city\\": \\"Rome\\", \\"month\\": 5}", "dependsOn": [],
                 "optional": false}]}""";
        var kit = ActorTestKit.create();
        try (var server =
                ScriptedModelServer.start(kit.system()).always(request -> OpenAiScript.says(plan.replace("\n", " ")))) {
            assertThat(eval(
                            "--data",
                            folder.toString(),
                            "--planner",
                            "model",
                            "--set",
                            "jetway.models.scripted.base-url=" + server.url() + "/v1",
                            "--set",
                            "jetway.models.scripted.model=scripted-1"))
                    .isZero();
            assertThat(server.received()).hasSize(3);
        } finally {
            kit.shutdownTestKit();
        }

        assertThat(out.toString())
                .contains("Planner model, 3 requests")
                .containsPattern("exact plan  +\\|  50.0 % \\| 1 of 2");
    }

    @Test
    void saysWhoPlannedWhereTheModelDidNot() {
        var kit = ActorTestKit.create();
        try (var server = ScriptedModelServer.start(kit.system()).always(request -> OpenAiScript.says("no idea"))) {
            eval(
                    "--data",
                    folder.toString(),
                    "--planner",
                    "model",
                    "--set",
                    "jetway.models.scripted.base-url=" + server.url() + "/v1",
                    "--set",
                    "jetway.models.scripted.model=scripted-1");
            assertThat(server.received()).as("each was asked for twice").hasSize(6);
        } finally {
            kit.shutdownTestKit();
        }
        assertThat(out.toString()).contains("made by embedded: 3");
    }

    @Test
    void saysHowAModelIsConfiguredWhereThereIsNone() {
        assertThat(eval("--data", folder.toString(), "--planner", "model")).isEqualTo(1);
        assertThat(err.toString()).contains("No language model plans", "runtime/docs/models.md");
    }

    @Test
    void printsWhatIsWrongTheWrongToolsFirst() {
        eval("--data", folder.toString(), "--planner", Sunny.class.getName(), "--misses", "1");

        assertThat(out.toString())
                .contains("weather.jsonl:3  c", "said      thanks", "expected  CHAT", "got       weather.climate{")
                .doesNotContain("weather.jsonl:2");
    }

    @Test
    void writesTheFiguresForPrograms() throws IOException {
        var file = folder.resolve("figures.json");

        eval("--data", folder.toString(), "--planner", Sunny.class.getName(), "--json", file.toString());

        var figures = new ObjectMapper().readTree(file.toFile());
        assertThat(figures.at("/exactPlan/hits").asInt()).isEqualTo(1);
        assertThat(figures.at("/slots/wrong").asInt()).isEqualTo(4);
        assertThat(figures.at("/tags/easy/requests").asInt()).isEqualTo(1);
        assertThat(figures.at("/calibrationError").asDouble()).isBetween(0.3, 0.4);
    }

    @Test
    void readsTheFilesOfThePublicSetOfDialogues() throws IOException {
        Files.writeString(folder.resolve("intent_turns_dev.jsonl"), """
                {"id": "1", "turn": 0, "service": "Buses_1", "intent": "FindBus", "text": "is there a bus", "prev": ""}
                {"id": "1", "turn": 2, "service": "Buses_1", "intent": "BuyBusTicket", "text": "buy the tickets", "prev": "Yes."}
                """);
        Files.writeString(folder.resolve("times_canonical.json"), "[[\"noon\", \"12:00\", 1]]");

        assertThat(eval("--data", folder.toString(), "--misses", "4")).isZero();

        assertThat(out.toString())
                .contains("2 turns of 1 dialogues, 26 tools")
                .containsPattern("first turn of a dialogue +\\| +1 \\| +100.0 % \\| +100.0 %")
                .containsPattern("later turn, same service +\\| +1 \\| .* \\| +100.0 %")
                .containsPattern("times +\\| +1 \\| +100.0 %");
    }

    @Test
    void badDataIsNamedByFileAndLine() throws IOException {
        Files.writeString(folder.resolve("worse.jsonl"), "{\"id\": \"d\"}\n");

        assertThat(eval("--data", folder.toString())).isEqualTo(1);

        assertThat(err.toString())
                .isEqualTo("jetway: The data can't be used. worse.jsonl:1: 'outcome' has to be some text.\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongUsageIsASentence() {
        assertThat(eval("--planner", "java.lang.String")).isEqualTo(2);
        assertThat(err.toString()).contains("--planner is embedded, model, or a class that implements Planner");
        assertThat(eval("--misses", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--misses is a number from 0");
        assertThat(eval("--history", "silver")).isEqualTo(2);
    }

    private int eval(String... options) {
        var arguments = new String[options.length + 1];
        arguments[0] = "eval";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
