package dev.jetway.agents.reply;

import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.travel.Formats;
import dev.jetway.agents.travel.Markdown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What a traveler has to be told of results that are not current: a tool could not be reached, and what it
 * had said before was used instead. Whoever writes the reply, these sentences are in it.
 */
public final class OldAnswers {

    private OldAnswers() {}

    /** One paragraph for each result that is not current, in the traveler's own time; none when all are. */
    public static List<String> notes(Material material) {
        var notes = new ArrayList<String>();
        for (var task : material.plan().tasks().values()) {
            if (task.status() instanceof TaskStatus.Completed completed && completed.asOf() != null) {
                notes.add(note(task, Instant.ofEpochMilli(completed.asOf()), material));
            }
        }
        return notes;
    }

    /** The reply with every note in it: those its writer left out come first. */
    public static String marked(String reply, Material material) {
        var missing = new ArrayList<String>();
        for (var note : notes(material)) {
            if (!reply.contains(note)) {
                missing.add(note);
            }
        }
        missing.add(reply);
        return String.join("\n\n", missing);
    }

    private static String note(Task task, Instant asOf, Material material) {
        return "**Not current:** “%s” is as of %s. The service behind it does not answer right now, so this may have changed."
                .formatted(Markdown.escape(task.title(), 120), moment(asOf, material));
    }

    /** The clock time alone on the same day. */
    private static String moment(Instant asOf, Material material) {
        var zone = zone(material);
        var formats = Formats.of(material.traveler());
        var then = asOf.atZone(zone).toOffsetDateTime();
        var today = material.now().atZone(zone).toLocalDate();
        return then.toLocalDate().equals(today) ? formats.clock(then) : formats.moment(then);
    }

    /** The traveler's calendar day. */
    static LocalDate today(Material material) {
        return LocalDate.ofInstant(material.now(), zone(material));
    }

    private static ZoneId zone(Material material) {
        try {
            return material.traveler().zone();
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }
}
