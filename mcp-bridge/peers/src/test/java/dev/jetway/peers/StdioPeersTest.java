package dev.jetway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.transport.Answer;
import dev.jetway.mcp.transport.PendingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that nobody here wrote, as processes. */
class StdioPeersTest {

    private static final String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";
    private static final String FILES = "@modelcontextprotocol/server-filesystem/dist/index.js";
    private static final String MEMORY = "@modelcontextprotocol/server-memory/dist/index.js";
    private static final String FLIGHTS = "google-flights-mcp/dist/index.js";
    private static final String HOMES = "@openbnb/mcp-server-airbnb/dist/index.js";
    private static final String WEATHER = "open-meteo-mcp-server/dist/index.js";
    private static final String SQLITE = "mcp-server-sqlite-npx/dist/index.js";

    private static final String NEVER_DONE = "{\"duration\": 3600, \"steps\": 1}";

    @Test
    void everythingIsListedAndCalled() {
        try (StdioPeer everything = StdioPeer.connected(EVERYTHING, Map.of(), "stdio")) {
            assertThat(everything.tools()).contains("echo", "get-sum", "get-env", "trigger-long-running-operation");
            assertThat(StdioPeer.text(everything.call("echo", "{\"message\": \"Zürich → 東京\"}")))
                    .isEqualTo("Echo: Zürich → 東京");
            assertThat(everything
                            .call("get-structured-content", "{\"location\": \"New York\"}")
                            .at("/structuredContent/conditions")
                            .asText())
                    .isEqualTo("Cloudy");
            JsonNode refused = everything.call("get-sum", "{\"a\": \"one\"}");
            assertThat(refused.path("isError").asBoolean()).isTrue();
            assertThat(StdioPeer.text(refused)).contains("Invalid arguments for tool get-sum");
        }
    }

    @Test
    void everythingFindsNothingOfOursInItsEnvironment() {
        try (StdioPeer everything = StdioPeer.connected(EVERYTHING, Map.of("API_KEY", "its own"), "stdio")) {
            JsonNode found = PeerBridge.json(StdioPeer.text(everything.call("get-env", "{}")));
            assertThat(found.path("API_KEY").asText()).isEqualTo("its own");
            assertThat(found.fieldNames())
                    .toIterable()
                    .isSubsetOf(Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "API_KEY"));
        }
    }

    @Test
    void aCallThatIsAbandonedLeavesNothingBehind() {
        try (StdioPeer everything = StdioPeer.connected(EVERYTHING, Map.of(), "stdio")) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            PendingRequest running = everything.start("trigger-long-running-operation", NEVER_DONE, 10_000, answer);
            assertThat(StdioPeer.text(everything.call("echo", "{\"message\": \"meanwhile\"}")))
                    .isEqualTo("Echo: meanwhile");
            assertThat(answer).isNotDone();
            everything.session().abandon(running, "enough");
            assertThat(PeerBridge.await(answer)).isEqualTo(new Answer.Lost(Answer.Cause.GIVEN_UP, 0, "enough"));
            assertThat(everything.session().outstanding()).isZero();
            assertThat(everything.session().openResponses()).isZero();
            assertThat(StdioPeer.text(everything.call("echo", "{\"message\": \"after\"}")))
                    .isEqualTo("Echo: after");
        }
    }

    @Test
    void nothingOutlivesASessionNotEvenInTheMiddleOfACall() throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        List<ProcessHandle> processes;
        try (StdioPeer everything = StdioPeer.connected(EVERYTHING, Map.of(), "stdio")) {
            everything.start("trigger-long-running-operation", NEVER_DONE, 10_000, answer);
            everything.call("echo", "{\"message\": \"it runs\"}");
            processes = everything.processes();
            assertThat(processes).hasSize(1);
        }
        assertThat(PeerBridge.await(answer))
                .isEqualTo(new Answer.Lost(Answer.Cause.GIVEN_UP, 0, "the connection was closed"));
        processes.get(0).onExit().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aServerThatIsKilledIsNoticed() throws Exception {
        try (StdioPeer everything = StdioPeer.connected(EVERYTHING, Map.of(), "stdio")) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            everything.start("trigger-long-running-operation", NEVER_DONE, 10_000, answer);
            everything.processes().forEach(ProcessHandle::destroyForcibly);
            assertThat(PeerBridge.await(answer)).isInstanceOf(Answer.Lost.class);
            assertThat(everything.gone().get(60, TimeUnit.SECONDS)).startsWith("its process ended with exit code 137");
        }
    }

    @Test
    void filesAreReadWithinTheirFolderAndNowhereElse(@TempDir Path folder) throws IOException {
        Path note = Files.writeString(folder.resolve("note.txt"), "Gate B7");
        Path large = Files.writeString(folder.resolve("large.txt"), "x".repeat(200_000));
        try (StdioPeer files =
                StdioPeer.connected(FILES, Map.of(), folder.toRealPath().toString())) {
            assertThat(files.tools()).contains("read_text_file", "write_file", "list_directory");
            assertThat(files.call("read_text_file", path(note))
                            .at("/structuredContent/content")
                            .asText())
                    .isEqualTo("Gate B7");
            JsonNode refused = files.call("read_text_file", path(Path.of("/etc/passwd")));
            assertThat(refused.path("isError").asBoolean()).isTrue();
            assertThat(StdioPeer.text(refused)).contains("Access denied");
            assertThat(files.answer("read_text_file", path(large), 50_000))
                    .isEqualTo(new Answer.Lost(Answer.Cause.TOO_LARGE, 0, "its answer was too large"));
            assertThat(files.session().outstanding()).isZero();
            assertThat(files.call("read_text_file", path(note)).path("isError").asBoolean())
                    .isFalse();
        }
    }

    private static String path(Path file) {
        return "{\"path\": \"%s\"}".formatted(file);
    }

    @Test
    void whatIsRememberedIsThereForTheNextProcess(@TempDir Path folder) {
        Map<String, String> environment =
                Map.of("MEMORY_FILE_PATH", folder.resolve("memory.json").toString());
        try (StdioPeer memory = StdioPeer.connected(MEMORY, environment)) {
            assertThat(memory.tools()).contains("create_entities", "read_graph", "search_nodes");
            memory.call("create_entities", """
                    {"entities": [{"name": "Ada", "entityType": "traveler", "observations": ["prefers trains"]}]}""");
            JsonNode refused = memory.call("add_observations", """
                    {"observations": [{"entityName": "Nobody", "contents": ["prefers planes"]}]}""");
            assertThat(refused.path("isError").asBoolean()).isTrue();
            assertThat(StdioPeer.text(refused)).isEqualTo("Entity with name Nobody not found");
        }
        try (StdioPeer memory = StdioPeer.connected(MEMORY, environment)) {
            assertThat(memory.call("search_nodes", "{\"query\": \"trains\"}")
                            .at("/structuredContent/entities/0/name")
                            .asText())
                    .isEqualTo("Ada");
        }
    }

    @Test
    void flightsAreListedAndTheirSearchFailsCleanly(@TempDir Path home) {
        try (StdioPeer flights = StdioPeer.connected(FLIGHTS, Map.of("HOME", home.toString()))) {
            assertThat(flights.tools()).hasSize(12).contains("search_flights", "lookup_airport");
            JsonNode failed = flights.call("search_flights", """
                    {"origin": "LHR", "destination": "JFK", "departureDate": "2030-05-01"}""");
            assertThat(failed.path("isError").asBoolean()).isTrue();
            assertThat(flights.session().outstanding()).isZero();
        }
    }

    @Test
    void homesAreListedAndTheirSearchFailsCleanly() {
        try (StdioPeer homes = StdioPeer.connected(HOMES, Map.of())) {
            assertThat(homes.tools()).containsExactlyInAnyOrder("airbnb_search", "airbnb_listing_details");
            JsonNode failed = homes.call("airbnb_search", "{\"location\": \"Lisbon\"}");
            assertThat(failed.path("isError").asBoolean()).isTrue();
            assertThat(StdioPeer.text(failed)).contains("www.airbnb.com");
            assertThat(homes.session().outstanding()).isZero();
        }
    }

    @Test
    void aServerThatTalksToItselfOnItsOutputIsUnderstood() {
        try (StdioPeer weather = StdioPeer.connected(WEATHER, Map.of())) {
            assertThat(weather.tools()).contains("weather_forecast", "geocoding");
            for (int i = 0; i < 3; i++) {
                assertThat(StdioPeer.text(
                                weather.call("weather_forecast", "{\"latitude\": 38.7, \"longitude\": -9.1}")))
                        .startsWith("Error: ");
            }
            assertThat(weather.session().outstanding()).isZero();
        }
    }

    @Test
    void aServerWithoutItsNativePartDiesAndSaysWhy(@TempDir Path folder) throws Exception {
        try (StdioPeer sqlite =
                StdioPeer.started(SQLITE, Map.of(), folder.resolve("trips.db").toString())) {
            assertThat(sqlite.gone().get(60, TimeUnit.SECONDS))
                    .isEqualTo("its process ended with exit code 1: Error: Could not locate the bindings file. Tried:");
            assertThat(sqlite.answer("read_query", "{}", 1_000)).isInstanceOf(Answer.Lost.class);
        }
    }
}
