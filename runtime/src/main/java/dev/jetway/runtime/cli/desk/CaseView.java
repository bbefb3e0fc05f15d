package dev.jetway.runtime.cli.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetway.mcp.trust.ReadableJson;
import dev.jetway.runtime.cli.Screen;
import dev.jetway.runtime.cli.Screen.Tone;
import java.time.Duration;

/** Cases as people read them. What tools and travelers wrote may hold anything, commands for terminals included. */
final class CaseView {

    private final Screen screen;

    CaseView(Screen screen) {
        this.screen = screen;
    }

    void table(JsonNode page) {
        JsonNode open = page.path("open");
        if (!open.isEmpty()) {
            screen.line(screen.in(
                    Tone.STRONG, "%-8s %-20s %-18s %s".formatted("OPEN FOR", "TRAVELER", "TOOL", "WHAT, AND ITS ID")));
        }
        for (JsonNode it : open) {
            screen.line("%-8s %-20s %-18s %s%s"
                    .formatted(
                            age(it.path("openSeconds").asLong()),
                            text(it, "traveler"),
                            text(it, "tool"),
                            text(it, "title"),
                            it.has("primaryMayKnow")
                                    ? screen.in(
                                            Tone.DOUBTFUL,
                                            " (region %s may know)".formatted(text(it, "primaryMayKnow")))
                                    : ""));
            screen.line("%-8s %s".formatted("", text(it, "id")));
        }
        screen.line(summary(
                open.size(), page.path("listed").asInt(), page.path("most").asInt()));
    }

    private static String summary(int open, int listed, int most) {
        return open == 0
                ? "No case is open."
                : "%d open. 'jetway desk show ID' says all there is of one.%s"
                        .formatted(open, listed < most ? "" : " The list is full (%d).".formatted(most));
    }

    void whole(JsonNode it) {
        line("id", text(it, "id"));
        line("traveler", text(it, "traveler"));
        line(
                "conversation",
                "%s, turn %s, task %s".formatted(text(it, "conversation"), text(it, "turn"), text(it, "task")));
        line("what", text(it, "title"));
        line("tool", text(it, "tool"));
        line("arguments", ReadableJson.text(it.path("arguments")).replace("\n", "\n              "));
        line("key", text(it, "idempotencyKey"));
        line("approved", text(it, "approvedAt"));
        line(
                "sent",
                "%s, %d times".formatted(text(it, "sentAt"), it.path("attempts").asInt()));
        line("given up", text(it, "gaveUpAt"));
        for (JsonNode error : it.path("errors")) {
            line("error", clean(error.asText()));
        }
        if (it.has("primaryMayKnow")) {
            line(
                    "may know",
                    "region %s, which could not be asked; it is asked again by itself"
                            .formatted(text(it, "primaryMayKnow")));
        }
        settled(it);
    }

    /** How the case was settled, or that it is open. */
    void settled(JsonNode it) {
        JsonNode how = it.path("settled");
        if (how.isMissingNode()) {
            line("open for", screen.in(Tone.DOUBTFUL, age(it.path("openSeconds").asLong())));
        } else {
            line("settled", screen.in(Tone.GOOD, text(how, "inWords")));
        }
    }

    private void line(String label, String value) {
        screen.line("%-13s %s".formatted(label, value));
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        return text.isEmpty() ? "-" : clean(text);
    }

    /** On one line, without tricks for the terminal, and whole: a name that is cut off names nothing. */
    static String clean(String text) {
        String quoted = ReadableJson.text(TextNode.valueOf(text));
        return quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"");
    }

    static String age(long seconds) {
        Duration age = Duration.ofSeconds(Math.max(0, seconds));
        if (age.toDays() > 0) {
            return "%d d %d h".formatted(age.toDays(), age.toHoursPart());
        }
        if (age.toHours() > 0) {
            return "%d h %d m".formatted(age.toHours(), age.toMinutesPart());
        }
        return age.toMinutes() > 0 ? "%d m".formatted(age.toMinutes()) : "%d s".formatted(age.toSeconds());
    }
}
