package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.runtime.cli.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a case looked up once more. */
@Command(
        name = "lookup",
        mixinStandardHelpOptions = true,
        header = "Asks the tool server once more, by the same key; a case it knows of is settled by that.",
        description = {
            "",
            "Of a case that another region was to carry out, that region is asked. Ends with 1 while nobody knows.",
            ""
        })
final class DeskLookUpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskNode node = new DeskNode();

    @Parameters(paramLabel = "ID", description = "As 'jetway desk' lists it, or as the traveler was told it.")
    private String id;

    @Override
    public Integer call() throws InterruptedException {
        var answer = node.post("lookup", JsonNodeFactory.instance.objectNode().put("id", id));
        new CaseView(Screen.of(spec.commandLine().getOut())).settled(answer.path("case"));
        return 0;
    }
}
