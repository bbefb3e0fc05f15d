package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionsPrimaryCommandTest {
    private static final String MOVED = "{\"term\": 3, \"region\": \"us\"}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<HttpServer> nodes = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.stop(0));
    }

    @Test
    void theRegionThatIsToBeThePrimaryIsAskedFirstAndWhatItSaysIsShown() throws IOException {
        region("eu", node("eu", 200, MOVED));
        region("us", node("us", 200, MOVED));

        assertThat(primary("us", "--reason", "nearer to the airline")).isZero();
        assertThat(out.toString()).contains("Region us is the primary, in term 3.");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).startsWith("us ");
        JsonNode request = new ObjectMapper().readTree(asked.get(0).substring(3));
        assertThat(request.path("to").asText()).isEqualTo("us");
        assertThat(request.path("force").asBoolean(true)).isFalse();
        assertThat(request.path("reason").asText()).isEqualTo("nearer to the airline");
        assertThat(request.path("by").asText()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void aRegionThatIsAwayIsPassedOver() throws IOException {
        region("eu", node("eu", 200, MOVED));
        region("us", "http://127.0.0.1:1");

        assertThat(primary("us", "--force", "--reason", "it is")).isZero();
        assertThat(asked).singleElement().asString().startsWith("eu ").contains("\"force\":true");
    }

    @Test
    void aRefusalIsASentenceAndNothingElseIsTried() throws IOException {
        region("eu", node("eu", 200, MOVED));
        region("us", node("us", 409, "{\"error\": \"Region eu, the primary, does not answer\"}"));

        assertThat(primary("us")).isEqualTo(1);
        assertThat(err.toString()).contains("jetway: Region eu, the primary, does not answer.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void forceWithoutAReasonIsWrongUsage() {
        assertThat(primary("us", "--force")).isEqualTo(2);
        assertThat(err.toString()).contains("--force needs a --reason");
    }

    @Test
    void nobodyThereIsASentence() throws IOException {
        assertThat(primary("us")).isEqualTo(1);
        assertThat(err.toString()).contains("No regions run in " + data, "--url");
        region("us", "http://127.0.0.1:1");
        assertThat(primary("us")).isEqualTo(1);
        assertThat(err.toString()).contains("No region runs in " + data);
        assertThat(primary("us", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("No node answers at http://127.0.0.1:1.");
    }

    @Test
    void anotherAddressOfTheNodeIsNotTakenForTheRightOne() throws IOException {
        assertThat(primary("us", "--url", node("page", 404, "<html>"))).isEqualTo(1);
        assertThat(err.toString()).contains("moves no primary", "operations address");
    }

    private int primary(String region, String... options) {
        List<String> arguments = new ArrayList<>(List.of("regions", "primary", region, "--data", data.toString()));
        arguments.addAll(List.of(options));
        return JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void region(String name, String operations) throws IOException {
        Path folder = Files.createDirectories(data.resolve("regions").resolve(name));
        Files.writeString(folder.resolve("operations"), operations + "\n");
    }

    private String node(String name, int status, String body) throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/v1/regions/primary", exchange -> {
            asked.add(name + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        node.start();
        nodes.add(node);
        return "http://127.0.0.1:" + node.getAddress().getPort();
    }
}
