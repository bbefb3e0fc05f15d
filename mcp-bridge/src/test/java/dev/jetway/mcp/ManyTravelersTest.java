package dev.jetway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.Ok;
import dev.jetway.agents.Traveler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 400 calls of 20 travelers, 64 at once. All ask the same question, so that an answer that crosses fits
 * whoever gets it, but for the name in it.
 */
class ManyTravelersTest {

    private static final int CALLS = 400;
    private static final int TRAVELERS = 20;
    private static final String ROOM =
            "personal = true, max-concurrent = 64, max-queued = 400, call-timeout = 40s, breaker { failures = 1000,"
                    + " window = 1000, slow-call = 1h }, retry { attempts = 5, min-pause = 1ms, max-pause = 20ms,"
                    + " budget = 1 }";

    @TempDir
    private Path folder;

    private final AtomicInteger arrivals = new AtomicInteger();

    private static Traveler traveler(int number) {
        return new Traveler("traveler-" + number, "en-GB", "Europe/London", "GBP");
    }

    /** Everybody calls equally often, in no order. */
    private static Map<Integer, List<CompletionStage<ToolResult>>> callAll(TestBridge bridge, String tool) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            order.add(i % TRAVELERS);
        }
        Collections.shuffle(order, new Random(11));
        Map<Integer, List<CompletionStage<ToolResult>>> calls = new TreeMap<>();
        for (int number : order) {
            calls.computeIfAbsent(number, any -> new ArrayList<>())
                    .add(bridge.start(Optional.of(traveler(number)), tool, "{}"));
        }
        return calls;
    }

    /** Says whose token it was given; breaks every so often, once so many calls were there side by side. */
    private ScriptedServer.Script whoAmI(ScriptedServer server, CountDownLatch sideBySide) {
        return (request, reply) -> {
            sideBySide.countDown();
            waitFor(sideBySide);
            int number = arrivals.incrementAndGet();
            if (number == 70 || number == 250) {
                server.forgetSessions();
            } else if (number == 150) {
                server.hangUp();
            } else if (number % 23 == 5) {
                reply.cut();
                return;
            } else if (number % 31 == 9) {
                reply.status(500);
                return;
            }
            reply.structured(TestBridge.json("{\"who\": \"%s\"}".formatted(subject(request))));
        };
    }

    private static void waitFor(CountDownLatch others) throws IOException {
        try {
            if (!others.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("%d calls did not come while others waited".formatted(others.getCount()));
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("Interrupted while others come");
        }
    }

    private static String subject(ScriptedServer.Request request) {
        try {
            return SignedJWT.parse(request.authorization().substring("Bearer ".length()))
                    .getJWTClaimsSet()
                    .getSubject();
        } catch (ParseException e) {
            throw new IllegalStateException("No token: '%s'".formatted(request.authorization()), e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nothing is remembered, 64, ''", "answers are remembered, 20, ', cache { whoami = 1h }'"})
    void everybodyGetsTheirOwnAnswerThoughSessionsConnectionsAndAnswersBreak(String how, int sideBySide, String cache)
            throws Exception {
        byte[] secret = new byte[32];
        new Random(7).nextBytes(secret);
        Path secretFile =
                Files.writeString(folder.resolve("secret"), Base64.getEncoder().encodeToString(secret));
        try (ScriptedServer server = new ScriptedServer().withSessions();
                TestBridge bridge = TestBridge.before(
                        server.tool("whoami", whoAmI(server, new CountDownLatch(sideBySide)))
                                .url(),
                        ROOM + cache,
                        "identity.secret-file = \"%s\"".formatted(secretFile),
                        Clock.systemUTC())) {
            Map<ToolResult, Integer> broken = new HashMap<>();
            callAll(bridge, "whoami")
                    .forEach((number, calls) -> calls.forEach(call -> {
                        ToolResult result = TestBridge.await(call);
                        if (result instanceof Ok) {
                            assertThat(result)
                                    .isEqualTo(new Ok(TestBridge.json("{\"who\": \"traveler-%d\"}".formatted(number))));
                        } else {
                            broken.merge(result, 1, Integer::sum);
                        }
                    }));

            assertThat(broken.values().stream().mapToInt(Integer::intValue).sum())
                    .as("%s", broken)
                    .isLessThan(CALLS / 2);
            assertThat(bridge.status().counts().retried()).isPositive();
            if (cache.isEmpty()) {
                assertThat(server.handshakes()).as("it was reconnected").isGreaterThan(1);
            } else {
                assertThat(server.calls("whoami")).hasSizeLessThan(CALLS / 2);
            }
        }
    }

    @Test
    void nobodySeesAnothersAccountAtTheTravelServers() throws Exception {
        try (TravelProcess travel = new TravelProcess(folder);
                TestBridge bridge = TestBridge.before(
                        travel.server("loyalty"),
                        ROOM + ", audience = loyalty",
                        "identity.secret-file = \"%s\"".formatted(travel.secretFile()),
                        Clock.systemUTC())) {
            Map<Integer, String> members = new TreeMap<>();
            for (int number = 0; number < TRAVELERS; number++) {
                members.put(
                        number, member(TestBridge.await(bridge.start(Optional.of(traveler(number)), "account", "{}"))));
            }
            assertThat(members.values()).doesNotHaveDuplicates();
            travel.fault("loyalty", "account", "{\"mode\": \"fail\", \"times\": 9}");

            callAll(bridge, "account")
                    .forEach((number, calls) -> assertThat(calls)
                            .map(TestBridge::await)
                            .map(ManyTravelersTest::member)
                            .containsOnly(members.get(number)));
            assertThat(bridge.status().counts().retried()).isPositive();
        }
    }

    private static String member(ToolResult result) {
        JsonNode account =
                result.fold(ok -> ok.content(), refused -> TestBridge.json("{}"), unavailable -> TestBridge.json("{}"));
        return account.path("member").asText(result.toString());
    }
}
