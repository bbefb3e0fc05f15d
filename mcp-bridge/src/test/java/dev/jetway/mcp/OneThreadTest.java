package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.ToolResult.Ok;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A thread of the dispatcher is held by no call, however long it takes. */
class OneThreadTest {

    private static final int CALLS = 64;
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration ALL = Duration.ofSeconds(2);

    /** The machine may have been busy with something else; a bridge that blocks never makes it. */
    private static final int TRIES = 6;

    private final AtomicReference<CountDownLatch> arrived = new AtomicReference<>();

    private static ActorTestKit oneThread() {
        return ActorTestKit.create(ConfigFactory.parseString("""
                        akka.actor {
                          default-dispatcher { executor = thread-pool-executor, thread-pool-executor.fixed-pool-size = 1 }
                          internal-dispatcher { executor = thread-pool-executor, thread-pool-executor.fixed-pool-size = 1 }
                        }""").withFallback(ConfigFactory.load()));
    }

    /** Answers a second after all calls are there, so none can have been answered before the last was sent. */
    private void search(ScriptedServer.Request request, ScriptedServer.Reply reply) throws IOException {
        CountDownLatch others = arrived.get();
        others.countDown();
        try {
            if (!others.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                reply.text("%d calls did not come while others waited".formatted(others.getCount()), true);
                return;
            }
            TimeUnit.NANOSECONDS.sleep(EACH.toNanos());
        } catch (InterruptedException e) {
            throw new InterruptedIOException("Interrupted while a call takes its time");
        }
        reply.structured(TestBridge.json("{}"));
    }

    @Test
    void sixtyFourCallsOfASecondEachFinishInUnderTwoSeconds() throws Exception {
        try (ScriptedServer server = new ScriptedServer().tool("search", this::search);
                TestBridge bridge = TestBridge.on(
                        oneThread(),
                        server.url(),
                        "max-concurrent = %d, call-timeout = 40s, breaker.slow-call = 1h".formatted(CALLS),
                        "",
                        Clock.systemUTC())) {
            Duration best = EACH.multipliedBy(CALLS);
            for (int i = 0; i < TRIES && best.compareTo(ALL) >= 0; i++) {
                Duration took = sideBySide(bridge);
                best = took.compareTo(best) < 0 ? took : best;
            }
            assertThat(best).isLessThan(ALL);
            assertThat(dispatcherThreads(bridge.system().name())).isEqualTo(1);
        }
    }

    private Duration sideBySide(TestBridge bridge) {
        arrived.set(new CountDownLatch(CALLS));
        long began = System.nanoTime();
        List<CompletableFuture<?>> calls = Stream.<CompletableFuture<?>>generate(
                        () -> bridge.start("search", "{}").toCompletableFuture())
                .limit(CALLS)
                .toList();
        assertThat(calls)
                .allSatisfy(
                        call -> assertThat((Object) TestBridge.await(call)).isEqualTo(new Ok(TestBridge.json("{}"))));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static long dispatcherThreads(String system) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(system + "-akka.actor.default-dispatcher-"))
                .count();
    }
}
