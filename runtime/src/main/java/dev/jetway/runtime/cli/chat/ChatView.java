package dev.jetway.runtime.cli.chat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a conversation to a terminal: replies as they grow, tasks as they change. */
final class ChatView {
    private static final int REMEMBERED = 500;
    private static final int LATEST = 200;

    private final Screen screen;
    // How much of each message has been written, so that a replay or a snapshot repeats nothing.
    private final Map<String, Integer> written = bounded();
    private final Map<String, String> tasks = bounded();
    private String planId;
    private JsonNode plan;
    private String streaming;
    private boolean continued;
    private String latest = "";

    ChatView(Screen screen) {
        this.screen = screen;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    void messageStarted(JsonNode event) {
        if (event.path("role").asText("assistant").equals("assistant")) {
            endLine();
            streaming = event.path("messageId").asText();
            latest = "";
            written.putIfAbsent(streaming, 0);
        }
    }

    void messageGrew(JsonNode event) {
        String id = event.path("messageId").asText();
        if (written.containsKey(id)) {
            String delta = event.path("delta").asText();
            written.merge(id, delta.length(), Integer::sum);
            streaming = id;
            latest = (latest + delta).substring(0, Math.min(LATEST, latest.length() + delta.length()));
            screen.part(delta);
        }
    }

    /** What went wrong, unless the reply has just said so in the same words. */
    void failed(String message) {
        String start = message.endsWith("…") ? message.substring(0, message.length() - 1) : message;
        if (start.isEmpty() || !latest.startsWith(start.substring(0, Math.min(start.length(), LATEST)))) {
            note(Tone.BAD, message);
        }
    }

    /** Ends the line a reply is being written on. */
    void endLine() {
        if (streaming != null) {
            screen.line("");
            streaming = null;
        }
    }

    void planned(String id, JsonNode content) {
        planId = id;
        plan = content;
        for (JsonNode task : content.path("tasks")) {
            progressed(task);
        }
    }

    /**
     * JSON Patch, as far as a plan changes: replacing or adding a field, adding a task. Only the latest plan is known; a
     * change of an earlier one is said in a message as well.
     */
    void replanned(String id, JsonNode patch) {
        if (!id.equals(planId)) {
            return;
        }
        for (JsonNode change : patch) {
            String path = change.path("path").asText();
            int slash = path.lastIndexOf('/');
            if (slash >= 0 && plan.at(path.substring(0, slash)) instanceof ArrayNode tasks) {
                tasks.insert(JsonPointer.compile(path).last().getMatchingIndex(), change.path("value"));
                continue;
            }
            if (slash < 0 || !(plan.at(path.substring(0, slash)) instanceof ObjectNode parent)) {
                continue;
            }
            if (change.path("op").asText().equals("remove")) {
                parent.remove(path.substring(slash + 1));
            } else {
                parent.set(path.substring(slash + 1), change.path("value"));
            }
        }
        planned(id, plan);
    }

    private boolean changed(JsonNode task) {
        String status = task.path("status").asText();
        String key = task.path("id").asText() + " " + task.path("title").asText();
        return !status.equals(tasks.put(key, status));
    }

    private void progressed(JsonNode task) {
        if (!changed(task)) {
            return;
        }
        String status = task.path("status").asText();
        String title = task.path("title").asText();
        String detail = task.path("detail").asText("");
        String more = detail.isEmpty() ? "" : ": " + detail;
        switch (status) {
            case "working" -> line(Tone.FAINT, "…", title);
            case "completed" -> line(Tone.GOOD, "✓", title + more);
            case "failed" -> line(task.path("optional").asBoolean() ? Tone.DOUBTFUL : Tone.BAD, "✗", title + more);
            case "canceled", "cancelled" -> line(Tone.FAINT, "–", title + ": cancelled");
            default -> {
                // submitted, or waiting for the traveler, who is asked below
            }
        }
    }

    private void line(Tone tone, String mark, String text) {
        endLine();
        screen.line("  " + screen.in(tone, mark) + " " + screen.in(tone == Tone.FAINT ? tone : Tone.PLAIN, text));
    }

    /** The conversation as the server sees it: the first time what went before, later what was missed. */
    void snapshot(JsonNode messages) {
        boolean first = !continued && written.isEmpty();
        int earlier = 0;
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (role.equals("activity") && first) {
                message.at("/content/tasks").forEach(this::changed);
            } else if (role.equals("activity")) {
                planned(message.path("id").asText(), message.path("content").deepCopy());
            }
            if (!role.equals("assistant")) {
                continue;
            }
            String text = message.path("content").asText();
            int before = first
                    ? text.length()
                    : written.getOrDefault(message.path("id").asText(), 0);
            written.put(message.path("id").asText(), text.length());
            earlier++;
            if (before < text.length()) {
                if (before == 0) {
                    endLine();
                }
                screen.line(text.substring(before));
                streaming = null;
            }
        }
        if (first && earlier > 0) {
            screen.line(screen.in(Tone.FAINT, "Continuing. The last reply was:"));
            screen.line(last(messages));
        }
        continued = true;
    }

    private static String last(JsonNode messages) {
        String text = "";
        for (JsonNode message : messages) {
            if (message.path("role").asText().equals("assistant")) {
                text = message.path("content").asText();
            }
        }
        return text;
    }

    void question(Question question) {
        endLine();
        screen.line("");
        screen.line(screen.in(Tone.STRONG, question.title()));
        int width = question.details().stream()
                .mapToInt(detail -> detail.label().length())
                .max()
                .orElse(0);
        String mostly = question.mostlyFrom().orElse("");
        for (Question.Detail detail : question.details()) {
            String source = detail.source().isEmpty() || detail.source().equals(mostly)
                    ? ""
                    : "  " + screen.in(Tone.FAINT, detail.source());
            screen.line("  %s%s  %s%s"
                    .formatted(detail.label(), " ".repeat(width - detail.label().length()), detail.value(), source));
        }
        if (!mostly.isEmpty()) {
            screen.line(screen.in(Tone.FAINT, "  Where nothing else is said: " + mostly));
        }
        question.remarks().forEach(remark -> screen.line("  " + screen.in(Tone.DOUBTFUL, "! " + remark)));
        if (!question.expiresAt().isEmpty()) {
            screen.line(screen.in(Tone.FAINT, "  Can be approved until " + question.expiresAt()));
        }
    }

    void note(Tone tone, String text) {
        endLine();
        screen.line(screen.in(tone, text));
    }

    void prompt(String text) {
        endLine();
        screen.part(text);
    }
}
