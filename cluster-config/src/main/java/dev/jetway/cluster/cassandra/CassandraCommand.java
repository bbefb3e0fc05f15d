package dev.jetway.cluster.cassandra;

import dev.jetway.cluster.cassandra.EmbeddedCassandraSettings.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Cassandra JVM. */
final class CassandraCommand {

    /** What Cassandra 5.0 reaches into; without these its start fails. */
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");

    private static final List<String> OPENS = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "java.rmi/sun.rmi.transport.tcp",
            "jdk.management/com.sun.management.internal");

    private static final int ANNOUNCE_MILLIS = 500;
    private static final int QUARANTINE_MILLIS = 60_000;
    private static final int ROW_OVERHEAD_BYTES = 181;

    private CassandraCommand() {}

    static List<String> of(
            EmbeddedCassandraSettings settings,
            JavaRuntime java,
            CassandraFiles files,
            Ports ports,
            Path lock,
            ClassArchive archive) {
        List<String> command = new ArrayList<>();
        command.add(java.executable());
        command.addAll(memory(settings.jvm()));
        EXPORTS.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
        OPENS.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-Dcassandra.config=" + files.yaml().toUri(),
                "-Dcassandra-rackdc.properties=" + files.rack().toUri(),
                "-Dlogback.configurationFile=" + files.logback(),
                "-Dcassandra.storagedir=" + files.folder(),
                "-Dcassandra.logdir=" + files.folder().resolve("logs"),
                "-Dcassandra.jmx.local.port=" + ports.jmx(),
                "-Dcassandra-foreground=yes",
                // On one machine nobody needs to be waited for.
                "-Dcassandra.ring_delay_ms=100",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.shutdown_announce_in_ms="
                        + (settings.identity().seeds().isEmpty() ? 0 : ANNOUNCE_MILLIS),
                // What Cassandra would otherwise spend up to a second to find out at every start.
                "-Dcassandra.memtable.row_overhead_size=" + ROW_OVERHEAD_BYTES));
        if (!settings.identity().seeds().isEmpty()) {
            // Half of it is what a node may take to say its place in the ring before the others forget it again.
            command.add("-Dcassandra.gossip_quarantine_delay_ms=" + QUARANTINE_MILLIS);
        }
        command.addAll(archive.options());
        command.addAll(settings.jvm().options());
        command.addAll(List.of(
                "-cp", settings.libraries().resolve("*").toString(), "dev.jetway.cassandra.Main", lock.toString()));
        return command;
    }

    private static List<String> memory(Jvm jvm) {
        return List.of(
                "-Xms" + jvm.minBytes(),
                "-Xmx" + jvm.maxBytes(),
                "-XX:+UseSerialGC",
                "-Xss256k",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+ExitOnOutOfMemoryError",
                // The optimising compiler waits for what is really hot, and leaves the start to the class loader.
                "-XX:Tier4InvocationThreshold=20000",
                "-XX:Tier4MinInvocationThreshold=3000",
                "-XX:Tier4CompileThreshold=45000",
                "-XX:Tier4BackEdgeThreshold=160000",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dfile.encoding=UTF-8",
                "-Djdk.attach.allowAttachSelf=true",
                "-Djava.net.preferIPv4Stack=true");
    }
}
