package dev.jetway.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code jetway tools} makes of a node's answer. */
class ToolsCommandTest {
    private final StringWriter out = new StringWriter();
    private HttpServer node;
    private volatile String answer = "";

    @BeforeEach
    void start() throws Exception {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/v1/tools", exchange -> {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    @Test
    void eachToolIsShownWithItsAvailabilityAndWhatIsInItsWay() {
        answer = """
                {"servers": [{"name": "flights", "breaker": "closed", "tools": [
                  {"name": "search", "risk": "read", "description": "Finds flights", "allowed": true,
                   "ready": false, "notReady": "its probe failed: \\u001b[2Jgone", "availability": 0.756, "samples": 40},
                  {"name": "status", "risk": "read", "description": "Tells delays", "allowed": true,
                   "ready": true, "availability": 1.0, "samples": 0}]}]}""";

        int exit = JetwayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("tools", "--url=http://127.0.0.1:" + node.getAddress().getPort());

        assertThat(exit).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(" +search +read +76 % +Finds flights"))
                .anyMatch(line -> line.matches(" +status +read +Tells delays"))
                .anyMatch(line -> line.contains("not ready: its probe failed: ") && line.endsWith("[2Jgone"))
                .noneMatch(line -> line.contains("\u001b[2J"));
    }
}
