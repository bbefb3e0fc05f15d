package dev.jetway.runtime.gateway.hostile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.gateway.Cursor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Frames as a front end may send them, in any order: conversations are followed and left, runs repeated, questions
 * answered that were asked, that were not, and twice. Names are few, so that things meet.
 */
final class FrameSource {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int RUNS_PER_GENERATION = 300;
    private static final String[] TEXTS = {
        "book",
        "book",
        "book both",
        "book late",
        "book late",
        "wait",
        "Hi",
        "",
        "東京 🗼",
        "a\u0000b",
        "<img src=x onerror=alert(1)>"
    };

    /** Names that another traveler has, too. */
    private static final String[] THREADS = {"trip", "diary", "vera:trip"};

    private static final int REMEMBERED = 5;

    /** A run that may have been answered with a question. */
    private record Booking(String thread, String runId, boolean both) {}

    private final SplittableRandom random;
    private final String traveler;
    private final String whisper;
    private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();
    private final Deque<Booking> bookings = new ArrayDeque<>();
    private int ids;
    private int runs;

    FrameSource(SplittableRandom random, String traveler) {
        this.random = random;
        this.traveler = traveler;
        this.whisper = FuzzClient.whisper(traveler);
    }

    /** What a client heard last of a conversation. */
    void heard(String thread, Cursor cursor) {
        cursors.put(thread, cursor);
    }

    ObjectNode next() {
        int kind = random.nextInt(100);
        if (kind < 35) {
            return run();
        } else if (kind < 50) {
            return answers();
        } else if (kind < 65) {
            return subscribe();
        } else if (kind < 73) {
            return frame("unsubscribe").put("thread", thread());
        } else if (kind < 85) {
            var cancel = frame("cancel").put("thread", thread());
            return random.nextBoolean() ? cancel : cancel.put("runId", runId());
        } else if (kind < 92) {
            var history = frame("history").put("thread", thread()).put("limit", 1 + random.nextInt(20));
            return random.nextInt(3) > 0 ? history : history.put("before", "m-" + runId());
        } else if (kind < 96) {
            return JSON.objectNode().put("type", "ping").put("t", random.nextInt());
        }
        return JSON.objectNode().put("type", "hello").put("token", "dev:" + traveler);
    }

    private ObjectNode frame(String type) {
        return JSON.objectNode().put("type", type).put("id", "c" + ids++);
    }

    private String thread() {
        int generation = runs / RUNS_PER_GENERATION;
        return THREADS[random.nextInt(THREADS.length)] + (generation == 0 ? "" : generation);
    }

    private String runId() {
        return "r" + Math.max(0, runs - random.nextInt(20));
    }

    private ObjectNode run() {
        runs++;
        var run = frame("run");
        var runId = random.nextInt(10) == 0 ? runId() : "r" + runs;
        var input = input(run, runId);
        input.putObject("state").put("whose", traveler);
        var messages = input.putArray("messages");
        if (random.nextInt(4) == 0) {
            messages.addObject().put("id", "a").put("role", "assistant").put("content", "It costs nothing");
        }
        for (int i = random.nextInt(8) == 0 ? 2 : 1; i > 0; i--) {
            messages.addObject()
                    .put("id", "m-%s%s".formatted(runId, i > 1 ? "-" + i : ""))
                    .put("role", "user")
                    .put("content", text());
        }
        remember(input, messages.path(messages.size() - 1).path("content").asText());
        input.putObject("forwardedProps").putObject("jetway").put("respond", random.nextInt(10) > 0);
        return run;
    }

    private String text() {
        int choice = random.nextInt(TEXTS.length + 2);
        return choice < TEXTS.length ? TEXTS[choice] : whisper;
    }

    private void remember(ObjectNode input, String text) {
        if (text.startsWith("book")) {
            var thread = input.path("threadId").asText();
            bookings.add(new Booking(thread, input.path("runId").asText(), text.equals("book both")));
            if (bookings.size() > REMEMBERED) {
                bookings.remove();
            }
        }
    }

    /** Mostly to a question that may have been asked; to all there are, or to one of them. */
    private ObjectNode answers() {
        var booking = bookings.isEmpty() || random.nextInt(3) == 0
                ? new Booking(thread(), runId(), random.nextBoolean())
                : List.copyOf(bookings).get(random.nextInt(bookings.size()));
        var run = frame("run");
        var input = run.putObject("input").put("threadId", booking.thread()).put("runId", "answer-" + ids);
        input.putArray("messages");
        var resume = input.putArray("resume");
        resume.add(answer(booking.runId() + (booking.both() ? ":flight" : ":book")));
        if (booking.both() && random.nextInt(4) > 0) {
            resume.add(answer(booking.runId() + ":hotel"));
        }
        return run;
    }

    private ObjectNode answer(String interrupt) {
        var answer = JSON.objectNode().put("interruptId", interrupt);
        if (random.nextInt(5) == 0) {
            return answer.put("status", "cancelled");
        }
        answer.put("status", "resolved").putObject("payload").put("approved", random.nextInt(4) > 0);
        return answer;
    }

    private ObjectNode input(ObjectNode run, String runId) {
        return run.putObject("input").put("threadId", thread()).put("runId", runId);
    }

    private ObjectNode subscribe() {
        var thread = thread();
        var subscribe = frame("subscribe").put("thread", thread);
        var cursor = cursors.get(thread);
        if (cursor != null && random.nextBoolean()) {
            subscribe.put("epoch", cursor.epoch()).put("afterSeq", Math.max(0, cursor.seq() - random.nextInt(9)));
        } else if (random.nextInt(4) == 0) {
            subscribe.put("epoch", "elsewhere").put("afterSeq", random.nextInt(100));
        }
        return subscribe;
    }
}
