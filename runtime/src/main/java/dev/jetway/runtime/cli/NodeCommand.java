package dev.jetway.runtime.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.Node;
import dev.jetway.runtime.cli.leash.Leashed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one node in this JVM until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        header = "Runs one node, for a Cassandra and tools that are already there.",
        description = {
            "",
            "Stays in the foreground and prints 'node ready ADDRESS' when it serves. Stops in order on "
                    + "Ctrl-C or SIGTERM: no new connections, running turns handed over, then the end.",
            "",
            "Configuration, the first that knows a key wins: --set, --config, the defaults. For example:",
            "  jetway node --config eu-1.conf --set jetway.gateway.port=8081",
            "What it says of tool servers can be changed while the node runs: see 'jetway tools reload'.",
            ""
        })
public final class NodeCommand implements Callable<Integer> {
    /** Ends the configuration on standard input. */
    public static final String END_OF_CONFIGURATION = ".";

    /** Begins the line that says the node serves; the address of its page follows. */
    public static final String READY = "node ready ";

    private static final int CONFIGURATION_CHARS = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--start-timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when it does not serve by then (default: ${DEFAULT-VALUE}).")
    private int startSeconds;

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "End hard when an orderly stop takes longer (default: ${DEFAULT-VALUE}).")
    private int stopSeconds;

    @Option(
            names = "--leashed",
            hidden = true,
            description = "Reads HOCON from standard input up to a line with a single dot, and ends with that input.")
    private boolean leashed;

    @Override
    public Integer call() throws InterruptedException {
        Config told = leashed ? fromStandardInput() : ConfigFactory.empty();
        Node node = start(() -> configuration(told));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped), "jetway-stop"));
        awaitReady(node);
        spec.commandLine().getOut().println(READY + node.pageUrl());
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
    }

    private static Node start(Supplier<Config> written) {
        try {
            return Node.start(written);
        } catch (IllegalArgumentException | ConfigException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Node node) throws InterruptedException {
        try {
            node.ready().toCompletableFuture().get(startSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Failure("The node could not be started: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new Failure(
                    "The node was not ready within %d s. Its log says what it waited for.".formatted(startSeconds));
        }
    }

    private void stop(Node node, CountDownLatch stopped) {
        try {
            node.stop().toCompletableFuture().get(stopSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("The node did not stop in order within " + stopSeconds + " s: " + e);
        } finally {
            stopped.countDown();
        }
    }

    /** What was said, without defaults, as files say it now; a mistake in it is a sentence that names file and line. */
    private Config configuration(Config told) {
        try {
            return options.given().withFallback(told).withFallback(ConfigFactory.defaultApplication());
        } catch (ConfigException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }

    private static Config fromStandardInput() {
        StringBuilder text = new StringBuilder();
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = reader.readLine();
            while (line != null && !line.equals(END_OF_CONFIGURATION) && text.length() < CONFIGURATION_CHARS) {
                text.append(line).append('\n');
                line = reader.readLine();
            }
            if (line == null) {
                throw new Failure("The process that started this node ended before it said what to run.");
            }
        } catch (IOException e) {
            throw new Failure("The configuration on standard input cannot be read (" + e.getMessage() + ").", e);
        }
        Leashed.hold(System.in);
        try {
            return ConfigFactory.parseString(text.toString());
        } catch (ConfigException e) {
            throw new Failure("The configuration is wrong: " + e.getMessage(), e);
        }
    }
}
