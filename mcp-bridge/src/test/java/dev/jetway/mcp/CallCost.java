package dev.jetway.mcp;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Tools;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Measures what a call through the bridge costs beside a plain HTTP POST of the same body with the same JDK
 * client. The server runs in a JVM of its own, so the CPU time is the caller's alone.
 *
 * <p>Arguments: how many calls are measured per row (default 20000).
 */
final class CallCost {

    private static final JsonNode ARGUMENTS =
            TestBridge.json("{\"origin\":\"LHR\",\"destination\":\"HND\",\"date\":\"2027-03-03\",\"adults\":2}");

    private static final String SEARCH = """
            {"inputSchema": {"type": "object", "required": ["origin", "destination", "date"],
               "properties": {"origin": {"type": "string"}, "destination": {"type": "string"},
                              "date": {"type": "string"}, "adults": {"type": "integer"}}},
             "outputSchema": {"type": "object", "required": ["offers"],
               "properties": {"offers": {"type": "array", "items": {"type": "object",
                  "required": ["offerId", "price", "outbound"],
                  "properties": {"offerId": {"type": "string"},
                     "price": {"type": "object", "required": ["amount", "currency"],
                        "properties": {"amount": {"type": "number"}, "currency": {"type": "string"}}},
                     "outbound": {"type": "object", "required": ["legs"],
                        "properties": {"legs": {"type": "array", "items": {"type": "object",
                           "required": ["flight", "departure", "arrival"],
                           "properties": {"flight": {"type": "string"}, "departure": {"type": "string"},
                                          "arrival": {"type": "string"}}}}}}}}}}}}""";

    private CallCost() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("serve")) {
            serve();
            return;
        }
        int calls = args.length == 1 ? Integer.parseInt(args[0]) : 20_000;
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CallCost.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            measure(URI.create(server.inputReader().readLine()), calls);
        } finally {
            server.destroy();
        }
    }

    /** Five offers of two legs each, about what a flight search answers. */
    private static JsonNode offers() {
        ObjectNode result = ScriptedServer.JSON.createObjectNode();
        var offers = result.putArray("offers");
        for (int i = 0; i < 5; i++) {
            ObjectNode offer = offers.addObject().put("offerId", "offer-" + i).put("seatsLeft", 9 - i);
            offer.putObject("price").put("amount", 512.4 + i).put("currency", "GBP");
            var legs = offer.putObject("outbound").put("stops", 1).putArray("legs");
            for (int leg = 0; leg < 2; leg++) {
                legs.addObject()
                        .put("flight", "JW4" + leg)
                        .put("carrier", "Jetway Air")
                        .put("departure", "2027-03-03T11:20:00Z")
                        .put("arrival", "2027-03-04T07:55:00+09:00")
                        .put("durationMinutes", 695);
            }
        }
        return result;
    }

    private static void serve() throws IOException, InterruptedException {
        JsonNode offers = offers();
        ScriptedServer server =
                new ScriptedServer().tool("search", SEARCH, (request, reply) -> reply.structured(offers));
        server.keepNoRecords();
        System.out.println(server.url());
        Thread.currentThread().join();
    }

    private static void measure(URI url, int calls) throws Exception {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "cost");
        McpBridge bridge = McpBridge.start(
                system,
                McpBridgeSettings.from(ConfigFactory.parseString(
                                "jetway.mcp.servers.it { url = \"%s\", allow = [search], max-concurrent = 256 }"
                                        .formatted(url))
                        .withFallback(ConfigFactory.load())));
        bridge.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
        Tools tools = bridge.toolsFor(
                new CallScope(TestBridge.ADA, Set.of("it.search"), Instant.now().plusSeconds(3600)));
        HttpClient plain = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(system.executionContext())
                .build();
        HttpRequest post = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"tools/call\",\"params\":{\"name\":\"search\",\"arguments\":%s}}"
                                .formatted(ARGUMENTS)))
                .build();
        Supplier<CompletionStage<Boolean>> overBridge =
                () -> tools.call("it.search", ARGUMENTS).thenApply(CallCost::isOk);
        Supplier<CompletionStage<Boolean>> overHttp = () -> plain.sendAsync(post, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() == 200);
        System.out.println("in flight  what    calls/s   p50 ms   p99 ms   CPU us per call");
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            run("", 64, calls, overHttp);
            run("", 64, calls, overBridge);
        }
        for (int inFlight : new int[] {1, 16, 128}) {
            run("POST", inFlight, calls, overHttp);
            run("bridge", inFlight, calls, overBridge);
        }
        bridge.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        system.terminate();
    }

    private static boolean isOk(ToolResult result) {
        if (!(result instanceof ToolResult.Ok)) {
            System.out.println(result);
        }
        return result instanceof ToolResult.Ok;
    }

    private static void run(String what, int inFlight, int calls, Supplier<CompletionStage<Boolean>> call)
            throws InterruptedException {
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] nanos = new long[calls];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(calls);
        long cpu = process.getProcessCpuTime();
        long began = System.nanoTime();
        Runnable loop = new Runnable() {
            @Override
            public void run() {
                int number = next.getAndIncrement();
                if (number >= calls) {
                    return;
                }
                long start = System.nanoTime();
                call.get().whenComplete((ok, error) -> {
                    nanos[number] = System.nanoTime() - start;
                    if (error != null || !ok) {
                        failed.incrementAndGet();
                    }
                    done.countDown();
                    this.run();
                });
            }
        };
        for (int i = 0; i < inFlight; i++) {
            loop.run();
        }
        if (!done.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("%d calls are missing".formatted(done.getCount()));
        }
        long took = System.nanoTime() - began;
        long used = process.getProcessCpuTime() - cpu;
        Arrays.sort(nanos);
        if (!what.isEmpty()) {
            System.out.printf(
                    "%9d  %-6s %8.0f %8.2f %8.2f %8.0f%s%n",
                    inFlight,
                    what,
                    calls * 1e9 / took,
                    nanos[calls / 2] / 1e6,
                    nanos[(int) (calls * 0.99)] / 1e6,
                    used / 1e3 / calls,
                    failed.get() == 0 ? "" : "  FAILED: " + failed.get());
        }
    }
}
