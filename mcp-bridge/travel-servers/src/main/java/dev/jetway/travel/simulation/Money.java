package dev.jetway.travel.simulation;

import java.math.BigDecimal;

/** @param currency ISO 4217 */
public record Money(BigDecimal amount, String currency) {

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
