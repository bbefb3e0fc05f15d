package dev.jetway.runtime.cli.chat;

import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Talks to a node from a terminal. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        header = "Talks to a running node from this terminal.",
        description = {
            "",
            "Replies are written while they come, and the plan's tasks as they are worked. Before anything is "
                    + "booked, changed or cancelled, every detail of it is shown and y or n asked for. Ctrl-C "
                    + "cancels what is running and ends the chat; Ctrl-D ends it.",
            "",
            "In scripts, each line of standard input is a message, or the answer to the question before it:",
            "  jetway chat --once 'find hotels in Boston for next weekend'",
            "  printf 'book the second one\\ny\\n' | jetway chat --thread trip",
            ""
        },
        footer = {
            "",
            "Ends with 1 when the last request failed or its question was left open. JETWAY_TOKEN holds the "
                    + "access token for nodes that want a real one."
        })
public final class ChatCommand implements Callable<Integer> {
    private static final long LAST_WORDS_SECONDS = 8;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The node to talk to (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who you are, on a node that believes it (default: your user name).")
    private String name;

    @Option(
            names = "--thread",
            paramLabel = "THREAD",
            description = "The conversation to begin or to continue (default: a new one).")
    private String thread;

    @Option(names = "--once", paramLabel = "TEXT", description = "Send one request, write its answer, and end.")
    private String once;

    @Override
    public Integer call() throws InterruptedException {
        boolean prompts = System.console() != null;
        Screen screen = Screen.of(spec.commandLine().getOut());
        Chat.Order order = new Chat.Order(address(), token(), thread(), once(), prompts);
        if (prompts && once == null) {
            screen.line(
                    screen.in(Tone.FAINT, "Thread " + order.thread() + ". Where would you like to go? Ctrl-D ends."));
        }
        Chat chat = new Chat(
                order,
                new ChatView(screen),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(chat, ended), "jetway-interrupt"));
        try {
            return chat.run();
        } finally {
            ended.countDown();
        }
    }

    private static void interrupt(Chat chat, CountDownLatch ended) {
        chat.interrupt();
        try {
            ended.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address() {
        try {
            return webSocket(url.toString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--url is " + e.getMessage(), e);
        }
    }

    /** Of a node, by the address of its page. */
    static URI webSocket(String url) {
        String text = url.replaceFirst("^http", "ws").replaceFirst("/+$", "");
        if (!text.matches("wss?://[^/]+.*")) {
            throw new IllegalArgumentException("an address such as http://127.0.0.1:8080, not '" + url + "'");
        }
        return URI.create(text.endsWith("/v1/ws") ? text : text + "/v1/ws");
    }

    private String token() {
        String given = System.getenv("JETWAY_TOKEN");
        if (given != null && !given.isBlank() && name == null) {
            return given.trim();
        }
        String who = name == null ? System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_") : name;
        if (!who.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--as is a name of 1 to 64 letters, digits, '.', '_' or '-', not '" + who + "'");
        }
        return "dev:" + who;
    }

    private String thread() {
        if (thread == null) {
            return "cli-" + UUID.randomUUID().toString().substring(0, 8);
        }
        if (!thread.matches("[A-Za-z0-9_:-]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--thread is a name of 1 to 64 letters, digits, '-', '_' or ':', not '" + thread + "'");
        }
        return thread;
    }

    private String once() {
        if (once != null && once.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--once needs some text to send");
        }
        return once;
    }
}
