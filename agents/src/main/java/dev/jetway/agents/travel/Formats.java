package dev.jetway.agents.travel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Traveler;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** How one traveler reads money, dates and times. Replies are in English; order and signs are theirs. */
public final class Formats {

    private final Locale locale;
    private final boolean american;

    private Formats(Locale locale) {
        this.locale = locale;
        this.american = locale.getCountry().equals("US");
    }

    public static Formats of(Traveler traveler) {
        return new Formats(traveler.toLocale());
    }

    /** {@code £512.40}; whole amounts without decimals. Empty when this is not money. */
    public String money(JsonNode money) {
        if (!money.path("amount").isNumber()) {
            return "";
        }
        return money(money.path("amount").decimalValue(), money.path("currency").asText());
    }

    String money(BigDecimal amount, String code) {
        try {
            var format = NumberFormat.getCurrencyInstance(locale);
            format.setCurrency(Currency.getInstance(code));
            format.setRoundingMode(RoundingMode.HALF_UP);
            boolean whole = amount.stripTrailingZeros().scale() <= 0;
            format.setMinimumFractionDigits(whole ? 0 : 2);
            format.setMaximumFractionDigits(whole ? 0 : 2);
            return Markdown.plain(format.format(amount), 40);
        } catch (IllegalArgumentException unknownCurrency) {
            return amount.toPlainString() + " " + Markdown.plain(code, 8);
        }
    }

    /** {@code Wed 3 Mar}. */
    public String day(LocalDate date) {
        return format(date, american ? "EEE, MMM d" : "EEE d MMM");
    }

    /** {@code Wed 3 March 2027}. */
    public String longDay(LocalDate date) {
        return format(date, american ? "EEE, MMMM d, yyyy" : "EEE d MMMM yyyy");
    }

    /** {@code 11:20}, or {@code 11:20 AM} where people write so. */
    public String clock(OffsetDateTime time) {
        return DateTimeFormatter.ofPattern(american ? "h:mm a" : "HH:mm", Locale.ENGLISH)
                .format(time);
    }

    /** {@code Wed 3 Mar 11:20}: the local time that is written, whatever the offset. */
    public String moment(OffsetDateTime time) {
        return day(time.toLocalDate()) + " " + clock(time);
    }

    /** {@code 517,802}. */
    public String count(long number) {
        return Markdown.plain(NumberFormat.getIntegerInstance(locale).format(number), 40);
    }

    /** {@code 11 h 35 min}. */
    public static String duration(long minutes) {
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes % 60 == 0 ? minutes / 60 + " h" : "%d h %d min".formatted(minutes / 60, minutes % 60);
    }

    /** A date or a local time as a tool writes it; the text itself, cut, when it is neither. */
    public String anyTime(String iso) {
        try {
            return iso.contains("T") ? moment(OffsetDateTime.parse(iso)) : longDay(LocalDate.parse(iso));
        } catch (DateTimeException notATime) {
            return Markdown.escape(iso, 40);
        }
    }

    private static String format(LocalDate date, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(date);
    }
}
