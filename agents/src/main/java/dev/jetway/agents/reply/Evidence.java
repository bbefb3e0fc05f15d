package dev.jetway.agents.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a reply may state. Made for one thread; what is rarely asked for is looked for when it is. */
final class Evidence {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern OFFSET =
            Pattern.compile("(T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)[+-]\\d{2}:\\d{2}");

    /** What tools and tasks said. */
    private final StringBuilder strings = new StringBuilder();

    private final StringBuilder titles = new StringBuilder();

    /** What else days may be of: what was asked for, and what agents wrote. */
    private final StringBuilder asked = new StringBuilder();

    private final StringBuilder written = new StringBuilder();
    private final Set<String> prices = new HashSet<>();
    private final String text;

    private Set<Integer> times;
    private String dense;
    private boolean pricesOfTextRead;
    private List<Day> days;
    private String houses;

    /**
     * @param notes count as a tool's words
     * @param known count for days only
     */
    Evidence(TaskGraph plan, List<String> notes, List<String> known) {
        notes.forEach(this::note);
        known.forEach(said -> line(asked, said));
        for (var task : plan.tasks().values()) {
            line(asked, task.input());
            line(written, task.title());
            read(task);
        }
        text = strings.toString();
    }

    private void read(Task task) {
        var status = task.status();
        if (!(status instanceof TaskStatus.Completed)) {
            line(titles, task.title());
        }
        if (status instanceof TaskStatus.Completed completed) {
            line(written, completed.text());
            completed.caveats().forEach(caveat -> line(written, caveat));
            read(completed.artifact());
        } else if (status instanceof TaskStatus.Failed failed) {
            note(failed.reason());
        } else if (status instanceof TaskStatus.Canceled canceled) {
            note(canceled.reason());
        } else if (status instanceof TaskStatus.InputRequired question) {
            note(question.question());
        }
    }

    private void read(String artifact) {
        try {
            read(JSON.readTree(artifact));
        } catch (JsonProcessingException e) {
            // An artifact that is no JSON supports nothing.
        }
    }

    private void read(JsonNode node) {
        if (node.isTextual()) {
            note(node.textValue());
        }
        if (node.path("currency").isTextual()) {
            var currency = node.get("currency").textValue();
            node.forEach(value -> {
                if (value.isNumber()) { // the field is called amount, price, nightly, …
                    add(value.decimalValue().stripTrailingZeros(), currency);
                }
            });
        }
        node.forEach(this::read);
    }

    private void note(String said) {
        line(strings, said);
    }

    private static void line(StringBuilder into, String said) {
        into.append(said).append('\n');
    }

    private void add(BigDecimal amount, String currency) {
        prices.add(amount.toPlainString() + currency);
        prices.add(amount.toPlainString());
    }

    boolean names(String reference) {
        return text.contains(reference) || titles.indexOf(reference) >= 0;
    }

    boolean namesFlight(String number) {
        if (dense == null) {
            dense = text.concat(titles.toString()).replace(" ", "");
        }
        return dense.contains(number.replace(" ", ""));
    }

    boolean hasTime(int minutes) {
        if (times == null) {
            times = new HashSet<>();
            ReplyValidator.each(
                    ReplyValidator.CLOCK,
                    OFFSET.matcher(text).replaceAll("$1"),
                    match -> times.add(ReplyValidator.minutes(match)));
        }
        return times.contains(minutes);
    }

    /**
     * Results give most prices as numbers, so the texts are read only for one that is not among those.
     *
     * @param readings what the figure may mean
     */
    boolean hasPrice(Set<BigDecimal> readings, String currency) {
        if (priced(readings, currency)) {
            return true;
        }
        if (pricesOfTextRead) {
            return false;
        }
        pricesOfTextRead = true;
        ReplyValidator.each(
                ReplyValidator.PRICE,
                text,
                price -> ReplyValidator.amounts(ReplyValidator.number(price))
                        .forEach(it -> add(it, ReplyValidator.currency(ReplyValidator.sign(price)))));
        return priced(readings, currency);
    }

    private boolean priced(Set<BigDecimal> readings, String currency) {
        return readings.stream().anyMatch(amount -> prices.contains(amount.toPlainString() + currency));
    }

    boolean hasDay(Day day) {
        if (days == null) {
            days = Day.in(text + asked + titles + written);
        }
        return days.stream().anyMatch(day::fits);
    }

    /** As {@link Houses#plain} has it. */
    String houses() {
        if (houses == null) {
            houses = Houses.plain((text + asked + written).replace("\\", ""));
        }
        return houses;
    }
}
