package dev.jetway.runtime.gateway.identity;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/** How a client says its user writes numbers and dates, where they are and what they pay in. */
public record ClientProfile(String locale, String timeZone, String currency) {

    public static final ClientProfile DEFAULT = new ClientProfile("en-GB", "Europe/London", "GBP");

    private static final int MAX_LENGTH = 64;

    /** Takes each wish that is valid and the default for the others; any of them may be {@code null}. */
    public static ClientProfile of(String locale, String timeZone, String currency) {
        return new ClientProfile(
                validLocale(locale) ? locale : DEFAULT.locale,
                zone(timeZone).isPresent() ? timeZone : DEFAULT.timeZone,
                validCurrency(currency) ? currency : DEFAULT.currency);
    }

    private static boolean validLocale(String locale) {
        if (locale == null || locale.length() > MAX_LENGTH) {
            return false;
        }
        try {
            return !new Locale.Builder()
                    .setLanguageTag(locale)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    /** Empty when it names none. */
    public static Optional<ZoneId> zone(String name) {
        if (name == null || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean validCurrency(String code) {
        if (code == null) {
            return false;
        }
        try {
            Currency.getInstance(code);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
