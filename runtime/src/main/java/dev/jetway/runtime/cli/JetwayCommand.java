package dev.jetway.runtime.cli;

import dev.jetway.runtime.cli.chat.ChatCommand;
import dev.jetway.runtime.cli.desk.DeskCommand;
import dev.jetway.runtime.cli.doctor.DoctorCommand;
import dev.jetway.runtime.cli.eval.EvalCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of Jetway. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "jetway",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "Runs travel conversations as durable, distributed actors.",
        description = {
            "",
            "Start everything on this machine, and talk to it in a browser or a second terminal:",
            "  jetway up",
            "  jetway chat",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {"", "'jetway help COMMAND' explains a command. Exit codes: 0 done, 1 failed, 2 wrong usage."},
        subcommands = {
            UpCommand.class,
            ChatCommand.class,
            DoctorCommand.class,
            ToolsCommand.class,
            RegionsCommand.class,
            DeskCommand.class,
            EvalCommand.class,
            NodeCommand.class,
            MigrateCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class JetwayCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        boolean node = arguments.length > 0 && arguments[0].equals("node");
        if (node) {
            HeadStart.begin();
        }
        if (System.getProperty("logback.configurationFile") == null) {
            // A node has much to say, to a file; the other commands keep the terminal for their user.
            System.setProperty(
                    "logback.configurationFile",
                    node ? "jetway-node-logback.xml" : "dev/jetway/runtime/cli/logback-cli.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    /** The command line with everything set up, for {@code main} and for tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new JetwayCommand())
                .setParameterExceptionHandler(JetwayCommand::explainUsage)
                .setExecutionExceptionHandler(JetwayCommand::explainFailure)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(26)
                .setAbbreviatedOptionsAllowed(false);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: jetway up");
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("jetway: " + error.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
            err.println("'" + command.getCommandSpec().qualifiedName(" ") + " --help' lists what it understands.");
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int explainFailure(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (error instanceof Failure) {
            err.println("jetway: " + error.getMessage());
            if (error.getCause() != null) {
                ErrorLog.write(error);
            }
        } else {
            err.println("jetway: something unexpected went wrong (" + error + ")."
                    + ErrorLog.write(error)
                            .map(file -> " The particulars are in " + file + ".")
                            .orElse(""));
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
