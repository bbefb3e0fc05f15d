package dev.jetway.runtime.model.registry;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.runtime.model.Prices;
import java.math.RoundingMode;
import java.util.Set;

/**
 * On which terms a model may be asked.
 *
 * @param regions whose data it may see; empty for those of all regions
 * @param contextTokens how many it can read and write for one reply
 * @param tools whether it can want calls
 * @param schemas whether it promises to keep to a schema
 * @param streams how many calls this node can have under way with it
 * @param waiting how many more may wait for that
 */
record Terms(
        Prices prices,
        Set<String> regions,
        long contextTokens,
        boolean tools,
        boolean schemas,
        int streams,
        int waiting) {

    private static final int BILLIONTHS = 9;

    Terms {
        regions = Set.copyOf(regions);
    }

    /** A schema is told in words to a model that can't promise to keep to it, so that is no hindrance. */
    boolean fits(Need need) {
        return need.total() <= contextTokens && (tools || !need.tools());
    }

    /** @param bound whether the conversation may not leave its regions: then only a model that names them will do */
    boolean mayServe(String region, boolean bound) {
        return regions.isEmpty() ? !bound : regions.contains(region);
    }

    boolean promises(Need need) {
        return schemas || !need.schema();
    }

    int maxRunning() {
        return streams + waiting;
    }

    /** In billionths, rounded up, so that many small replies do not cost nothing. */
    long nanos(TokenUse use) {
        return prices.of(use)
                .movePointRight(BILLIONTHS)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
