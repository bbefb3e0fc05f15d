package dev.jetway.agents.reply;

import dev.jetway.agents.task.Compensation;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.travel.Markdown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Joins what the agents wrote into one reply: what is not current, then the results, then what could not be checked, what was
 * taken for granted and what is still to be answered. Adds no fact of its own.
 */
public final class TemplateComposer implements Composer {

    private static final String OPTIONS = "\"options\":[{";

    @Override
    public CompletionStage<String> compose(Material material) {
        return CompletableFuture.completedFuture(write(material));
    }

    private static String write(Material material) {
        var tasks = List.copyOf(material.plan().tasks().values());
        var results = new ArrayList<String>();
        var troubles = new ArrayList<String>();
        var questions = new ArrayList<String>();
        Set<String> notes = new LinkedHashSet<>(material.assumptions());
        int lists = 0;
        for (var task : tasks) {
            if (task.status() instanceof TaskStatus.Completed completed) {
                results.add(completed.text());
                notes.addAll(completed.caveats());
                lists += completed.artifact().contains(OPTIONS) ? 1 : 0;
            } else if (task.status() instanceof TaskStatus.InputRequired asked) {
                questions.add(asked.question());
            } else {
                troubles.add(trouble(task, tasks.size() > 1));
            }
        }
        var paragraphs = new ArrayList<String>();
        paragraphs.addAll(OldAnswers.notes(material));
        paragraphs.addAll(results);
        paragraphs.addAll(troubles);
        if (!results.isEmpty() && !notes.isEmpty()) {
            paragraphs.add("*Please note:* " + String.join(" ", notes));
        }
        if (lists > 0 && questions.isEmpty()) {
            paragraphs.add(
                    lists == 1
                            ? "To book one, tell me its number: “book the second one”."
                            : "To book one, say which: “book the second hotel”.");
        }
        paragraphs.addAll(questions);
        return paragraphs.isEmpty() ? "There was nothing to do." : String.join("\n\n", paragraphs);
    }

    private static String trouble(Task task, boolean named) {
        var reason = reason(task);
        if (task.optional()) {
            return "I could not check “%s”: %s The rest does not depend on it."
                    .formatted(Markdown.escape(task.title(), 120), reason);
        }
        return named ? "**%s**: %s".formatted(Markdown.escape(task.title(), 120), reason) : reason;
    }

    private static String reason(Task task) {
        var status = task.status();
        if (status instanceof TaskStatus.Failed failed) {
            return failed.reason();
        }
        if (status instanceof TaskStatus.Canceled canceled) {
            var reason = canceled.reason().isBlank() ? "This was stopped before it was done." : canceled.reason();
            return task.skill().startsWith("bookings.") && !Compensation.is(task.id())
                    ? reason + " Nothing was booked or changed."
                    : reason;
        }
        return "This was not finished.";
    }
}
