package dev.jetway.cluster.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Cassandra for all tests of this JVM; it ends with the JVM, however that ends. */
public final class SharedCassandra implements ParameterResolver, AutoCloseable {

    private Path data;
    private EmbeddedCassandra current;

    /** Settings for a Cassandra in a folder of its own, on free ports. */
    public static EmbeddedCassandraSettings settings(Path data, Map<String, ?> changes) {
        Config values = ConfigFactory.parseMap(Map.of(
                "data",
                data.toString(),
                "libraries",
                "cassandra/target/lib",
                "lock-timeout",
                "0 s",
                "class-archive",
                false));
        return EmbeddedCassandraSettings.from(ConfigFactory.parseMap(changes)
                .withFallback(values)
                .atPath(EmbeddedCassandraSettings.PATH)
                .withFallback(ConfigFactory.load()));
    }

    public synchronized EmbeddedCassandra running() throws Exception {
        if (current == null) {
            data = Files.createTempDirectory("jetway-cassandra");
            current = EmbeddedCassandra.start(settings(data, Map.of()));
        }
        return current;
    }

    /** As {@code kill -9} does, and then starts it again on the same ports. */
    public synchronized void killAndRestart() throws Exception {
        EmbeddedCassandra killed = running();
        ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
        killed.close();
        current = EmbeddedCassandra.start(settings(
                data,
                Map.of(
                        "cql-port", killed.cqlPort(),
                        "storage-port", killed.storagePort(),
                        "jmx-port", killed.jmxPort(),
                        "lock-timeout", "10 s")));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SharedCassandra.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(SharedCassandra.class, type -> new SharedCassandra());
    }

    @Override
    public synchronized void close() {
        if (current == null) {
            return;
        }
        current.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
