package dev.jetway.agents.reply;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A price without a figure: {@code ninety euros}.
 *
 * @param unit as it was written
 */
record AmountInWords(BigDecimal amount, String unit) {

    private static final Pattern UNIT =
            Pattern.compile("\\b(?:euros?|pounds?|dollars?|yen|francs?|quid|bucks)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("(\\p{L}+)[ \u00a0-]+$");
    private static final int MAX_WORDS = 12;
    private static final int MAX_BEFORE = 120;

    private static final List<String> ONES = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final Map<String, Long> SCALES = Map.of("hundred", 100L, "thousand", 1_000L, "million", 1_000_000L);

    /** @param found is given the words as well */
    static void each(String text, BiConsumer<String, AmountInWords> found) {
        var unit = UNIT.matcher(text);
        while (unit.find()) {
            int from = Math.max(0, unit.start() - MAX_BEFORE);
            var words = new ArrayDeque<String>();
            int start = unit.start();
            for (int i = 0; i < MAX_WORDS; i++) {
                var before = WORD.matcher(text).region(from, start);
                if (!before.find() || !number(before.group(1))) {
                    break;
                }
                words.addFirst(before.group(1).toLowerCase(Locale.ROOT));
                start = before.start();
            }
            if (words.stream().anyMatch(word -> !word.equals("a") && !word.equals("and"))) {
                found.accept(
                        text.substring(start, unit.end()).strip(),
                        new AmountInWords(BigDecimal.valueOf(value(words)), unit.group()));
            }
        }
    }

    private static boolean number(String said) {
        var word = said.toLowerCase(Locale.ROOT);
        return ONES.contains(word)
                || TENS.contains(word)
                || SCALES.containsKey(word)
                || word.equals("a")
                || word.equals("and");
    }

    private static long value(Iterable<String> words) {
        long all = 0;
        long part = 0;
        for (var word : words) {
            if (ONES.contains(word)) {
                part += ONES.indexOf(word);
            } else if (TENS.contains(word)) {
                part += 10L * TENS.indexOf(word);
            } else if (word.equals("hundred")) {
                part = Math.max(1, part) * 100;
            } else if (SCALES.containsKey(word)) {
                all += Math.max(1, part) * SCALES.get(word);
                part = 0;
            }
        }
        return all + part;
    }
}
