package dev.jetway.runtime.gateway;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;

/** How a client says its user writes numbers and dates, where they are and what they pay in. */
record ClientProfile(String locale, String timeZone, String currency) {

    static final ClientProfile DEFAULT = new ClientProfile("en-GB", "Europe/London", "GBP");

    private static final int MAX_LENGTH = 64;

    /** Takes each wish that is valid and the default for the others; any of them may be {@code null}. */
    static ClientProfile of(String locale, String timeZone, String currency) {
        return new ClientProfile(
                validLocale(locale) ? locale : DEFAULT.locale,
                validZone(timeZone) ? timeZone : DEFAULT.timeZone,
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

    private static boolean validZone(String zone) {
        if (zone == null || zone.length() > MAX_LENGTH) {
            return false;
        }
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException e) {
            return false;
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
