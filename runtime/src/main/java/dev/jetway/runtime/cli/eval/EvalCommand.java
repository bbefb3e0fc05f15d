package dev.jetway.runtime.cli.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.BadDataException;
import dev.jetway.agents.evaluation.Dialogues;
import dev.jetway.agents.evaluation.Evaluation;
import dev.jetway.agents.evaluation.Expressions;
import dev.jetway.agents.evaluation.LabeledRequests;
import dev.jetway.agents.evaluation.RememberingEncoder;
import dev.jetway.agents.evaluation.Scope;
import dev.jetway.agents.evaluation.ScopeEvaluation;
import dev.jetway.agents.evaluation.ToolLabels;
import dev.jetway.agents.planning.EmbeddedPlanner;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.SentenceEncoder;
import dev.jetway.agents.planning.SentenceEncoders;
import dev.jetway.agents.planning.intent.Continuity;
import dev.jetway.agents.planning.intent.Ranking;
import dev.jetway.agents.planning.intent.SkillClassifier;
import dev.jetway.agents.planning.intent.State;
import dev.jetway.runtime.cli.ConfigurationOptions;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import dev.jetway.runtime.coordination.AgentRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how well messages are understood. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        header = "Measures how well travelers' messages are understood.",
        description = {
            "",
            "Puts labelled requests to a planner and prints how often it chose the right tools, filled them rightly, "
                    + "asked where it had to and turned away what nobody can do. agents/evaluation/README.md "
                    + "describes the format. Starts no node and calls no tool.",
            ""
        })
public final class EvalCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Over what {@code jetway.model-planning.timeout} may sensibly be. */
    private static final Duration MODELS_PATIENCE = Duration.ofMinutes(15);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with *.jsonl files (default: the project's own, agents/evaluation/requests).")
    private Path data;

    @Option(
            names = "--planner",
            paramLabel = "PLANNER",
            defaultValue = "embedded",
            description = "embedded; model, the one of a node so configured; or a class that implements Planner "
                    + "(default: ${DEFAULT-VALUE}).")
    private String planner;

    @Option(
            names = "--history",
            paramLabel = "HISTORY",
            defaultValue = "gold",
            description = "What the planner is told of earlier turns: gold, what was right, or own, what it planned "
                    + "itself (default: ${DEFAULT-VALUE}).")
    private Evaluation.History history;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file as well.")
    private Path json;

    @Option(names = "--misses", paramLabel = "N", description = "Print the first N that are wrong.")
    private int misses;

    @Override
    public Integer call() {
        if (misses < 0) {
            throw new ParameterException(spec.commandLine(), "--misses is a number from 0, not " + misses);
        }
        Path folder = data == null ? Installation.current().home().resolve("agents/evaluation/requests") : data;
        Screen screen = Screen.of(spec.commandLine().getOut());
        try {
            show(screen, report(screen, folder));
        } catch (BadDataException e) {
            throw new Failure("The data can't be used. " + e.getMessage() + ".", e);
        }
        return 0;
    }

    private Report report(Screen screen, Path folder) {
        if (Dialogues.in(folder)) {
            return dialogues(screen, folder);
        }
        return Scope.in(folder) ? scope(screen, folder) : requests(screen, folder);
    }

    private Report scope(Screen screen, Path folder) {
        Scope scope = Scope.read(folder);
        Optional<SentenceEncoder> encoder = encoder(screen);
        screen.line("CLINC150: %,d requests with one of %d intents and %d with none; some minutes."
                .formatted(
                        scope.held().size(),
                        scope.train().size(),
                        scope.heldNothing().size()));
        Optional<SentenceEncoder> memory = encoder.map(RememberingEncoder::new);
        return new ScopeReport(ScopeEvaluation.of(scope, labels -> SkillClassifier.fit(labels, memory)::rank));
    }

    private static Optional<SentenceEncoder> encoder(Screen screen) {
        Optional<SentenceEncoder> encoder = SentenceEncoders.shared();
        if (encoder.isEmpty()) {
            screen.line(screen.in(
                    Tone.DOUBTFUL,
                    SentenceEncoders.problem().orElse("Without a sentence encoder: words alone have to do.")));
        }
        return encoder;
    }

    private Report dialogues(Screen screen, Path folder) {
        ToolLabels tools = ToolLabels.read(Installation.current().home().resolve("agents/evaluation/sgd/tools.json"));
        Dialogues dialogues = Dialogues.read(folder, tools.byIntent());
        SkillClassifier classifier = SkillClassifier.fit(tools.labels(), encoder(screen));
        screen.line("Schema-Guided Dialogue: %,d turns of %,d dialogues, %d tools, fitted on %d phrases of our own."
                .formatted(dialogues.turns(), dialogues.size(), tools.tools().size(), tools.examples()));
        Continuity continuity = tools.continuity();
        BiFunction<String, State, Ranking> chooser = (text, state) -> continuity.weigh(classifier.rank(text), state);
        return new DialoguesReport(
                dialogues.choose(chooser, false),
                dialogues.choose(chooser, true),
                Expressions.dates(folder),
                Expressions.times(folder));
    }

    private Report requests(Screen screen, Path folder) {
        if (!planner.equals("model")) {
            return requests(
                    screen,
                    folder,
                    planner(planner),
                    AgentRegistry.load(Set.of()).skills(),
                    PATIENCE);
        }
        try (var model = new PlannerWithModel(options.given())) {
            return requests(screen, folder, model.planner(), model.skills(), MODELS_PATIENCE);
        }
    }

    private Report requests(Screen screen, Path folder, Planner asked, Map<String, Skill> skills, Duration patience) {
        var requests = LabeledRequests.read(folder);
        screen.line("Planner %s, %d requests, history %s, %d skills."
                .formatted(asked.name(), requests.size(), history.name().toLowerCase(Locale.ROOT), skills.size()));
        return new RequestsReport(asked.name(), new Evaluation(asked, skills, history, patience).run(requests));
    }

    private Planner planner(String name) {
        if (name.equals("embedded")) {
            return new EmbeddedPlanner();
        }
        try {
            return (Planner) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--planner is embedded, model, or a class that implements Planner, with a public constructor without "
                            + "parameters, not '%s'".formatted(name));
        }
    }

    private void show(Screen screen, Report report) {
        screen.line("");
        report.lines().forEach(screen::line);
        for (var miss : report.misses(misses)) {
            screen.line("");
            screen.line(screen.in(Tone.PLAIN, miss));
        }
        if (json != null) {
            write(report.json());
        }
    }

    private void write(ObjectNode figures) {
        try {
            Files.writeString(
                    json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
        } catch (IOException e) {
            throw new Failure("The figures can't be written to %s: %s".formatted(json, e), e);
        }
    }
}
