package dev.jetway.runtime.model.registry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The section {@code jetway.model-budgets}: what one node may spend on models.
 *
 * @param perDay of all travelers together; empty for no limit
 * @param tenants what the travelers of one may cost a day, by name
 * @param maxTokens the most one request may take, what is written included
 */
public record BudgetSettings(Optional<BigDecimal> perDay, SortedMap<String, BigDecimal> tenants, long maxTokens) {

    /** Nothing is limited but one request. */
    static final BudgetSettings OPEN = new BudgetSettings(Optional.empty(), new TreeMap<>(), Long.MAX_VALUE);

    private static final String PATH = "jetway.model-budgets";
    private static final String UNLIMITED = "unlimited";
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000L);

    /** @throws IllegalArgumentException naming the key that is wrong */
    public BudgetSettings {
        tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
        perDay.ifPresent(amount -> requireAmount(amount, PATH + ".per-day"));
        tenants.forEach((tenant, amount) -> requireAmount(amount, PATH + ".tenants." + tenant));
        if (maxTokens < 1_000) {
            throw new IllegalArgumentException(PATH + ".max-tokens-per-request must be at least 1000");
        }
    }

    /** @param known the names of {@code jetway.tenants} */
    static BudgetSettings from(Config jetway, Set<String> known) {
        var config = jetway.getConfig("model-budgets");
        var perDay = config.getString("per-day");
        var tenants = new TreeMap<String, BigDecimal>();
        for (var tenant : new TreeSet<>(config.getObject("tenants").keySet())) {
            var key = PATH + ".tenants." + tenant;
            if (!known.contains(tenant)) {
                throw new IllegalArgumentException(
                        "%s: '%s' is none of jetway.tenants (%s)".formatted(key, tenant, String.join(", ", known)));
            }
            tenants.put(tenant, amount(config.getString("tenants." + ConfigUtil.quoteString(tenant)), key));
        }
        return new BudgetSettings(
                perDay.equals(UNLIMITED) ? Optional.empty() : Optional.of(amount(perDay, PATH + ".per-day")),
                tenants,
                config.getLong("max-tokens-per-request"));
    }

    private static BigDecimal amount(String written, String key) {
        try {
            return new BigDecimal(written);
        } catch (NumberFormatException e) {
            throw new ConfigException.BadValue(key, "an amount such as 20.00 is expected, not '%s'".formatted(written));
        }
    }

    private static void requireAmount(BigDecimal amount, String key) {
        if (amount.signum() < 0 || amount.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(key + " must be an amount from 0 to " + MOST);
        }
    }
}
