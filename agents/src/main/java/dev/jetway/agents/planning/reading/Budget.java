package dev.jetway.agents.planning.reading;

import java.math.BigDecimal;

/**
 * A limit on the price, and the currency it was given in.
 *
 * @param amount null when only a currency was named
 * @param currency ISO 4217 code; null when none was named
 */
public record Budget(BigDecimal amount, String currency) {

    public static final Budget NONE = new Budget(null, null);

    public boolean empty() {
        return amount == null && currency == null;
    }

    public Budget over(Budget earlier) {
        return new Budget(amount != null ? amount : earlier.amount, currency != null ? currency : earlier.currency);
    }

    public static Budget read(Words words) {
        for (int i = 0; i < words.size(); i++) {
            var before = currency(words.at(i));
            int at = before == null ? i : i + 1;
            var amount = amount(words, at);
            if (amount == null) {
                continue;
            }
            int end = words.is(at + 1, ".", ",") && words.touches(at) && words.touches(at + 1) ? at + 3 : at + 1;
            var behind = currency(words.at(end));
            int tail = behind == null ? end : end + 1;
            boolean night = words.is(tail, "a", "per", "/", "each") && words.is(tail + 1, "night");
            var named = before != null ? before : behind;
            if (night || (limited(words, i) && named != null) || (limited(words, i) && unitless(words, tail))) {
                words.use(i, night ? tail + 2 : tail);
                return new Budget(amount, named);
            }
        }
        return NONE;
    }

    private static BigDecimal amount(Words words, int at) {
        var whole = Numbers.digits(words.at(at), 6);
        if (whole.isEmpty()) {
            return null;
        }
        var text = words.at(at);
        if (words.is(at + 1, ".", ",") && words.touches(at) && words.touches(at + 1)) {
            var decimals = Numbers.digits(words.at(at + 2), 3);
            if (decimals.isPresent()) {
                text += words.at(at + 2).length() == 3 ? words.at(at + 2) : "." + words.at(at + 2);
            }
        }
        return new BigDecimal(text);
    }

    private static boolean limited(Words words, int i) {
        return words.is(i - 1, "under", "below", "max", "maximum", "within")
                || (words.is(i - 1, "to") && words.is(i - 2, "up"))
                || (words.is(i - 1, "than") && words.is(i - 2, "less", "cheaper", "more"))
                || (words.is(i - 1, "most") && words.is(i - 2, "at"))
                || (words.is(i - 1, "of") && words.is(i - 2, "budget", "maximum", "max"))
                || (words.is(i - 1, "over") && words.is(i - 2, "not"));
    }

    /** True when the number is no count of something else. */
    private static boolean unitless(Words words, int tail) {
        return !words.is(
                tail, "nights", "days", "km", "stars", "star", "stops", "hours", "people", "adults", "minutes");
    }

    private static String currency(String word) {
        return switch (word) {
            case "£", "gbp", "pound", "pounds", "quid" -> "GBP";
            case "€", "eur", "euro", "euros" -> "EUR";
            case "$", "usd", "dollar", "dollars", "bucks" -> "USD";
            case "¥", "jpy", "yen" -> "JPY";
            case "chf" -> "CHF";
            case "sek" -> "SEK";
            case "nok" -> "NOK";
            case "dkk" -> "DKK";
            case "cad" -> "CAD";
            case "aud" -> "AUD";
            default -> null;
        };
    }
}
