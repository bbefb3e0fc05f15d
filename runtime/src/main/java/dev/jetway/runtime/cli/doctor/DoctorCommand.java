package dev.jetway.runtime.cli.doctor;

import dev.jetway.runtime.cli.DataFolder;
import dev.jetway.runtime.cli.Installation;
import dev.jetway.runtime.cli.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether this machine is fit to run Jetway, and what to do where it is not. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        header = "Checks whether this machine is fit to run Jetway.",
        description = {
            "",
            "Looks at Java, the build, the page's port, the data folder, disk, memory, file limits, the "
                    + "loopback address and the environment. Changes nothing. Each line says what was found and, where it matters, "
                    + "what to do about it. Ends with 1 when something would keep Jetway from running.",
            ""
        })
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder to look at (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The page's port to look at (default: ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() {
        Screen screen = Screen.of(spec.commandLine().getOut());
        List<Finding> findings =
                Examination.of(new FactFinder(Installation.current(), new DataFolder(data), port).gather());
        for (Finding finding : findings) {
            screen.item(finding.level().tone(), finding.level().mark(), finding.subject(), finding.sentence());
        }
        boolean fit = Examination.fit(findings);
        screen.line("");
        screen.line(fit ? "This machine is fit to run Jetway." : "Jetway would not run here as things are.");
        return fit ? 0 : 1;
    }
}
