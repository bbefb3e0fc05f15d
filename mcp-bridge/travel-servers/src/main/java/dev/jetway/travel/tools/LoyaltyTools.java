package dev.jetway.travel.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jetway.travel.simulation.Loyalty;
import java.util.Map;

/** The {@code loyalty} server. */
final class LoyaltyTools {

    private LoyaltyTools() {}

    static ToolServer server(Loyalty loyalty) {
        return new ToolServer(
                "loyalty", Map.of("account", (arguments, caller) -> account(loyalty.of(caller.traveler()))));
    }

    private static Account account(Loyalty.Account account) {
        return new Account(
                account.member(),
                account.tier(),
                account.points(),
                account.expiring()
                        .map(e -> new Expiry(e.points(), e.on().toString()))
                        .orElse(null),
                true);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Account(String member, String tier, int points, Expiry expiring, boolean simulated) {}

    record Expiry(int points, String on) {}
}
