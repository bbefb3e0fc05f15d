package dev.jetway.travel.simulation;

import dev.jetway.travel.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Exchange rates of the simulated world: units of a currency for one pound. They never move. */
public final class Rates {

    public static final String DEFAULT = "GBP";

    private static final Map<String, Double> PER_POUND = new TreeMap<>(Map.ofEntries(
            Map.entry("GBP", 1.0),
            Map.entry("EUR", 1.16),
            Map.entry("USD", 1.28),
            Map.entry("JPY", 193.0),
            Map.entry("CHF", 1.10),
            Map.entry("CAD", 1.76),
            Map.entry("AUD", 1.94),
            Map.entry("NZD", 2.12),
            Map.entry("SEK", 13.3),
            Map.entry("NOK", 13.6),
            Map.entry("DKK", 8.66),
            Map.entry("PLN", 4.98),
            Map.entry("CZK", 29.2),
            Map.entry("HUF", 465.0),
            Map.entry("RON", 5.78),
            Map.entry("BGN", 2.27),
            Map.entry("ISK", 176.0),
            Map.entry("TRY", 43.0),
            Map.entry("ILS", 4.7),
            Map.entry("AED", 4.7),
            Map.entry("SAR", 4.8),
            Map.entry("QAR", 4.66),
            Map.entry("INR", 107.0),
            Map.entry("CNY", 9.25),
            Map.entry("HKD", 10.0),
            Map.entry("TWD", 41.5),
            Map.entry("KRW", 1740.0),
            Map.entry("SGD", 1.71),
            Map.entry("MYR", 5.7),
            Map.entry("THB", 44.0),
            Map.entry("IDR", 20400.0),
            Map.entry("PHP", 73.0),
            Map.entry("VND", 32300.0),
            Map.entry("ZAR", 23.4),
            Map.entry("EGP", 62.0),
            Map.entry("MAD", 12.6),
            Map.entry("KES", 165.0),
            Map.entry("NGN", 2000.0),
            Map.entry("BRL", 7.1),
            Map.entry("MXN", 23.7),
            Map.entry("ARS", 1300.0),
            Map.entry("CLP", 1220.0),
            Map.entry("COP", 5300.0),
            Map.entry("PEN", 4.8)));

    private Rates() {}

    /** Refuses a currency that has no rate. */
    public static String known(String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        if (!PER_POUND.containsKey(code)) {
            throw new Refusal("Prices in " + currency + " are not offered; choose one of "
                    + String.join(", ", PER_POUND.keySet()));
        }
        return code;
    }

    static Money of(double pounds, String currency) {
        double rate = PER_POUND.get(currency);
        int digits = rate >= 100 ? 0 : 2;
        return new Money(BigDecimal.valueOf(pounds * rate).setScale(digits, RoundingMode.HALF_UP), currency);
    }
}
