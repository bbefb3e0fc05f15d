package dev.jetway.agents.planning.reading;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A limit on the price, and the currency it was given in.
 *
 * @param amount null when only a currency was named
 * @param currency ISO 4217 code; null when none was named
 * @param whole true when it is for everything ("in total"), and not for a night
 */
public record Budget(BigDecimal amount, String currency, boolean whole) {

    public static final Budget NONE = new Budget(null, null);

    public Budget(BigDecimal amount, String currency) {
        this(amount, currency, false);
    }

    public boolean empty() {
        return amount == null && currency == null;
    }

    public Budget over(Budget earlier) {
        return new Budget(
                amount != null ? amount : earlier.amount,
                currency != null ? currency : earlier.currency,
                amount != null ? whole : earlier.whole);
    }

    /** Reads the first limit of a message and marks its words as used; else the currency prices are wanted in. */
    public static Budget read(Words words) {
        for (int i = 0; i < words.size(); i++) {
            var limit = limit(words, i);
            if (limit != null) {
                return limit;
            }
        }
        for (int i = 1; i < words.size(); i++) {
            var wanted = words.is(i - 1, "in") ? currency(words.at(i)) : null;
            if (wanted != null) {
                words.use(i, i + 1);
                return new Budget(null, wanted);
            }
        }
        return NONE;
    }

    private static Budget limit(Words words, int i) {
        var before = currency(words.at(i));
        int at = before == null ? i : i + 1;
        var money = Money.at(words, at);
        if (money == null) {
            return null;
        }
        var behind = currency(words.at(money.next()));
        int tail = behind == null ? money.next() : money.next() + 1;
        boolean range = words.is(tail, "and", "to", "-", "–") && Money.at(words, second(words, tail + 1)) != null;
        if (range) {
            return null; // “between 100 and 150”: the second is the limit
        }
        boolean night =
                (words.is(tail, "a", "per", "/", "each") && words.is(tail + 1, "night")) || words.is(tail, "pn");
        int end = !night ? tail : words.is(tail, "pn") ? tail + 1 : tail + 2;
        boolean whole = whole(words, end);
        var named = before != null
                ? before
                : behind != null ? behind : between(words, i) ? currency(words.at(i - 3)) : null;
        boolean most = words.is(tail, "max", "maximum", "tops") || (words.is(tail, "or") && words.is(tail + 1, "less"));
        boolean limited = most || led(words, i) || (named != null && between(words, i));
        if (!night && !(limited && (named != null || (!money.inWords() && !Numbers.counts(words.at(tail)))))) {
            return null;
        }
        words.use(i, end);
        return new Budget(money.amount(), named, whole && !night);
    }

    private static int second(Words words, int i) {
        return currency(words.at(i)) == null ? i : i + 1;
    }

    private static boolean whole(Words words, int i) {
        return words.is(i, "total", "altogether", "overall")
                || (words.is(i, "in") && words.is(i + 1, "total", "all"))
                || (words.is(i, "for") && words.is(i + 1, "everything", "all"))
                || (words.is(i, "for") && words.is(i + 1, "the") && words.is(i + 2, "whole", "trip", "stay"));
    }

    private static boolean led(Words words, int i) {
        int at = words.is(i - 1, "about", "around", "roughly") ? i - 2 : i - 1;
        return words.is(at, "under", "below", "max", "maximum", "within", "budget", "max.")
                || (words.is(at, "to") && words.is(at - 1, "up"))
                || (words.is(at, "than") && words.is(at - 1, "less", "cheaper", "more"))
                || (words.is(at, "most") && words.is(at - 1, "at"))
                || (words.is(at, "of", "is", ":") && words.is(at - 1, "budget", "maximum", "max", "limit"))
                || (words.is(at, "over", "above") && words.is(at - 1, "not", "nothing", "anything"));
    }

    /** True for the second number of "between 100 and 150". */
    private static boolean between(Words words, int i) {
        for (int back = 2; back <= 4; back++) {
            if (words.is(i - back, "between")) {
                return true;
            }
        }
        return words.is(i - 1, "-", "–");
    }

    private static String currency(String word) {
        return switch (word) {
            case "£", "gbp", "pound", "pounds", "quid" -> "GBP";
            case "€", "eur", "euro", "euros" -> "EUR";
            case "$", "usd", "dollar", "dollars", "bucks" -> "USD";
            case "¥", "jpy", "yen" -> "JPY";
            case "₹", "inr", "rupees" -> "INR";
            case "chf", "francs" -> "CHF";
            case "pln", "zloty" -> "PLN";
            case "sek",
                    "nok",
                    "dkk",
                    "cad",
                    "aud",
                    "nzd",
                    "czk",
                    "huf",
                    "sgd",
                    "hkd",
                    "thb",
                    "aed",
                    "cny",
                    "brl",
                    "mxn" -> word.toUpperCase(Locale.ROOT);
            default -> null;
        };
    }

    /** An amount in figures or words, and the word behind it. */
    private record Money(BigDecimal amount, int next, boolean inWords) {

        static Money at(Words words, int i) {
            if (Numbers.digits(words.at(i), 6).isEmpty()) {
                return thousands(words, i);
            }
            var text = words.at(i);
            int next = i + 1;
            if (words.is(next, ".", ",") && words.touches(i) && words.touches(next)) {
                var decimals = words.at(next + 1);
                if (Numbers.digits(decimals, 3).isPresent()) {
                    text += decimals.length() == 3 ? decimals : "." + decimals;
                    next += 2;
                }
            }
            return new Money(new BigDecimal(text), next, false);
        }

        /** {@code 2k}, {@code two hundred}. */
        private static Money thousands(Words words, int i) {
            var word = words.at(i);
            var figures =
                    word.endsWith("k") ? Numbers.digits(word.substring(0, word.length() - 1), 3) : OptionalInt.empty();
            if (figures.isPresent()) {
                return new Money(BigDecimal.valueOf(figures.getAsInt() * 1000L), i + 1, false);
            }
            return Numbers.spoken(words, i)
                    .map(read -> new Money(BigDecimal.valueOf(read.value()), read.next(), true))
                    .orElse(null);
        }
    }
}
