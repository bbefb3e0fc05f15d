package dev.jetway.agents.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.task.TaskStatus;
import java.math.BigDecimal;
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
 * Finds what a reply states but no result supports: prices, clock times, flight numbers and booking
 * references that occur in no completed task's artifact. Whoever wrote the reply, a traveler must not
 * read an invented price.
 *
 * <p>What a failed or asking task said counts as support too, and the title of a task that was not done may
 * name the flight or the booking it was about. Dates are not looked at: they come in too
 * many forms to tell an invented one from a rephrased one.
 */
public final class ReplyValidator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern REFERENCE = Pattern.compile("\\bJW[A-Z0-9]{6}\\b");
    private static final Pattern FLIGHT = Pattern.compile("\\b(?!AM|PM)[A-Z]{2} ?\\d{1,4}\\b");
    private static final Pattern CLOCK =
            Pattern.compile("(?<![\\d:])([01]?\\d|2[0-3]):([0-5]\\d)(?!\\d)(?: ?([AaPp])\\.?[Mm]\\b)?");
    private static final Pattern OFFSET =
            Pattern.compile("(T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)[+-]\\d{2}:\\d{2}");

    private static final String NUMBER = "\\d{1,3}(?:[ .,'’]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?";
    private static final String CURRENCY =
            "\\p{Sc}|\\b(?=[A-Z]{3})(?:GBP|EUR|USD|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|SGD|HKD|THB|AED|ZAR|BRL|MXN|TRY|KRW|ISK)";
    private static final Pattern PRICE = Pattern.compile("(?:(?<before>" + CURRENCY + ")[  ]?(?<a>" + NUMBER
            + "))|(?:(?<![\\d.,])(?<b>" + NUMBER + ") ?(?<after>" + CURRENCY
            + "\\b|\\p{Sc}|euros?\\b|pounds?\\b|dollars?\\b|yen\\b))");

    private ReplyValidator() {}

    /**
     * Every statement without support, as it stands in the reply; empty when the reply may be sent.
     * Pure, and linear in the length of the reply and of the artifacts.
     */
    public static List<String> unsupported(String reply, TaskGraph plan) {
        return unsupported(reply, plan, List.of());
    }

    /** The same for a whole reply, which also says how old results are that are not current. */
    public static List<String> unsupported(String reply, Material material) {
        return unsupported(reply, material.plan(), OldAnswers.notes(material));
    }

    private static List<String> unsupported(String reply, TaskGraph plan, List<String> notes) {
        var evidence = new Evidence(plan, notes);
        var found = new LinkedHashSet<String>();
        collect(REFERENCE, reply, found, match -> evidence.names(match.group()));
        collect(FLIGHT, reply, found, match -> evidence.namesFlight(match.group()));
        collect(CLOCK, reply, found, match -> evidence.hasTime(minutes(match)));
        collect(PRICE, reply, found, evidence::hasPrice);
        return List.copyOf(found);
    }

    private static void collect(Pattern pattern, String reply, Set<String> into, Predicate<Matcher> supported) {
        each(pattern, reply, match -> {
            if (!supported.test(match)) {
                into.add(match.group());
            }
        });
    }

    /** Finds what {@code find()} finds. Most of a text are small letters, at which nothing here can begin. */
    private static void each(Pattern pattern, String text, Consumer<Matcher> found) {
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

    private static int minutes(Matcher clock) {
        int hour = Integer.parseInt(clock.group(1));
        if (clock.group(3) != null) {
            hour = hour % 12 + (clock.group(3).equalsIgnoreCase("p") ? 12 : 0);
        }
        return hour * 60 + Integer.parseInt(clock.group(2));
    }

    /** Both readings of {@code 1.234}: thousands and decimals. */
    private static Set<BigDecimal> amounts(String number) {
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
    private static String currency(String sign) {
        return switch (sign.toLowerCase(Locale.ROOT)) {
            case "£", "pound", "pounds" -> "GBP";
            case "€", "euro", "euros" -> "EUR";
            case "₹" -> "INR";
            default -> sign.matches("[A-Z]{3}") ? sign : "";
        };
    }

    private static final class Evidence {
        private final StringBuilder strings = new StringBuilder();
        private final StringBuilder titles = new StringBuilder();
        private final Set<String> prices = new HashSet<>();
        private final String text;

        // Looked for when a reply states something of the kind for the first time.
        private Set<Integer> times;
        private String dense;
        private boolean pricesOfTextRead;

        private Evidence(TaskGraph plan, List<String> notes) {
            notes.forEach(this::note);
            for (var task : plan.tasks().values()) {
                if (!(task.status() instanceof TaskStatus.Completed)) {
                    titles.append(task.title()).append('\n');
                }
                if (task.status() instanceof TaskStatus.Completed completed) {
                    read(completed.artifact());
                } else if (task.status() instanceof TaskStatus.Failed failed) {
                    note(failed.reason());
                } else if (task.status() instanceof TaskStatus.Canceled canceled) {
                    note(canceled.reason());
                } else if (task.status() instanceof TaskStatus.InputRequired asked) {
                    note(asked.question());
                }
            }
            text = strings.toString();
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
            strings.append(said).append('\n');
        }

        private void add(BigDecimal amount, String currency) {
            prices.add(amount.toPlainString() + currency);
            prices.add(amount.toPlainString());
        }

        private boolean names(String reference) {
            return text.contains(reference) || titles.indexOf(reference) >= 0;
        }

        private boolean namesFlight(String number) {
            if (dense == null) {
                dense = text.concat(titles.toString()).replace(" ", "");
            }
            return dense.contains(number.replace(" ", ""));
        }

        private boolean hasTime(int minutes) {
            if (times == null) {
                times = new HashSet<>();
                each(CLOCK, OFFSET.matcher(text).replaceAll("$1"), match -> times.add(minutes(match)));
            }
            return times.contains(minutes);
        }

        /** Results give most prices as numbers, so the texts are read only for one that is not among those. */
        private boolean hasPrice(Matcher match) {
            if (priced(match)) {
                return true;
            }
            if (pricesOfTextRead) {
                return false;
            }
            pricesOfTextRead = true;
            each(PRICE, text, price -> amounts(number(price)).forEach(it -> add(it, currency(sign(price)))));
            return priced(match);
        }

        private boolean priced(Matcher match) {
            var currency = currency(sign(match));
            return amounts(number(match)).stream()
                    .anyMatch(amount -> prices.contains(amount.toPlainString() + currency));
        }

        private static String number(Matcher match) {
            return match.group("a") != null ? match.group("a") : match.group("b");
        }

        private static String sign(Matcher match) {
            return match.group("before") != null ? match.group("before") : match.group("after");
        }
    }
}
