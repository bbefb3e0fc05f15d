package dev.jetway.runtime.coordination;

import dev.jetway.agents.travel.Markdown;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What is said while a task is worked, to whoever watches its plan: the agent's own lines, and what its tools keep it
 * waiting for. Few and short, whatever an agent does. Safe for many threads.
 */
final class ProgressLines {

    /** And an ellipsis, when it was cut. */
    private static final int MAX_LENGTH = 199;

    private static final int MAX_LINES = 40;
    private static final long GAP_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 3_000;

    private record Call(String tool, long at) {}

    private final Clock clock;
    private final Consumer<String> listener;
    private final Map<Integer, Call> pending = new ConcurrentHashMap<>();
    private int said;
    private long last = Long.MIN_VALUE;
    private boolean ended;

    ProgressLines(Clock clock, Consumer<String> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** @return whether it was told */
    synchronized boolean say(String line) {
        long now = clock.millis();
        var plain = Markdown.plain(line, MAX_LENGTH);
        if (ended || plain.isBlank() || said == MAX_LINES || (said > 0 && now - last < GAP_MILLIS)) {
            return false;
        }
        said++;
        last = now;
        listener.accept(plain);
        return true;
    }

    void called(int call, String tool) {
        pending.put(call, new Call(tool, clock.millis()));
    }

    void answered(int call) {
        pending.remove(call);
    }

    /** Names a tool that has kept the task waiting for long, once for each call. */
    void lookAround() {
        long now = clock.millis();
        pending.forEach((number, call) -> {
            if (now - call.at() >= PATIENCE_MILLIS
                    && say("Still waiting for an answer from %s".formatted(server(call.tool())))) {
                pending.remove(number, call);
            }
        });
    }

    private static String server(String tool) {
        int dot = tool.indexOf('.');
        return dot < 0 ? tool : tool.substring(0, dot);
    }

    synchronized void end() {
        ended = true;
        pending.clear();
    }
}
