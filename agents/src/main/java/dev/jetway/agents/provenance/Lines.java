package dev.jetway.agents.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Origin.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the lines of a question come from. They are formatted for people, so they are compared by their figures:
 * a line is a tool's when each of its numbers, or, without any, each of its words, is in that tool's answer.
 */
public final class Lines {

    private static final Pattern GROUPED = Pattern.compile("(?<=\\d)[,.'’\\h](?=\\d{3}(?!\\d))");
    private static final Pattern TIME = Pattern.compile("(?<=\\d)t(?=\\d)");
    private static final Pattern ZEROS = Pattern.compile("(?<=\\d)[.,]0+(?!\\d)");
    private static final Pattern TOKEN = Pattern.compile("\\d+(?:[.,]\\d+)?|\\p{L}[\\p{L}\\p{N}]*");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("EEE d MMM MMMM uuuu", Locale.ENGLISH);

    private Lines() {}

    /**
     * The lines with their true origins.
     *
     * @param input of the task, as {@link Provenance#ofInput} has it
     * @param made the calls that were answered for the task
     */
    public static List<Detail> traced(List<Detail> lines, List<Origin> input, List<Evidence> made) {
        var answers = made.stream().map(Evidence.Index::new).toList();
        return lines.stream().map(line -> traced(line, input, answers, made)).toList();
    }

    private static Detail traced(Detail line, List<Origin> input, List<Evidence.Index> answers, List<Evidence> made) {
        var value = Leaf.of(TextNode.valueOf(line.value()));
        if (value.isEmpty()) {
            return new Detail(line.label(), line.value(), Source.COMPUTED);
        }
        for (var given : input) {
            if (Leaf.key(given.value()).equals(value.get(0).key())) {
                return with(line, given.kind(), given.by());
            }
        }
        for (var answer : answers) {
            if (answer.kind(value.get(0)).compareTo(Kind.TEXT) <= 0) {
                return with(line, Kind.TEXT, answer.by());
            }
        }
        var wanted = tokens(line.value());
        for (var call : made) {
            if (!wanted.isEmpty() && vocabulary(call.answer()).containsAll(wanted)) {
                return with(line, Kind.TEXT, call.by());
            }
        }
        return supported(line, wanted, input);
    }

    /** By the values of the task's input, when they come from one side only. */
    private static Detail supported(Detail line, Set<String> wanted, List<Origin> input) {
        var left = new HashSet<>(wanted);
        Kind worst = Kind.SAID;
        String by = null;
        for (var given : input) {
            var words = vocabulary(TextNode.valueOf(given.value()));
            if (left.removeAll(words) && given.kind().compareTo(worst) > 0) {
                worst = given.kind();
                by = given.by();
            }
        }
        return wanted.isEmpty() || !left.isEmpty() ? with(line, Kind.COMPUTED, null) : with(line, worst, by);
    }

    private static Detail with(Detail line, Kind kind, String by) {
        return new Detail(line.label(), line.value(), kind.source(), by);
    }

    /** The figures of a text; its words when it has none. */
    private static Set<String> tokens(String text) {
        var figures = new HashSet<String>();
        var words = new HashSet<String>();
        for (var token : split(text)) {
            (Character.isDigit(token.charAt(0)) ? figures : words).add(token);
        }
        return figures.isEmpty() ? words : figures;
    }

    private static Set<String> vocabulary(JsonNode json) {
        var words = new HashSet<String>();
        for (var leaf : Leaf.of(json)) {
            words.addAll(split(leaf.text()));
            var dates = DATE.matcher(leaf.text());
            while (dates.find()) {
                words.addAll(split(words(dates.group())));
            }
        }
        return words;
    }

    private static String words(String date) {
        try {
            return WORDS.format(LocalDate.parse(date));
        } catch (DateTimeException noDate) {
            return date;
        }
    }

    private static List<String> split(String text) {
        var apart = TIME.matcher(Leaf.key(text)).replaceAll(" ");
        var plain = ZEROS.matcher(GROUPED.matcher(apart).replaceAll("")).replaceAll("");
        var tokens = new ArrayList<String>();
        var match = TOKEN.matcher(plain);
        while (match.find()) {
            tokens.add(match.group().replace(',', '.').replaceAll("(?<=\\.\\d)0$", ""));
        }
        return tokens;
    }
}
