package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.cli.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says all there is to know of a case. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        header = "Says all there is to know of a case, also of one that is settled or not listed any more.")
final class DeskShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskNode node = new DeskNode();

    @Parameters(paramLabel = "ID", description = "As 'jetway desk' lists it, or as the traveler was told it.")
    private String id;

    @Option(names = "--json", description = "The same as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        JsonNode found = node.show(id).path("case");
        if (json) {
            screen.line(found.toPrettyString());
        } else {
            new CaseView(screen).whole(found);
        }
        return 0;
    }
}
