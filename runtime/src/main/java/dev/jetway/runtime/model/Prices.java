package dev.jetway.runtime.model;

import com.typesafe.config.Config;
import dev.jetway.agents.model.TokenUse;
import java.math.BigDecimal;

/**
 * What a million tokens cost, in whatever currency the operator counts all models in.
 *
 * @param cachedInput of input the maker had in a cache
 */
public record Prices(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {

    private static final int MILLION_DIGITS = 6;

    public Prices {
        if (input.signum() < 0 || cachedInput.signum() < 0 || output.signum() < 0) {
            throw new IllegalArgumentException("price must not be negative");
        }
    }

    /** @param price the block {@code price} of a model */
    static Prices from(Config price) {
        return new Prices(number(price, "input"), number(price, "cached-input"), number(price, "output"));
    }

    private static BigDecimal number(Config price, String key) {
        try {
            return new BigDecimal(price.getString(key));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "price.%s must be a number, not '%s'".formatted(key, price.getString(key)), e);
        }
    }

    /** What a reply cost. */
    public BigDecimal of(TokenUse use) {
        return input.multiply(BigDecimal.valueOf(use.input() - use.cachedInput()))
                .add(cachedInput.multiply(BigDecimal.valueOf(use.cachedInput())))
                .add(output.multiply(BigDecimal.valueOf(use.output())))
                .movePointLeft(MILLION_DIGITS);
    }
}
