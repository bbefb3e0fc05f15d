package dev.jetway.mcp.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An MCP server that is a process of its own, with the bad habits its arguments name. */
public final class StdioServer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String BOOKING = "book=";
    private static final int MEGABYTE = 1 << 20;

    /** What it offers by now. */
    private static final List<String> OFFERED =
            new ArrayList<>(List.of("environment", "echo", "hang", "die", "pid", "large", "learn", "ask", "book"));

    /** What it does with a call of {@code book}. */
    private static String booking = "fine";

    /** The call during which something was asked. */
    private static JsonNode asking;

    private StdioServer() {}

    /** How to start one. */
    public static ServerCommand command(Map<String, String> environment, String... habits) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StdioServer.class.getName()));
        command.addAll(List.of(habits));
        return new ServerCommand(command, environment, Optional.empty());
    }

    public static void main(String[] arguments) throws IOException {
        List<String> habits = List.of(arguments);
        if (habits.contains("dies-at-start")) {
            System.err.println("cannot find my native part");
            System.exit(3);
        }
        habits.stream()
                .filter(habit -> habit.startsWith(BOOKING))
                .forEach(habit -> booking = habit.substring(BOOKING.length()));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (habits.contains("noisy")) {
            out.println("Server running on stdio!");
            out.println("x".repeat(100_000));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = JSON.readTree(line);
            answer(request, out);
            if (habits.contains("dies-soon") && request.path("method").asText().equals("tools/list")) {
                System.err.println("that was too much for me");
                System.exit(4);
            }
        }
        while (habits.contains("stays")) {
            LockSupport.park();
        }
    }

    private static void answer(JsonNode request, PrintStream out) throws IOException {
        ObjectNode result = JSON.createObjectNode();
        switch (request.path("method").asText()) {
            case "initialize" -> {
                result.set("protocolVersion", request.at("/params/protocolVersion"));
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "stdio").put("version", "1");
            }
            case "tools/list" -> {
                var tools = result.putArray("tools");
                for (String name : OFFERED) {
                    ObjectNode tool = tools.addObject().put("name", name);
                    tool.putObject("inputSchema").put("type", "object");
                    tool.putObject("annotations").put("readOnlyHint", true);
                }
            }
            case "" -> result.putObject("structuredContent").set("told", request);
            case "tools/call" -> {
                ObjectNode content = result.putArray("content").objectNode();
                String tool = request.at("/params/name").asText();
                switch (tool.equals("book") ? booking : tool) {
                    case "fine" -> content.put("reference", "JW1");
                    case "noise" -> {
                        out.println("Booking…\n{\n[1, 2]\nnull\n" + "x".repeat(MEGABYTE));
                        content.put("reference", "JW1");
                    }
                    case "stall" -> {
                        while (true) {
                            LockSupport.park();
                        }
                    }
                    case "mute" -> out.close();
                    case "stranger" -> out.println("{\"jsonrpc\":\"2.0\",\"id\":\"no\",\"result\":{}}");
                    case "megabyte" -> content.put("text", "x".repeat(MEGABYTE));
                    case "flood" -> {
                        for (int sent = 0; sent < 50; sent++) {
                            out.print("x".repeat(MEGABYTE));
                        }
                        out.println();
                        return;
                    }
                    case "environment" ->
                        content.set("names", JSON.valueToTree(System.getenv().keySet()));
                    case "echo" -> content.set("said", request.at("/params/arguments"));
                    case "pid" -> content.put("pid", ProcessHandle.current().pid());
                    case "learn" -> {
                        OFFERED.add("learned");
                        out.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
                    }
                    case "learned" -> content.put("knows", "more");
                    case "ask" -> {
                        asking = request.get("id");
                        ObjectNode question = JSON.createObjectNode()
                                .put("jsonrpc", "2.0")
                                .put("id", "q")
                                .put(
                                        "method",
                                        request.at("/params/arguments/method").asText());
                        question.set("params", request.at("/params/arguments/params"));
                        out.println(question);
                        return;
                    }
                    case "large" -> content.put("text", "x".repeat(500_000));
                    case "die" -> {
                        System.err.println("I give up");
                        System.exit(7);
                    }
                    default -> {
                        return;
                    }
                }
                if (booking.equals("stranger") && tool.equals("book")) {
                    return;
                }
                result.set("structuredContent", content);
            }
            default -> {
                return;
            }
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.has("method") ? request.get("id") : asking);
        answer.set("result", result);
        out.println(answer);
    }
}
