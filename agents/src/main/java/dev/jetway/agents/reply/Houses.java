package dev.jetway.agents.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Names of hotels: words in capitals next to each other of which one says what kind of house it is. A name without such
 * a word can't be told from any other name, and is not found.
 */
final class Houses {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}'’-]*[\\p{L}\\p{N}])?|&|\\S");

    private static final Set<String> KINDS = Set.of(
            "hotel",
            "inn",
            "suites",
            "resort",
            "palace",
            "hostel",
            "lodge",
            "guesthouse",
            "ryokan",
            "motel",
            "residence");
    private static final Set<String> JOINTS = Set.of(
            "of", "the", "and", "&", "de", "la", "le", "les", "du", "des", "del", "di", "da", "am", "an", "der", "by");
    private static final Set<String> COMMON = Set.of(
            "a",
            "also",
            "an",
            "and",
            "any",
            "as",
            "at",
            "best",
            "both",
            "but",
            "by",
            "check",
            "cheapest",
            "details",
            "each",
            "every",
            "for",
            "from",
            "here",
            "if",
            "in",
            "is",
            "it",
            "my",
            "name",
            "near",
            "no",
            "of",
            "offer",
            "offers",
            "on",
            "one",
            "option",
            "options",
            "or",
            "our",
            "prices",
            "price",
            "rates",
            "results",
            "room",
            "rooms",
            "search",
            "stay",
            "summary",
            "that",
            "the",
            "their",
            "then",
            "there",
            "this",
            "to",
            "try",
            "which",
            "with",
            "you",
            "your",
            "booking",
            "another",
            "first",
            "second",
            "third");

    private Houses() {}

    /** The words of a text, small and with one space around each. */
    static String plain(String text) {
        var words = new StringBuilder(" ");
        var match = TOKEN.matcher(text);
        while (match.find()) {
            if (Character.isLetterOrDigit(match.group().charAt(0))
                    || match.group().equals("&")) {
                words.append(match.group().toLowerCase(Locale.ROOT)).append(' ');
            }
        }
        return words.toString();
    }

    /** @param known {@link #plain} of all that was said about houses */
    static void unknown(String text, String known, Consumer<String> found) {
        var run = new ArrayList<String>();
        var match = TOKEN.matcher(text);
        int end = 0;
        while (match.find()) {
            var word = match.group();
            boolean next = match.start() == end || match.start() == end + 1 && " \u00a0".indexOf(text.charAt(end)) >= 0;
            boolean name = Character.isUpperCase(word.codePointAt(0)) || Character.isDigit(word.charAt(0));
            boolean joint = JOINTS.contains(word);
            if (!next || !name && !(joint && !run.isEmpty())) {
                check(run, known, found);
                run.clear();
            }
            if (name || joint && !run.isEmpty()) {
                run.add(word);
            }
            end = match.end();
        }
        check(run, known, found);
    }

    private static void check(List<String> run, String known, Consumer<String> found) {
        int last = run.size();
        while (last > 0
                && (JOINTS.contains(run.get(last - 1))
                        || Character.isDigit(run.get(last - 1).charAt(0)))) {
            last--;
        }
        int first = 0;
        while (first < last && COMMON.contains(run.get(first).toLowerCase(Locale.ROOT))) {
            first++;
        }
        var name = run.subList(first, last);
        if (name.stream().noneMatch(Houses::kind) || name.stream().allMatch(word -> kind(word) || common(word))) {
            return;
        }
        for (int from = 0; from < name.size() - 1; from++) {
            var part = name.subList(from, name.size());
            if (part.stream().anyMatch(Houses::kind) && known.contains(plain(String.join(" ", part)))) {
                return;
            }
        }
        found.accept(String.join(" ", name));
    }

    private static boolean kind(String word) {
        return KINDS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean common(String word) {
        return COMMON.contains(word.toLowerCase(Locale.ROOT)) || Character.isDigit(word.charAt(0));
    }
}
