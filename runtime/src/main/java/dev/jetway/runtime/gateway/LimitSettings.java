package dev.jetway.runtime.gateway;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * How much may be asked of a node, from the section {@code jetway.gateway}; the keys are explained in {@code
 * reference.conf}.
 *
 * @param commands of one subject
 * @param tenantCommands of all travelers of one tenant together
 * @param signIns from one address
 * @param refusedSignIns how many of these may be of no use
 * @param connectionsPerSubject at a time
 * @param trustedProxies whose word is taken for where a request comes from
 */
public record LimitSettings(
        Rate commands,
        Rate tenantCommands,
        Rate signIns,
        Rate refusedSignIns,
        int connectionsPerSubject,
        List<Network> trustedProxies) {

    private static final String SECTION = "jetway.gateway.";

    /** @param limit how often in a period; all of it may be at once */
    public record Rate(int limit, Duration per) {

        CommandRates rates() {
            return new CommandRates(limit, per);
        }

        private static Rate from(Config config, String section, String limit) {
            var rate = new Rate(config.getInt(section + "." + limit), config.getDuration(section + ".per"));
            require(rate.limit > 0, section + "." + limit, "must be positive");
            require(!rate.per.isNegative() && !rate.per.isZero(), section + ".per", "must be positive");
            return rate;
        }
    }

    /** @throws IllegalArgumentException naming the key that is wrong */
    public LimitSettings {
        trustedProxies = List.copyOf(trustedProxies);
        require(connectionsPerSubject > 0, "max-connections-per-subject", "must be positive");
    }

    /**
     * @param config the section
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static LimitSettings from(Config config) {
        return new LimitSettings(
                Rate.from(config, "commands", "limit"),
                Rate.from(config, "tenant-commands", "limit"),
                Rate.from(config, "sign-ins", "limit"),
                Rate.from(config, "sign-ins", "refused"),
                config.getInt("max-connections-per-subject"),
                config.getStringList("trusted-proxies").stream()
                        .map(LimitSettings::proxy)
                        .toList());
    }

    private static Network proxy(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SECTION + "trusted-proxies: " + e.getMessage(), e);
        }
    }

    private static void require(boolean condition, String key, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(SECTION + key + " " + rule);
        }
    }
}
