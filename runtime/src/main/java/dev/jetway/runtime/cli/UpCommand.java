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
import java.util.Set;
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
            "With --regions there are a Cassandra data center and a node for each region, and every conversation is "
                    + "served by all of them. A region of which something ends is stopped and comes back 15 s later, "
                    + "after it has got from the others what it missed; meanwhile they go on.",
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

    private static final String REGION = "[A-Za-z][A-Za-z0-9_-]*";
    private static final int MOST_REGIONS = 5;

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
            names = "--regions",
            paramLabel = "NAME,NAME",
            split = ",",
            description = "Start several regions instead of one, each with a Cassandra data center and a node of its "
                    + "own; their pages are at --port and the ports after it. Needs loopback addresses 127.0.0.1, "
                    + "127.0.0.2 and so on. They have databases of their own in the data folder, and are the same "
                    + "ones for as long as that is used.")
    private List<String> regions = new ArrayList<>();

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
        requireRegions();
        Installation installation = Installation.current();
        if (!installation.built()) {
            throw new Failure("Jetway is not completely built in %s. Run it through its launcher script, ./jetway."
                    .formatted(installation.home()));
        }
        for (int i = 0; i < Math.max(1, regions.size()); i++) {
            requireFree(port == 0 ? 0 : port + i);
        }
        Plan plan = new Plan(
                installation,
                new DataFolder(data),
                regions,
                port,
                faults,
                ConfigurationOptions.given(config, settings),
                nodeArguments(),
                Duration.ofSeconds(startSeconds));
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

    private void announce(Screen screen, Map<String, String> pages, String age) {
        screen.line("");
        String ready = screen.in(Tone.FAINT, "ready after " + age);
        pages.forEach((region, page) -> {
            String where = region.isEmpty() ? "Chat page" : "Chat page in " + region;
            screen.line("%s  %s  %s".formatted(where, screen.in(Tone.STRONG, page), ready));
        });
        if (!regions.isEmpty()) {
            screen.line(screen.in(
                    Tone.FAINT,
                    "One conversation is served by all of them. A region that is lost comes back by itself."));
        }
        screen.line(screen.in(Tone.FAINT, "Ctrl-C stops everything."));
        if (open) {
            Browser.open(pages.values().iterator().next());
        }
    }

    private void requireRegions() {
        if (regions.isEmpty()) {
            return;
        }
        for (String name : regions) {
            if (!name.matches(REGION)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--regions are names such as eu,us: a letter first, then letters, digits, _ or -, not '%s'"
                                .formatted(name));
            }
        }
        if (regions.size() > MOST_REGIONS
                || regions.size() < 2
                || Set.copyOf(regions).size() < regions.size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--regions are 2 to %d different names, not %s. For a single region leave it out"
                            .formatted(MOST_REGIONS, String.join(",", regions)));
        }
        if (port + regions.size() - 1 > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--port leaves no room for the pages of %d regions".formatted(regions.size()));
        }
    }

    private void requireFree(int page) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), page));
        } catch (IOException e) {
            throw new Failure(
                    "Port %d is in use on this machine. Stop what listens there, or choose another with --port."
                            .formatted(page));
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
