package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.cli.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the cases that wait for a person. */
@Command(
        name = "desk",
        mixinStandardHelpOptions = true,
        header = "Lists approved actions of which nobody knows whether they happened, and settles them.",
        description = {
            "",
            "A booking was approved and sent, its answer was lost, and no tool could say what came of it. Whoever looks "
                    + "asks the provider, by the key that 'jetway desk show' names, and says what they found with "
                    + "'jetway desk settle'. The traveler reads it in their conversation.",
            ""
        },
        footer = {"", "To be run on a node's own machine. Each region lists its own cases."},
        subcommands = {DeskShowCommand.class, DeskSettleCommand.class, DeskLookUpCommand.class})
public final class DeskCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskNode node = new DeskNode();

    @Option(names = "--json", description = "All that is known of each, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        JsonNode page = node.open();
        if (json) {
            screen.line(page.toPrettyString());
        } else {
            new CaseView(screen).table(page);
        }
        return 0;
    }
}
