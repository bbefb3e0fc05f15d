package dev.jetway.agents.reply;

import dev.jetway.agents.task.TaskGraph;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a reply states but no result supports: prices, in figures or in words, clock times, days, flight numbers,
 * booking references and names of hotels that occur in no completed task's artifact. Whoever wrote the reply, a
 * traveler must not read an invented price.
 *
 * <p>What a failed or asking task said counts as support too, and the title of a task that was not done may
 * name the flight or the booking it was about. A day is also supported by what the traveler said and what was asked
 * for in a task's input, and a day or a name by what an agent wrote of its own result. A weekday that is not that
 * day's is found as well. A hotel is found by a word such as Hotel or Inn in its name, and not without one.
 */
public final class ReplyValidator {

    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");
    private static final Pattern FLIGHT = Pattern.compile("\\b(?!AM|PM)[A-Z]{2} ?\\d{1,4}\\b");
    static final Pattern CLOCK =
            Pattern.compile("(?<![\\d:])([01]?\\d|2[0-3]):([0-5]\\d)(?!\\d)(?: ?([AaPp])\\.?[Mm]\\b)?");

    private static final String NUMBER = "\\d{1,3}(?:[ .,'’]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?";
    private static final String CURRENCY =
            "\\p{Sc}|\\b(?=[A-Z]{3})(?:GBP|EUR|USD|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|SGD|HKD|THB|AED|ZAR|BRL|MXN|TRY|KRW|ISK)";
    static final Pattern PRICE = Pattern.compile("(?:(?<before>" + CURRENCY + ")[  ]?(?<a>" + NUMBER
            + "))|(?:(?<![\\d.,])(?<b>" + NUMBER + ") ?(?<after>" + CURRENCY
            + "\\b|\\p{Sc}|euros?\\b|pounds?\\b|dollars?\\b|yen\\b))");

    private ReplyValidator() {}

    /**
     * Every statement without support, as it stands in the reply; empty when the reply may be sent.
     * Pure, and linear in the length of the reply and of the artifacts.
     */
    public static List<String> unsupported(String reply, TaskGraph plan) {
        return unsupported(reply, new Evidence(plan, List.of(), List.of()));
    }

    /** The same for a whole reply, or a part of one, which also says how old results are that are not current. */
    public static List<String> unsupported(String reply, Material material) {
        return unsupported(reply, evidence(material));
    }

    static Evidence evidence(Material material) {
        var known = new ArrayList<>(material.assumptions());
        known.add(material.text());
        known.add(OldAnswers.today(material).toString());
        return new Evidence(material.plan(), OldAnswers.notes(material), known);
    }

    static List<String> unsupported(String reply, Evidence evidence) {
        var found = claims(reply, evidence);
        Day.each(reply, (words, readings) -> {
            if (readings.stream().noneMatch(evidence::hasDay)) {
                found.add(words.strip());
            }
        });
        return List.copyOf(found);
    }

    /**
     * What a sentence states, of which days are not, that neither a result has nor somebody said.
     *
     * @param said what counts beside the results
     */
    public static List<String> claims(String sentence, TaskGraph results, List<String> said) {
        return List.copyOf(claims(sentence, new Evidence(results, said, List.of())));
    }

    private static Set<String> claims(String reply, Evidence evidence) {
        var found = new LinkedHashSet<String>();
        collect(REFERENCE, reply, found, match -> evidence.names(match.group()));
        collect(FLIGHT, reply, found, match -> evidence.namesFlight(match.group()));
        collect(CLOCK, reply, found, match -> evidence.hasTime(minutes(match)));
        collect(PRICE, reply, found, match -> evidence.hasPrice(amounts(number(match)), currency(sign(match))));
        AmountInWords.each(reply, (words, price) -> {
            if (!evidence.hasPrice(Set.of(price.amount().stripTrailingZeros()), currency(price.unit()))) {
                found.add(words);
            }
        });
        Houses.unknown(reply, evidence.houses(), found::add);
        return found;
    }

    private static void collect(Pattern pattern, String reply, Set<String> into, Predicate<Matcher> supported) {
        each(pattern, reply, match -> {
            if (!supported.test(match)) {
                into.add(match.group());
            }
        });
    }

    /** Finds what {@code find()} finds. Most of a text are small letters, at which nothing here can begin. */
    static void each(Pattern pattern, String text, Consumer<Matcher> found) {
        var match = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int i = 0; i < text.length(); i++) {
            if (telling(text.charAt(i)) && match.region(i, text.length()).lookingAt()) {
                found.accept(match);
                i = match.end() - 1;
            }
        }
    }

    /** Digits, capitals and the signs of currencies; a surrogate may be half of one. */
    private static boolean telling(char c) {
        return c < 128
                ? c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '$'
                : Character.getType(c) == Character.CURRENCY_SYMBOL || Character.isHighSurrogate(c);
    }

    static int minutes(Matcher clock) {
        int hour = Integer.parseInt(clock.group(1));
        if (clock.group(3) != null) {
            hour = hour % 12 + (clock.group(3).equalsIgnoreCase("p") ? 12 : 0);
        }
        return hour * 60 + Integer.parseInt(clock.group(2));
    }

    /** Both readings of {@code 1.234}: thousands and decimals. */
    static Set<BigDecimal> amounts(String number) {
        var digits = number.replaceAll("[ '’]", "");
        var readings = new HashSet<BigDecimal>();
        readings.add(amount(digits.replaceAll("[.,]", "")));
        int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        if (last >= 0) {
            var whole = digits.substring(0, last).replaceAll("[.,]", "");
            var decimal = amount(whole + "." + digits.substring(last + 1));
            if (digits.length() - last - 1 != 3) {
                readings.clear();
            }
            readings.add(decimal);
        }
        return readings;
    }

    private static BigDecimal amount(String digits) {
        return new BigDecimal(digits).stripTrailingZeros();
    }

    /** The currency a sign stands for; the sign of several currencies stands for any. */
    static String currency(String sign) {
        return switch (sign.toLowerCase(Locale.ROOT)) {
            case "£", "pound", "pounds" -> "GBP";
            case "€", "euro", "euros" -> "EUR";
            case "₹" -> "INR";
            default -> sign.matches("[A-Z]{3}") ? sign : "";
        };
    }

    static String number(Matcher match) {
        return match.group("a") != null ? match.group("a") : match.group("b");
    }

    static String sign(Matcher match) {
        return match.group("before") != null ? match.group("before") : match.group("after");
    }
}
