package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jetway.runtime.cli.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a person found out of a case. */
@Command(
        name = "settle",
        mixinStandardHelpOptions = true,
        header = "Says what you found out: whether it was done. The traveler is told.",
        description = {
            "",
            "The first word counts: the same again is answered like the first time, anything else is refused.",
            "",
            "  jetway desk settle ID --done --reference ABC123 --note \"called the airline\"",
            "  jetway desk settle ID --not-done --note \"nothing in their system, says Ms Ito\"",
            ""
        })
final class DeskSettleCommand implements Callable<Integer> {

    /** One of the two. */
    private static final class Found {
        @Option(names = "--done", required = true, description = "It happened; --reference names it.")
        private boolean done;

        @Option(names = "--not-done", required = true, description = "It did not happen, and will not any more.")
        private boolean notDone;
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskNode node = new DeskNode();

    @Parameters(paramLabel = "ID", description = "As 'jetway desk' lists it, or as the traveler was told it.")
    private String id;

    @ArgGroup(multiplicity = "1")
    private Found found;

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description = "What the provider calls it; the traveler reads it.")
    private String reference;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            required = true,
            description = "How you found out. For the record; the traveler does not read it.")
    private String note;

    @Option(names = "--by", paramLabel = "NAME", description = "Who found out (default: ${DEFAULT-VALUE}).")
    private String by = System.getProperty("user.name");

    @Override
    public Integer call() throws InterruptedException {
        if (found.done == (reference == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--done goes with --reference, and --not-done goes without.");
        }
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("done", found.done)
                .put("reference", reference)
                .put("note", note)
                .put("by", by);
        var answer = node.post("settle", body);
        new CaseView(Screen.of(spec.commandLine().getOut())).settled(answer.path("case"));
        return 0;
    }
}
