package dev.jetway.runtime.region;

import akka.actor.ActorSystem;
import akka.stream.alpakka.cassandra.CqlSessionProvider;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Gives a persistence plugin the session of another one, named by {@code session-of}: the same connections and the same
 * data center, but for another keyspace. Made by the plugin, from its configuration.
 */
public final class SharedSession implements CqlSessionProvider {

    private final ActorSystem system;
    private final String of;

    public SharedSession(ActorSystem system, Config plugin) {
        this.system = system;
        this.of = plugin.getString("session-of");
    }

    /** Elsewhere, as the registry is in the middle of making the session that this is for. */
    @Override
    public Future<CqlSession> connect(ExecutionContext executor) {
        return FutureConverters.asScala(CompletableFuture.supplyAsync(
                        () -> CassandraSessionRegistry.get(system)
                                .sessionFor(of)
                                .underlying(),
                        executor::execute)
                .thenCompose(Function.identity()));
    }
}
