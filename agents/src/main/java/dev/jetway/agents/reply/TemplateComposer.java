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
import java.util.function.Consumer;

/**
 * Joins what the agents wrote into one reply: what is not current, then the results, then what could not be checked, what was
 * taken for granted and what is still to be answered. Adds no fact of its own.
 */
public final class TemplateComposer implements Composer {

    private static final String OPTIONS = "\"options\":[{";

    /**
     * What a reply consists of, a paragraph each.
     *
     * @param first what is not current, and what was done because the traveler approved it
     * @param results what else was found
     * @param last what could not be done, what to know of it all, and what is asked
     */
    record Parts(List<String> first, List<String> results, List<String> last) {

        static String joined(List<String> paragraphs) {
            return String.join("\n\n", paragraphs);
        }

        String whole() {
            var all = new ArrayList<>(first);
            all.addAll(results);
            all.addAll(last);
            return all.isEmpty() ? "There was nothing to do." : joined(all);
        }
    }

    @Override
    public CompletionStage<Written> compose(Material material, Consumer<String> text) {
        return CompletableFuture.completedFuture(Written.of(write(material)));
    }

    /** The whole reply. */
    static String write(Material material) {
        return parts(material).whole();
    }

    static Parts parts(Material material) {
        var tasks = List.copyOf(material.plan().tasks().values());
        var first = new ArrayList<>(OldAnswers.notes(material));
        var results = new ArrayList<String>();
        var troubles = new ArrayList<String>();
        var questions = new ArrayList<String>();
        Set<String> notes = new LinkedHashSet<>(material.assumptions());
        int lists = 0;
        boolean anything = false;
        for (var task : tasks) {
            if (task.status() instanceof TaskStatus.Completed completed) {
                (completed.approved() ? first : results).add(completed.text());
                notes.addAll(completed.caveats());
                lists += completed.artifact().contains(OPTIONS) ? 1 : 0;
                anything = true;
            } else if (task.status() instanceof TaskStatus.InputRequired asked) {
                questions.add(asked.question());
            } else {
                troubles.add(trouble(task, tasks.size() > 1));
            }
        }
        var last = new ArrayList<>(troubles);
        if (anything && !notes.isEmpty()) {
            last.add("*Please note:* " + String.join(" ", notes));
        }
        if (lists > 0 && questions.isEmpty()) {
            last.add(
                    lists == 1
                            ? "To book one, tell me its number: “book the second one”."
                            : "To book one, say which: “book the second hotel”.");
        }
        last.addAll(questions);
        return new Parts(first, results, last);
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
