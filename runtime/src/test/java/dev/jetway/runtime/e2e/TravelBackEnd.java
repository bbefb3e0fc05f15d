package dev.jetway.runtime.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.mcp.identity.TokenMint;
import dev.jetway.runtime.cli.leash.Leashed;
import dev.jetway.travel.TravelServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The travel servers in a process of their own, and what they know of the calls they got. */
final class TravelBackEnd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern READY = Pattern.compile("travel-servers ready (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> COMMITS = Set.of("bookings.create", "bookings.change", "bookings.cancel");

    /** A booking as the database has it. */
    record Booked(String reference, String traveler, String status) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Path secretFile;
    private final TokenMint mint;
    private ChildJvm process;
    private URI url;

    private TravelBackEnd(Path folder, Path secretFile) {
        this.folder = folder;
        this.secretFile = secretFile;
        this.mint = TokenMint.fromFile(secretFile, Clock.systemUTC());
    }

    static TravelBackEnd start(Path folder, Path secretFile) throws IOException {
        var travel = new TravelBackEnd(folder, secretFile);
        travel.run(0);
        return travel;
    }

    private void run(int port) throws IOException {
        process = ChildJvm.start(
                folder.resolve("travel.log"),
                "",
                READY,
                List.of(
                        Leashed.class.getName(),
                        TravelServers.class.getName(),
                        "--port",
                        String.valueOf(port),
                        "--data",
                        folder.resolve("bookings").toString(),
                        "--token-secret-file",
                        secretFile.toString(),
                        "--faults"));
        url = URI.create(process.address());
    }

    URI url() {
        return url;
    }

    boolean alive() {
        return process.alive();
    }

    /** The same address, the same bookings; faults and counts begin anew. */
    void restart() {
        try {
            process.kill();
            run(url.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a tool misbehave, for example {@code fault("hotels", "search", "{\"mode\":\"hang\"}")}. */
    void fault(String server, String tool, String fault) {
        ask(request("/faults/%s/%s".formatted(server, tool)).PUT(BodyPublishers.ofString(fault)));
    }

    void clearFaults() {
        ask(request("/faults").DELETE());
    }

    /** How often each tool was called since this process runs. */
    Map<String, Integer> calls() {
        Map<String, Integer> calls = new TreeMap<>();
        ask(request("/calls").GET())
                .path("calls")
                .properties()
                .forEach(tool -> calls.put(tool.getKey(), tool.getValue().asInt()));
        return calls;
    }

    /** The idempotency keys a tool was called with since this process runs. */
    Set<String> keysOf(String tool) {
        Set<String> keys = new TreeSet<>();
        ask(request("/calls").GET())
                .path("idempotencyKeys")
                .path(tool)
                .fieldNames()
                .forEachRemaining(keys::add);
        return keys;
    }

    /** The tools called while this runs, and how often. */
    Map<String, Integer> callsDuring(Runnable work) {
        var before = calls();
        work.run();
        Map<String, Integer> calls = new TreeMap<>();
        calls().forEach((tool, count) -> {
            int more = count - before.getOrDefault(tool, 0);
            if (more > 0) {
                calls.put(tool, more);
            }
        });
        return calls;
    }

    static boolean commits(String tool) {
        return COMMITS.contains(tool);
    }

    /** All bookings of a traveler, straight from the database. */
    List<Booked> bookingsOf(String traveler) {
        List<Booked> booked = new ArrayList<>();
        for (var line : ask(request("/drill/bookings").GET()).path("bookings")) {
            if (line.path("subject").asText().equals(traveler)) {
                booked.add(new Booked(
                        line.path("reference").asText(),
                        traveler,
                        line.path("status").asText()));
            }
        }
        return booked;
    }

    /** All bookings of a traveler as the tool lists them for that traveler: with titles, days and prices. */
    List<JsonNode> bookingsAsListed(String traveler) {
        var call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                + "\"params\":{\"name\":\"list\",\"arguments\":{\"when\":\"all\"}}}";
        var answer = ask(request("/bookings/mcp")
                .header("Authorization", "Bearer " + mint.token(traveler, "bookings"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(call)));
        List<JsonNode> listed = new ArrayList<>();
        answer.at("/result/structuredContent/bookings").forEach(listed::add);
        return listed;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
    }

    private JsonNode ask(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError("%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking the travel servers", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
