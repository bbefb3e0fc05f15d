package dev.jetway.runtime.cli.up;

import dev.jetway.runtime.cli.Failure;
import dev.jetway.runtime.cli.NodeCommand;
import dev.jetway.runtime.region.link.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One region on this machine: a Cassandra and a node, each a process of its own. For one thread at a time, but
 * for what its futures complete.
 */
final class LocalRegion {
    private static final Pattern NODE_READY = Pattern.compile(Pattern.quote(NodeCommand.READY) + "(\\S+)");
    private static final Duration NODE_STOP = Duration.ofSeconds(35);

    private final Plan plan;
    private final RegionPlan own;
    private final Progress progress;
    private final ClassDataArchive archive;
    private final CompletableFuture<Failure> ended = new CompletableFuture<>();

    private CassandraPart cassandra;
    private ChildProcess node;

    LocalRegion(Plan plan, RegionPlan own, Progress progress, ClassDataArchive archive) {
        this.plan = plan;
        this.own = own;
        this.progress = progress;
        this.archive = archive;
    }

    /** Empty for a region that is the only one. */
    String name() {
        return own.name();
    }

    void startDatabase(Meeting meeting) {
        cassandra = CassandraPart.start(
                own.cassandra(), meeting, address -> progress.ready(own.called("cassandra"), address));
        cassandra.onExit().thenAccept(ended::complete);
        // Whichever fails first is the reason; the others only follow it down.
        cassandra.ready().exceptionally(error -> {
            ended.complete(Failure.of(error));
            return null;
        });
    }

    /** Its JVM comes up meanwhile; it is told what to do once the database and the tools are there. */
    CompletableFuture<String> startNode(
            CompletableFuture<String> tools, CompletableFuture<SortedMap<String, TlsFiles>> certificates) {
        try {
            Files.createDirectories(own.data().logs());
        } catch (IOException e) {
            throw new Failure("%s cannot be written (%s).".formatted(own.data().logs(), e.getMessage()), e);
        }
        node = ChildProcess.start(
                own.called("node"),
                plan.nodeCommand(own, archive),
                own.data().logs().resolve("node.log"),
                NODE_READY);
        node.onExit().thenAccept(ended::complete);
        CompletableFuture<String> page = cassandra
                .ready()
                .thenCombine(tools, (address, url) ->
                        (Function<SortedMap<String, TlsFiles>, Void>) made -> tellNode(address, url, made))
                .thenCombine(certificates, Function::apply)
                .thenCompose(told -> node.ready());
        page.thenAccept(url -> progress.ready(own.called("node"), url));
        return page;
    }

    private Void tellNode(CassandraPart.Address address, String toolsUrl, SortedMap<String, TlsFiles> certificates) {
        try {
            String configuration = plan.nodeConfiguration(own, address, toolsUrl, certificates) + "\n";
            Files.writeString(own.data().nodeConfiguration(), configuration);
            node.tell(configuration + NodeCommand.END_OF_CONFIGURATION + "\n");
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes when one of the two has ended, or could not be started. */
    CompletableFuture<Failure> ended() {
        return ended;
    }

    void stopNode() {
        if (node != null) {
            progress.stopped(own.called("node"), node, NODE_STOP, archive);
        }
    }

    void stopDatabase() {
        if (cassandra != null) {
            long asked = System.nanoTime();
            cassandra.stop();
            progress.end(own.called("cassandra"), "stopped", asked);
        }
    }
}
