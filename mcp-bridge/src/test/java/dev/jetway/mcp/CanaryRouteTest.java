package dev.jetway.mcp;

import static dev.jetway.mcp.TestBridge.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.agents.Traveler;
import dev.jetway.mcp.canary.Canary;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server and another version of it, which is tried on all travelers unless a test says otherwise. */
class CanaryRouteTest {

    private static final ToolResult OLD = new Ok(json("{\"version\":\"old\"}"));
    private static final ToolResult NEW = new Ok(json("{\"version\":\"new\"}"));
    private static final ScriptedServer.Script FAILING = (request, reply) -> reply.status(500);
    private static final String BOOKING = "{\"annotations\":{\"destructiveHint\":true,\"idempotentHint\":true}}";

    private final AtomicReference<ScriptedServer.Script> candidate = new AtomicReference<>(version("new"));
    private ScriptedServer stable;
    private ScriptedServer next;

    private static ScriptedServer.Script version(String version) {
        return (request, reply) -> reply.structured(json("{\"version\":\"%s\"}".formatted(version)));
    }

    @BeforeEach
    void bothVersions() throws Exception {
        stable = new ScriptedServer().tool("search", version("old")).tool("book", BOOKING, version("old"));
        next = new ScriptedServer()
                .tool("search", (request, reply) -> candidate.get().run(request, reply))
                .tool("book", BOOKING, (request, reply) -> candidate.get().run(request, reply));
    }

    @AfterEach
    void closeBoth() throws Exception {
        stable.close();
        next.close();
    }

    @Test
    void eachTravelerGetsOneOfTheTwoForReadsAndCommits() throws Exception {
        try (TestBridge bridge = bridge("share = 0.5")) {
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                var traveler = traveler(i);
                ToolResult first = TestBridge.await(bridge.start(traveler, "search", "{}"));
                assertThat(first).isIn(OLD, NEW);
                assertThat((Object) TestBridge.await(bridge.start(traveler, "search", "{}")))
                        .isEqualTo(first);
                taken += first.equals(NEW) ? 1 : 0;
            }
            assertThat(taken).isBetween(25, 75);
            assertThat(TestBridge.await(bridge.start(Optional.empty(), "search", "{}")))
                    .isEqualTo(OLD);
        }
        try (TestBridge bridge = bridge("share = 1")) {
            assertThat(bridge.commit("book", "{}")).isEqualTo(NEW);
            assertThat(stable.calls("book")).isEmpty();
        }
    }

    @Test
    void aReadItFailsIsAnsweredByTheOtherAndACommitThatMayHaveRunIsNotSentTwice() throws Exception {
        candidate.set(FAILING);
        try (TestBridge bridge = bridge("share = 1")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(OLD);

            assertThat(bridge.commit("book", "{}"))
                    .isInstanceOfSatisfying(
                            Unavailable.class, it -> assertThat(it.mayHaveRun()).isTrue());
            assertThat(stable.calls("book")).isEmpty();
        }
    }

    @Test
    void itIsWithdrawnWhenMoreOfItsCallsFailAndTheTravelersGetTheOtherAgain() throws Exception {
        candidate.set((request, reply) -> reply.text("not today", true));
        try (TestBridge bridge = bridge("share = 0.5, min-calls = 5")) {
            bridge.eventually("withdrawn", () -> {
                for (int i = 0; i < 20; i++) {
                    TestBridge.await(bridge.start(traveler(i), "search", "{}"));
                }
                return canary(bridge).withdrawn().isPresent();
            });
            candidate.set(version("new"));
            for (int i = 0; i < 20; i++) {
                assertThat(TestBridge.await(bridge.start(traveler(i), "search", "{}")))
                        .isEqualTo(OLD);
            }
            assertThat(canary(bridge).withdrawn().orElseThrow().reason())
                    .matches("100.0 % of its last \\d+ calls failed, of the other's 0.0 %");
        }
    }

    @Test
    void itIsWithdrawnWhenItsBreakerOpens() throws Exception {
        candidate.set(FAILING);
        try (TestBridge bridge = bridge("share = 1")) {
            for (int i = 0; i < 8; i++) {
                assertThat(bridge.call("search", "{}")).isEqualTo(OLD);
            }
            assertThat(canary(bridge).withdrawn().orElseThrow().reason())
                    .isEqualTo("too many of its last calls failed or were slow");
            assertThat(next.calls("search")).hasSize(5);
        }
    }

    @Test
    void whatItCannotDoGoesToTheOther() throws Exception {
        next.tool("book", version("new")) // as a read, which nobody has to approve
                .tool("search", "{\"inputSchema\":{\"type\":\"object\",\"required\":[\"rooms\"]}}", version("new"));
        try (TestBridge bridge = bridge("share = 1")) {
            assertThat(bridge.commit("book", "{}")).isEqualTo(OLD);
            assertThat(bridge.call("search", "{}")).isEqualTo(OLD);
            assertThat(bridge.call("search", "{\"rooms\":1}")).isEqualTo(NEW);
        }
    }

    @Test
    void whileItIsAwayEverybodyGetsTheOther() throws Exception {
        try (TestBridge bridge = bridge("share = 1")) {
            assertThat(bridge.call("search", "{}")).isEqualTo(NEW);
            next.die();
            for (int i = 0; i < 5; i++) {
                assertThat(bridge.call("search", "{}")).isEqualTo(OLD);
            }
            next.comeBack();
            bridge.eventually("it is back", () -> bridge.call("search", "{}").equals(NEW));
            assertThat(canary(bridge).withdrawn()).isEmpty();
        }
    }

    @Test
    void aReloadTriesAWithdrawnOneAgainOnlyWhereOneOfTheTwoWasChanged() throws Exception {
        candidate.set(FAILING);
        try (TestBridge bridge = bridge("share = 1")) {
            for (int i = 0; i < 8; i++) {
                bridge.call("search", "{}");
            }
            assertThat(canary(bridge).withdrawn()).isPresent();
            candidate.set(version("new"));

            assertThat(TestBridge.await(bridge.reload(settings("share = 1"))).kept())
                    .containsExactly("it", "next");
            assertThat(canary(bridge).withdrawn()).isPresent();
            assertThat(bridge.call("search", "{}")).isEqualTo(OLD);

            assertThat(TestBridge.await(bridge.reload(settings("share = 1, min-calls = 30")))
                            .changed())
                    .containsExactly("next");
            assertThat(canary(bridge).withdrawn()).isEmpty();
            assertThat(bridge.call("search", "{}")).isEqualTo(NEW);

            assertThat(TestBridge.await(bridge.reload(TestBridge.configuration(stable.url(), "", "")))
                            .removed())
                    .containsExactly("next");
            assertThat(bridge.call("search", "{}")).isEqualTo(OLD);
        }
    }

    private static Optional<Traveler> traveler(int number) {
        return Optional.of(new Traveler("traveler-" + number, "en-GB", "Europe/London", "GBP"));
    }

    private static Canary.Status canary(TestBridge bridge) {
        return bridge.bridge().catalog().servers().get("next").canary().orElseThrow();
    }

    private TestBridge bridge(String canary) {
        return TestBridge.with(settings(canary));
    }

    private String settings(String canary) {
        return TestBridge.configuration(stable.url(), "", """
                servers.next {
                  url = "%s", allow = ["*"], reconnect { min = 50ms, max = 200ms }, retry.attempts = 1
                  canary { of = it, %s }
                }""".formatted(next.url(), canary));
    }
}
