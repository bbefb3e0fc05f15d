package dev.jetway.runtime.cli.tools;

import dev.jetway.mcp.ToolCatalog;
import dev.jetway.mcp.trust.LockFile;
import dev.jetway.mcp.trust.Verdict;
import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what the lock file and the servers do not agree on. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        header = "Shows how the tools of all servers differ from the lock file.",
        description = {
            "",
            "Asks the servers directly, changes nothing, and prints what differs as diff -u does; characters "
                    + "nobody can see are written as \\uXXXX.",
            ""
        },
        footer = {"", "Ends with 0 when nothing differs, and with 1 when something does or cannot be told."})
public final class ToolsDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOptions options = new ServersOptions();

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        ServersOptions.Wanted wanted = options.wanted();
        LockFile lock = read(wanted.lockFile());
        ToolCatalog now = ServersNow.ask(wanted.bridge());
        int differences = 0;
        int unreachable = 0;
        TreeSet<String> names = new TreeSet<>(lock.servers().keySet());
        names.addAll(now.servers().keySet());
        for (String name : names) {
            Optional<ToolCatalog.Server> server =
                    Optional.ofNullable(now.servers().get(name));
            if (server.isPresent() && !server.get().status().connected()) {
                unreachable++;
                screen.line("%s cannot be reached: %s"
                        .formatted(
                                screen.in(Tone.BAD, name), server.get().status().reason()));
            } else {
                differences += show(screen, name, lock, server);
            }
        }
        if (differences > 0) {
            screen.line("%s. If that is as it should be: jetway tools lock"
                    .formatted(differences == 1 ? "1 difference" : differences + " differences"));
        } else if (unreachable == 0) {
            screen.line("Nothing differs from " + wanted.lockFile() + ".");
        }
        return differences + unreachable == 0 ? 0 : 1;
    }

    private static LockFile read(Path file) {
        try {
            return LockFile.read(file);
        } catch (IllegalArgumentException e) {
            throw new Failure(e.getMessage() + ".", e);
        }
    }

    private static int show(Screen screen, String name, LockFile lock, Optional<ToolCatalog.Server> now) {
        if (now.isPresent() && !now.get().status().connected()) {
            screen.line("%s cannot be reached: %s"
                    .formatted(name, now.get().status().reason()));
            return 1;
        }
        if (now.isPresent() && now.get().review().instructions().verdict() == Verdict.UNPINNED) {
            return 0;
        }
        var differences = Difference.between(
                name, lock.server(name), now.map(server -> server.review().listing()));
        for (Difference difference : differences) {
            difference.text().forEach(line -> screen.line(screen.in(tone(line), line)));
            screen.line("");
        }
        return differences.size();
    }

    private static Tone tone(String line) {
        return switch (line.charAt(0)) {
            case '+' -> Tone.GOOD;
            case '-' -> Tone.BAD;
            case '@' -> Tone.FAINT;
            default -> Tone.PLAIN;
        };
    }
}
