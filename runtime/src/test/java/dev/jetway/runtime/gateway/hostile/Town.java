package dev.jetway.runtime.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystemImpl;
import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.eventstream.EventStream;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.ConfigFactory;
import dev.jetway.runtime.gateway.Acknowledgements;
import dev.jetway.runtime.gateway.GatewayMetrics;
import dev.jetway.runtime.gateway.http.Gateways;
import dev.jetway.runtime.region.Affinity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A gateway with the limits of a node, real conversations behind it, and a watch over what goes wrong in it. */
final class Town implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As on a node: what is said over HTTP is limited by the first, what is stored goes through the second. */
    private static final String NODE = """
            include "jetway/http.conf"
            akka.actor.provider = local
            akka.loglevel = warning
            akka.actor.allow-java-serialization = off
            akka.actor.serialization-bindings {
              "dev.jetway.runtime.serialization.JetwaySerializable" = jackson-cbor
            }
            """;

    private final LogWatch logs;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger travelers = new AtomicInteger();
    private final Map<String, String> connections = new ConcurrentHashMap<>();
    private final StringBuffer overheard = new StringBuffer();
    private final ActorTestKit kit;
    private final BookingDesk desk = new BookingDesk();
    private final RealConversations conversations;
    private final TestProbe<UnhandledMessage> unhandled;
    private final int port;

    /** @param settings that differ from those of a node */
    Town(String name, String settings) {
        kit = ActorTestKit.create(
                name,
                ConfigFactory.parseString(settings)
                        .withFallback(ConfigFactory.parseString(NODE))
                        .withFallback(PersistenceTestKitPlugin.config())
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(ConfigFactory.load())
                        .resolve());
        unhandled = kit.createTestProbe(UnhandledMessage.class);
        kit.system().eventStream().tell(new EventStream.Subscribe<>(UnhandledMessage.class, unhandled.ref()));
        conversations = new RealConversations(kit, desk);
        port = Gateways.bind(Gateways.routes(
                kit, conversations, settings, Affinity.alone("eu"), Acknowledgements.ALONE, new Gauge(open)));
        logs = LogWatch.begin(); // that development sign-in is at work is a warning
    }

    private record Gauge(AtomicInteger open) implements GatewayMetrics {
        @Override
        public void connections(int now) {
            open.set(now);
        }

        @Override
        public void slowConsumer() {}

        @Override
        public void messageJudged(Judgement judgement) {}
    }

    int port() {
        return port;
    }

    BookingDesk desk() {
        return desk;
    }

    RealConversations conversations() {
        return conversations;
    }

    /** The name of somebody who was never here before. */
    String somebody() {
        return "mallory-" + travelers.incrementAndGet();
    }

    Client connect() throws IOException {
        return new Client(RawSocket.to(port)).upgraded();
    }

    Client greeted(String name) throws IOException {
        var client = connect().hello(name);
        connections.putIfAbsent(name, client.connectionId());
        return client;
    }

    /** The first of somebody who has said hello. */
    String connectionOf(String name) {
        return connections.get(name);
    }

    /** Keeps what a client was told, and hands on the answer. */
    String overheard(Client client, String answer) {
        overheard.append(client.heard());
        return answer;
    }

    /** Everything that hostile clients were told since this was last asked. */
    String overheard() {
        var all = overheard.toString();
        overheard.setLength(0);
        return all;
    }

    void awaitConnections(int count) {
        await(() -> assertThat(open.get()).as("open connections").isEqualTo(count));
    }

    void await(Runnable assertion) {
        unhandled.awaitAssert(PATIENCE, () -> {
            assertion.run();
            return null;
        });
    }

    /** Every actor of this town by its class; streams, sockets and subscriptions among them. */
    List<String> actors() {
        var tree = ((ActorSystemImpl) kit.system().classicSystem()).printTree();
        return Stream.of(tree.split("\n")).map(String::strip).toList();
    }

    /** Bytes in use when everything that is no longer needed is gone. */
    long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** Nothing was logged that somebody would have to look at, and no actor got what it does not understand. */
    void assertQuiet() {
        assertThat(logs.complaints()).isEmpty();
        unhandled.expectNoMessage(Duration.ZERO);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        logs.close();
    }
}
