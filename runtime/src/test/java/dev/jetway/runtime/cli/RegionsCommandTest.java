package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<HttpServer> nodes = new ArrayList<>();

    @TempDir
    Path data;

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.stop(0));
    }

    @Test
    void everyRegionIsShownWithItsPageAndWhetherItServes() throws IOException {
        region("ap", 8082, node(503, "{\"notReady\":{\"cassandra\":\"The journal does not answer\"}}"));
        region("eu", 8080, node(200, "{}", """
                {"region": "eu", "primary": "eu", "others": {
                  "ap": {"reachable": true, "lag": {"events": 12, "p50Millis": 1400, "p99Millis": 2900}},
                  "us": {"reachable": false, "lag": {"events": 3, "p50Millis": 1, "p99Millis": 1}}}}"""));
        region("us", 8081, "http://127.0.0.1:1");
        Files.createDirectories(data.resolve("regions/za"));

        assertThat(regions()).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "wait ap http://127.0.0.1:8082/ The journal does not answer",
                        "ok eu http://127.0.0.1:8080/ serves, primary; sees ap, news after 1400 ms (p50), 2900 ms (p99);"
                                + " does not see us",
                        "down us http://127.0.0.1:8081/ does not answer",
                        "off za not started");
    }

    @Test
    void allIsWellWhenAllServe() throws IOException {
        region("eu", 8080, node(200, "{}"));
        region("us", 8081, node(200, "{}"));

        assertThat(regions()).isZero();
    }

    @Test
    void sinceWhenAndWhyAMovedPrimaryIsItIsShownWhereverItIsAsked() throws IOException {
        String moved = """
                "primary": "us", "moved": {"term": 2, "region": "us", "by": "anna", "reason": "eu burned down",
                  "forced": true, "at": 1795000000000}""";
        region("eu", 8080, node(200, "{}", "{\"region\": \"eu\", " + moved + "}"));
        region("us", 8081, node(200, "{}", "{\"region\": \"us\", " + moved.replace("true", "false") + "}"));

        assertThat(regions()).isZero();
        assertThat(lines())
                .containsExactly(
                        "ok eu http://127.0.0.1:8080/ serves, primary is us since 2026-11-18T11:06:40Z"
                                + " (term 2, forced by anna: eu burned down)",
                        "ok us http://127.0.0.1:8081/ serves, primary since 2026-11-18T11:06:40Z"
                                + " (term 2, moved by anna: eu burned down)");
    }

    @Test
    void regionsThatDoNotAgreeOnThePrimaryAreNotWell() throws IOException {
        region("eu", 8080, node(200, "{}", """
                {"region": "eu", "primary": "eu", "moved": {"term": 0}, "others": {
                  "us": {"reachable": true, "primary": "us", "term": 0}}}"""));

        assertThat(regions()).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "ok eu http://127.0.0.1:8080/ serves, primary; sees us, which takes us for the primary");
    }

    @Test
    void aFolderWithoutRegionsIsASentence() {
        assertThat(regions()).isEqualTo(1);
        assertThat(err.toString()).contains(data.toString(), "jetway up --regions");
    }

    private List<String> lines() {
        return out.toString()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    private int regions() {
        return JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("regions", "--data", data.toString());
    }

    private void region(String name, int page, String operations) throws IOException {
        Path folder = Files.createDirectories(data.resolve("regions").resolve(name));
        Files.writeString(folder.resolve("node.conf"), "{\"jetway\":{\"gateway\":{\"port\":" + page + "}}}\n");
        Files.writeString(folder.resolve("operations"), operations + "\n");
    }

    /** The operations address of a node that says so much of itself. */
    private String node(int status, String body) throws IOException {
        return node(status, body, "{}");
    }

    private String node(int status, String ready, String regions) throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(node, "/ready", status, ready);
        answer(node, "/v1/regions", 200, regions);
        node.start();
        nodes.add(node);
        return "http://127.0.0.1:" + node.getAddress().getPort();
    }

    private static void answer(HttpServer node, String path, int status, String body) {
        node.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
