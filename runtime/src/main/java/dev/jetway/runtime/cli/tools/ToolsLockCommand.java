package dev.jetway.runtime.cli.tools;

import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.mcp.trust.ServerPins;
import dev.jetway.mcp.trust.Verdict;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Agrees to what the servers say of themselves now. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        header = "Writes what the tools of all servers are now to the lock file.",
        description = {
            "",
            "Asks the servers directly and writes what they say, whatever it is: put the file under version "
                    + "control and read its diff. Nodes read it when they start, and call no tool that is not as "
                    + "it says.",
            ""
        },
        footer = {
            "",
            "Ends with 0 when the file says what all servers say, and with 1 when a server could not be reached "
                    + "(what was locked of it is kept)."
        })
public final class ToolsLockCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOptions options = new ServersOptions();

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        ServersOptions.Wanted wanted = options.wanted();
        LockFile before = before(screen, wanted.lockFile());
        ToolCatalog now = ServersNow.ask(wanted.bridge());
        SortedMap<String, ServerPins> agreed = new TreeMap<>();
        boolean complete = true;
        for (var entry : now.servers().entrySet()) {
            ToolCatalog.Server server = entry.getValue();
            Optional<ServerPins> pins = before.server(entry.getKey());
            if (!server.status().connected()) {
                complete = false;
                screen.line("%s cannot be reached: %s%s"
                        .formatted(
                                screen.in(Tone.BAD, entry.getKey()),
                                server.status().reason(),
                                pins.isPresent() ? "; what was locked is kept" : ""));
            } else if (server.review().instructions().verdict() == Verdict.UNPINNED) {
                screen.line(entry.getKey() + " is not locked: its entry says pin = false");
                pins = Optional.empty();
            } else {
                warn(screen, entry.getKey(), server);
                pins = Optional.of(server.review().listing());
            }
            pins.ifPresent(kept -> agreed.put(entry.getKey(), kept));
        }
        LockFile after = new LockFile(agreed);
        report(screen, before, after);
        write(screen, after, wanted.lockFile());
        return complete ? 0 : 1;
    }

    /** A file that is no lock file is replaced, as one that is not there. */
    private static LockFile before(Screen screen, Path file) {
        if (!Files.exists(file)) {
            return new LockFile(new TreeMap<>());
        }
        try {
            return LockFile.read(file);
        } catch (IllegalArgumentException e) {
            screen.line(e.getMessage() + ". It is written anew.");
            return new LockFile(new TreeMap<>());
        }
    }

    /** Some tools cannot be called whatever is locked. */
    private static void warn(Screen screen, String server, ToolCatalog.Server now) {
        now.review()
                .tools()
                .forEach((tool, judged) -> judged.objection()
                        .ifPresent(why -> screen.line("%s.%s is odd: %s"
                                .formatted(server, screen.in(Tone.DOUBTFUL, ReadableJson.shown(tool)), why))));
    }

    private static void report(Screen screen, LockFile before, LockFile after) {
        TreeSet<String> names = new TreeSet<>(before.servers().keySet());
        names.addAll(after.servers().keySet());
        for (String name : names) {
            for (Difference difference : Difference.between(name, before.server(name), after.server(name))) {
                Tone tone = difference.kind().equals("changed") ? Tone.DOUBTFUL : Tone.PLAIN;
                screen.line("%s %s%s"
                        .formatted(
                                screen.in(tone, "%-8s".formatted(difference.kind())),
                                difference.name(),
                                difference.fields().isEmpty() ? "" : "  (" + difference.fields() + ")"));
            }
        }
    }

    private static void write(Screen screen, LockFile lock, Path file) {
        int tools = lock.servers().values().stream()
                .mapToInt(pins -> pins.tools().size())
                .sum();
        String content =
                "%d tools of %d servers".formatted(tools, lock.servers().size());
        try {
            if (Files.exists(file) && Files.readString(file).equals(lock.text())) {
                screen.line("%s are locked in %s, as before.".formatted(content, file));
                return;
            }
            lock.write(file);
            screen.line("%s are locked in %s. Nodes read it when they start, and on 'jetway tools reload'."
                    .formatted(content, file));
        } catch (IOException e) {
            throw new Failure("The lock file %s cannot be written (%s).".formatted(file, e.getMessage()), e);
        }
    }
}
