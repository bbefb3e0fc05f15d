package dev.jetway.runtime.cli;

import dev.jetway.runtime.cli.Screen.Tone;
import dev.jetway.runtime.cli.up.LocalSystem;
import dev.jetway.runtime.cli.up.Plan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything on this machine and keeps it running. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        header = "Starts everything on this machine and prints the chat page's address.",
        description = {
            "",
            "Starts a Cassandra, the reference travel servers and one node as child processes, all on the "
                    + "loopback address, and stays in the foreground. Ctrl-C stops them in order. When one of "
                    + "them ends, the others are stopped and the last lines of its log are shown.",
            "",
            "Needs no network, no account and no key. Conversations and bookings stay in the data folder.",
            ""
        },
        footer = {
            "",
            "Ends with 1 when something failed, and with 130 or 143 when it was stopped by Ctrl-C or SIGTERM.",
            "JETWAY_NODE_OPTS holds further JVM options for the node."
        })
final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where conversations, bookings and logs are kept (default: ~/.jetway).")
    private Path data = DataFolder.DEFAULT;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The chat page's port; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--faults",
            description = "Let the travel servers be slowed, failed and killed on request, for drills.")
    private boolean faults;

    @Option(
            names = "--open",
            negatable = true,
            defaultValue = "false",
            fallbackValue = "true",
            description = "Open the chat page in a browser when it is ready (default: no).")
    private boolean open;

    @Option(names = "--config", paramLabel = "FILE", description = "A HOCON file with settings for the node.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting for the node; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--start-timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "Give up when not everything is ready by then (default: ${DEFAULT-VALUE}).")
    private int startSeconds;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is a number from 0 to 65535, not " + port);
        }
        Installation installation = Installation.current();
        if (!installation.built()) {
            throw new Failure("Jetway is not completely built in %s. Run it through its launcher script, ./jetway."
                    .formatted(installation.home()));
        }
        requireFreePort();
        Plan plan = new Plan(
                installation, new DataFolder(data), port, faults, nodeArguments(), Duration.ofSeconds(startSeconds));
        LocalSystem system = new LocalSystem(plan, screen);
        Runtime.getRuntime().addShutdownHook(new Thread(system::close, "jetway-stop"));
        screen.line("Starting Jetway in " + plan.data().path());
        try {
            announce(screen, system.start(), system.age());
            Failure end = system.awaitEnd();
            if (!system.closing()) {
                throw end;
            }
        } catch (Failure e) {
            if (!system.closing()) {
                screen.line("");
                system.close();
                throw e;
            }
        }
        return 0; // told to stop: the exit waits for the shutdown hook
    }

    private void announce(Screen screen, String page, String age) {
        screen.line("");
        screen.line("Chat page  %s  %s"
                .formatted(screen.in(Tone.STRONG, page), screen.in(Tone.FAINT, "ready after " + age)));
        screen.line(screen.in(Tone.FAINT, "Ctrl-C stops everything."));
        if (open) {
            Browser.open(page);
        }
    }

    private void requireFreePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new Failure(
                    "Port %d is in use on this machine. Stop what listens there, or choose another with --port."
                            .formatted(port));
        }
    }

    private List<String> nodeArguments() {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            arguments.add("--config=" + config.toAbsolutePath());
        }
        settings.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
        arguments.add("--start-timeout=" + startSeconds);
        return arguments;
    }
}
